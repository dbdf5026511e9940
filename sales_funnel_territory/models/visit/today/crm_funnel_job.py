from odoo import models


class CrmFunnelJob(models.Model):
    """The job that bundles notices into one message each morning."""

    _inherit = "crm.funnel.job"

    def _job_morning_message(self):
        """Tell people what their day asks of them, who want it in one message."""
        sent = 0
        for person in self.env["res.users"]._find_morning_readers():
            with self.env.cr.savepoint():
                sent += person._send_morning_message()
        return self.env._("%(count)s morning messages sent.", count=sent)
