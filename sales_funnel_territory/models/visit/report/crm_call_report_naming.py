from odoo import models
from odoo.exceptions import AccessError


class CrmCallReport(models.Model):
    """Customer, people met, opportunities; whom the report goes to."""

    _name = "crm.call.report"
    _inherit = ["crm.call.report", "crm.call.report.named"]

    _named_records = ("partner_id", "contact_ids", "opportunity_ids", "visit_id")
    _named_people = ("to_ids", "cc_ids", "companion_ids")

    def _check_added(self, added):
        super()._check_added(added)
        visits = added.get("visit_id", ())
        for visit in visits:
            self._check_visit(visit)

    def _check_visit(self, visit):
        """There is one report on a visit: nobody takes that of a colleague."""
        if not self.env.user._is_visit_decider(visit.user_id):
            raise AccessError(
                self.env._(
                    "A report on a visit of %(person)s is written by %(person)s or a leader.",
                    person=visit.user_id.name,
                )
            )
