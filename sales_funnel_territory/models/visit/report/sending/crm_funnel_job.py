from odoo import models


class CrmFunnelJob(models.Model):
    """Sends submitted reports to whom they are addressed."""

    _inherit = "crm.funnel.job"

    def _job_call_report_mails(self):
        count = self.env["crm.call.report"]._send_submitted()
        return self.env._("Reports sent to colleagues: %(count)s.", count=count)
