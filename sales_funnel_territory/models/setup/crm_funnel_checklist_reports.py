from odoo import api, models
from odoo.fields import Domain


class CrmFunnelChecklist(models.AbstractModel):
    """Do call reports pay back? They are written, and come in time."""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("jobs"), "call_reports")
        return keys

    def _step_call_reports(self):
        title = self.env._("Say what call reports start with, and when they are due")
        Report = self.env["crm.call.report"]
        if not Report.search_count([], limit=1):
            text = self.env._(
                "Templates suggest purposes and objectives by kind and industry; the settings say "
                "on which visits a report is expected, and until when."
            )
            return self._make_step("todo", title, text, self.env._("Open the Templates"))
        late = Report.search_count(Report._get_overdue_domain())
        if not late:
            text = self.env._("Reports are written, and none is late.")
            return self._make_step("done", title, text)
        text = self.env._("%(count)s call reports are due and not submitted.", count=late)
        return self._make_step("attention", title, text, self.env._("Show Them"))

    def _open_call_reports(self):
        if not self.env["crm.call.report"].search_count([], limit=1):
            return self._get_action("sales_funnel_territory.crm_call_report_template_action")
        action = self._get_action("sales_funnel_territory.crm_call_report_action")
        overdue = Domain("is_overdue", "=", True)
        return {**action, "domain": list(overdue), "context": {}}
