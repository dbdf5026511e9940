from odoo import models
from odoo.tools import SQL


class CrmFunnelJob(models.Model):
    """The jobs of the customer base."""

    _inherit = "crm.funnel.job"

    def _job_customers(self):
        """Count figures and contacts anew, propose classes, decide what is due."""
        Status = self.env["crm.customer.status"]
        # until the commit: compiling (jit), and sorting on disk, take longer than the work
        self.env.cr.execute(SQL("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'"))
        figures = self.env["crm.customer.figures"]._refresh()
        classes = Status._propose_classes()
        contacts = Status._recount_contacts()
        due = Status._refresh_due()
        if not any((figures, classes, contacts, due)):
            return self.env._("Everything about the customers was up to date.")
        return self.env._(
            "Customers renewed: figures of %(figures)s, proposed classes of %(classes)s, contact "
            "dates of %(contacts)s, due dates of %(due)s.",
            figures=figures,
            classes=classes,
            contacts=contacts,
            due=due,
        )

    def _job_meetings(self):
        """Take meetings over that have ended since the last run."""
        count = self.env["crm.customer.status"]._take_ended_meetings()
        if not count:
            return self.env._("No meeting has moved a customer's dates.")
        return self.env._("Ended meetings moved the dates of %(count)s customers.", count=count)
