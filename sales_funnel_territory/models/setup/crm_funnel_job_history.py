from odoo import models


class CrmFunnelJob(models.Model):
    """The jobs of the history of leads."""

    _inherit = "crm.funnel.job"

    def _job_history(self):
        """Record, as detected, what changed leads behind Odoo's back; measure the stages."""
        count = self.env["crm.lead.history"]._check()
        self.env["crm.stage.pace"]._refresh()
        if not count:
            return self.env._("History and present agree.")
        return self.env._("%(count)s changes made behind Odoo's back recorded.", count=count)

    def _job_weekly_close(self):
        """Keep the scores of companies whose week has ended."""
        companies = self.env["res.company"].search([])
        rows = companies._close_weeks()
        return self.env._("%(rows)s scored opportunities recorded.", rows=rows)
