from odoo import fields, models
from odoo.exceptions import UserError

from .crm_visit_plan import SECONDS

MOST_DAYS = 31
TOGETHER = 20.0  # seconds that somebody waits for all of them


class CrmVisit(models.Model):
    """Best Order: the days of visits that are looked at, each in its best order."""

    _inherit = "crm.visit"

    def action_best_order(self):
        """Put the days of these visits in their best order, and tell what that saves.

        Days that are over stay as they were.
        """
        days = self._get_days_ahead()
        if len(days) > MOST_DAYS:
            raise UserError(
                self.env._(
                    "These visits are on %(count)s days. Choose visits of at most %(most)s days.",
                    count=len(days),
                    most=MOST_DAYS,
                )
            )
        seconds = min(SECONDS, TOGETHER / len(days))
        Plan = self.env["crm.visit.plan"].with_context(visit_order_seconds=seconds)
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

    def _get_days_ahead(self):
        """Return (person, day) of these visits in order, those of today and later."""
        Plan = self.env["crm.visit.plan"]
        timed = self.filtered("start")
        if not timed:
            raise UserError(self.env._("None of these visits has a time yet: plan them first."))
        days = set()
        for user, visits in timed.grouped("user_id").items():
            frame = Plan._planner_frame(user)
            today = frame.to_local(fields.Datetime.now())[0]
            own = {frame.to_local(visit.start)[0] for visit in visits}
            days |= {(user, day) for day in own if day >= today}
        if not days:
            raise UserError(self.env._("The days of these visits are over. Choose later ones."))
        return sorted(days, key=lambda one: (one[1], one[0].id))
