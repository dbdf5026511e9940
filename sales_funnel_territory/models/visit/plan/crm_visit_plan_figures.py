from odoo import models
from odoo.fields import Domain

_UNPLANNED = ("proposed", "cancelled")


class CrmVisitPlan(models.Model):
    """What a week comes to after its visits have changed by other ways than a search."""

    _inherit = "crm.visit.plan"

    def _recount(self):
        """Write what weeks come to now; months and quarters say what their search has found."""
        for plan in self.filtered(lambda one: one.kind == "week"):
            # sudo: what a plan keeps of itself is written by ourselves alone
            plan.sudo().write(plan._count_figures())

    def _get_figures(self):
        """Return what the plan comes to, as its paper says it."""
        names = ("planned_count", "unserved_count", "planned_hours", "travel_km")
        kept = {name: self[name] for name in names}
        return kept | (self._count_figures() if self.kind == "week" else {})

    def _count_figures(self):
        visits = self._find_planned()
        unserved = len(self.shortfall_ids)
        return {
            "planned_count": len(visits),
            "unserved_count": unserved,
            "due_count": len(visits) + unserved,
            "planned_hours": sum(one.duration + one.travel_minutes / 60 for one in visits),
            "travel_km": sum(visits.mapped("travel_km")),
        }

    def _find_planned(self):
        """Return the visits of the week: those of the plan, and appointments of these days."""
        # sudo: visits of the person whose plan one may read
        return (
            self.env["crm.visit"]
            .sudo()
            .search(
                Domain("user_id", "=", self.user_id.id)
                & Domain("start", "!=", False)
                & Domain("partner_id", "!=", False)
                & Domain("state", "not in", _UNPLANNED)
                & (
                    Domain("plan_id", "=", self.id)
                    | Domain("window_from", ">=", self.date_from)
                    & Domain("window_from", "<=", self.date_to)
                )
            )
        )
