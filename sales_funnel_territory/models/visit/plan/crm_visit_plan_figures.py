from odoo import models
from odoo.fields import Domain

_UNPLANNED = ("proposed", "cancelled")


class CrmVisitPlan(models.Model):
    """What a week comes to after its visits have changed by other ways than a search."""

    _inherit = "crm.visit.plan"

    def _recount(self):
        """Write what weeks come to now; months and quarters say what their search has found."""
        for plan in self.filtered(lambda one: one.kind == "week"):
            plan.invalidate_recordset(["shortfall_ids"])
            # sudo: what a plan keeps of itself is written by ourselves alone
            plan.sudo().write(plan._count_figures(plan._find_counted()))

    def _find_counted(self):
        """Return what a search counts, too: the plan's own visits, and appointments ahead."""
        now = self.env.cr.now()
        return self._find_in_days().filtered(lambda one: one.plan_id == self or one.stop > now)

    def _count_figures(self, visits):
        """Return what the plan comes to with these visits."""
        # sudo: the figures are everybody's, so they count what a reader may not see, too
        unserved = len(self.sudo().shortfall_ids)
        return {
            "planned_count": len(visits),
            "unserved_count": unserved,
            "due_count": len(visits) + unserved,
            "planned_hours": sum(one.duration + one.travel_minutes / 60 for one in visits),
            "travel_km": sum(visits.mapped("travel_km")),
        }

    def _find_in_days(self):
        """Return all visits of the person in these days that have a time, of whatever plan."""
        self.check_access("read")
        # sudo: visits of the person whose plan one may read
        return (
            self.env["crm.visit"]
            .sudo()
            .search(
                Domain("user_id", "=", self.user_id.id)
                & Domain("start", "!=", False)
                & Domain("partner_id", "!=", False)
                & Domain("state", "not in", _UNPLANNED)
                & Domain("window_from", ">=", self.date_from)
                & Domain("window_from", "<=", self.date_to)
            )
        )
