from odoo import models
from odoo.exceptions import UserError


class CrmVisit(models.Model):
    """Best Order: the days of visits that are looked at, each in its best order."""

    _inherit = "crm.visit"

    def action_best_order(self):
        """Put the days of these visits in their best order, and tell what that saves."""
        Plan = self.env["crm.visit.plan"]
        days = {
            (visit.user_id, Plan._planner_frame(visit.user_id).to_local(visit.start)[0])
            for visit in self
            if visit.start
        }
        if not days:
            raise UserError(self.env._("None of these visits has a time yet: plan them first."))
        days = sorted(days, key=lambda one: (one[1], one[0].id))
        sentences = [Plan.order_visit_day(day, user.id)["sentence"] for user, day in days]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
