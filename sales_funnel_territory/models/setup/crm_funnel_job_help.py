from odoo import models


class CrmFunnelJob(models.Model):
    """The job that escalates what was not answered in time."""

    _inherit = "crm.funnel.job"

    def _job_help(self):
        count = self.env["crm.help.request"]._escalate_overdue()
        if not count:
            return self.env._("No help request has become overdue.")
        return self.env._("Overdue help requests escalated: %(count)s.", count=count)
