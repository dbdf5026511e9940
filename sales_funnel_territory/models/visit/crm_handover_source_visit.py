from odoo import api, models

from .crm_visit import OPEN_STATES


class CrmHandoverSourceVisit(models.AbstractModel):
    """Visits that somebody still had to make; meetings stay with who called them."""

    _name = "crm.handover.source.visit"
    _inherit = ["crm.handover.source"]
    _description = "Visits in a Hand-over"

    _handover_model = "crm.visit"
    _handover_sequence = 60
    _handover_kept = ("user_id", "plan_id", "route_id")

    @api.model
    def _get_label(self):
        return self.env._("Visits")

    @api.model
    def _find(self, handover):
        return self.env["crm.visit"].search(
            [
                ("user_id", "=", handover.from_user_id.id),
                ("state", "in", OPEN_STATES),
                ("origin", "!=", "appointment"),
            ]
        )

    @api.model
    def _get_customers(self, records):
        return {visit.id: visit.partner_id for visit in records}

    @api.model
    def _move(self, records, user):
        """What was planned for one person's days is no part of another's plan."""
        # sudo: the hand-over has checked that its user leads both, in whatever team they are by
        # now; plans and routes are written by no hand
        records.sudo().write({"user_id": user.id, "plan_id": False, "route_id": False})

    @api.model
    def _put_back(self, records, before):
        # sudo: as above; a plan that is gone by now stays gone
        plan = self.env["crm.visit.plan"].sudo().browse(before.get("plan_id") or []).exists()
        route = self.env["crm.route"].sudo().browse(before.get("route_id") or []).exists()
        values = {"user_id": before.get("user_id"), "plan_id": plan.id, "route_id": route.id}
        records.sudo().write(values)

    @api.model
    def _log(self, records, sentence):
        # sudo: as above; the author is who hands over
        records.sudo()._message_log_batch(bodies=dict.fromkeys(records.ids, sentence))
