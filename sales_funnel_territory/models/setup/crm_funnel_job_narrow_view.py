from odoo import models


class CrmFunnelJob(models.Model):
    """Each night the narrow view is counted anew: what was changed behind Odoo's back counts."""

    _inherit = "crm.funnel.job"

    def _job_narrow_view(self):
        Audience = self.env["crm.customer.audience"]
        if not Audience._is_narrow():
            return self.env._("The narrow view is off; nothing was to be done.")
        self.env["crm.customer.access.source"]._make_rules()
        count = Audience._refresh()
        Audience._forget_unused()
        return self.env._(
            "Who may see which customer was counted anew; changes found: %(count)s.",
            count=count,
        )
