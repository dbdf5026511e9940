from odoo import models


class CrmFunnelJob(models.Model):
    """The jobs of visits."""

    _inherit = "crm.funnel.job"

    def _job_visits(self):
        """Meetings with customers become visits, and are done once they are over."""
        Visit = self.env["crm.visit"].sudo()  # sudo: everybody's, by a job
        taken = Visit._take_appointments()
        closed = Visit._close_appointments()
        if not (taken or closed):
            return self.env._("No meeting with a customer was new or over.")
        return self.env._(
            "Meetings with customers: %(taken)s became visits, %(closed)s are over and done.",
            taken=taken,
            closed=closed,
        )
