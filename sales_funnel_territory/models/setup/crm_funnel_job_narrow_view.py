from odoo import models


class CrmFunnelJob(models.Model):
    """Each night the narrow view is counted anew: what was changed behind Odoo's back counts."""

    _inherit = "crm.funnel.job"

    def _job_narrow_view(self):
        Audience = self.env["crm.customer.audience"]
        if Audience._is_preparing():
            return self._prepare_narrow_view()
        if not Audience._is_narrow():
            return self.env._("The narrow view is off; nothing was to be done.")
        self.env["crm.customer.access.source"]._make_rules()
        count = Audience._refresh()
        Audience._forget_unused()
        return self.env._(
            "Who may see which customer was counted anew; changes found: %(count)s.",
            count=count,
        )

    def _prepare_narrow_view(self):
        """The narrow view was asked for: it comes on when all are counted."""
        if self.env["crm.customer.audience"]._prepare():
            return self.env._("All are counted: the narrow view is on.")
        return self.env["res.config.settings"]._tell_narrow_view_progress()
