from odoo import api, fields, models
from odoo.tools import format_date

from ....planning.visits.due.occurrences import first_dues

NAMED = 3  # of those in no plan; the sentence counts all of them


class CrmVisitPlan(models.Model):
    """What is not as it should be: kept as facts, said in the language of whoever reads it."""

    _inherit = "crm.visit.plan"

    remark_facts = fields.Json(readonly=True, copy=False)
    remarks = fields.Text(compute="_compute_remarks", help="What is not as it should be.")

    @api.depends("remark_facts", "user_id")
    @api.depends_context("lang")
    def _compute_remarks(self):
        for plan in self:
            facts = plan.remark_facts or []
            plan.remarks = "\n".join(plan._get_remark_sentence(one) for one in facts)

    def _find_remarks(self, demand, matrix, statuses):
        """Return a fact for everything that is not as it should be.

        :param statuses: of the customers this person visits

        >>> plan._find_remarks(demand, matrix, statuses)
        [{"kind": "no_position", "place": "Hansa Office"}]
        """
        facts = []
        start = self._get_ends()[0]
        if not (start.sudo().partner_latitude or start.sudo().partner_longitude):  # sudo: as there
            facts.append({"kind": "no_position", "place": start.display_name})
        if not demand.days:
            first, last = map(fields.Date.to_string, (demand.first, demand.last))
            facts.append({"kind": "no_hours", "first": first, "last": last})
        if not (demand.customers or demand.singles or demand.deals or demand.appointments):
            facts.append({"kind": "no_customers"})
        facts += self._find_without_frequency(statuses) if demand.customers else []
        facts += self._find_spread(demand)
        if matrix.failure:
            facts.append({"kind": "estimated", **self.env["crm.travel"]._get_failure(matrix)})
        return facts

    def _find_without_frequency(self, statuses):
        """Tell who is in no plan, for nobody has said how often he is visited."""
        without = statuses.filtered(
            lambda one: not (one.visit_number or one.class_id.visit_number)
        ).partner_id
        names = without[:NAMED].mapped("display_name")
        fact = {"kind": "no_frequency", "count": len(without), "names": names}
        return [fact] if without else []

    def _find_spread(self, demand):
        """Tell whose first visit lies beyond this plan: they look due, and stand nowhere in it."""
        never = [one for one in demand.customers if one.last is None and not one.planned]
        starts = first_dues(demand.customers, demand.first)
        later = [one for one in never if starts[one.id] > demand.last]
        return [{"kind": "spread", "count": len(never), "later": len(later)}] if later else []

    def _get_remark_sentence(self, fact):
        person = self.user_id.sudo().name  # sudo: a colleague's name
        if fact["kind"] == "no_position":
            return self.env._(
                "%(person)s: %(place)s, where the days begin, has no position on the map. "
                "Days are planned from amid the customers; give it a position, or choose "
                "another start.",
                person=person,
                place=fact["place"],
            )
        if fact["kind"] == "no_hours":
            return self.env._(
                "%(person)s has no working hours between %(first)s and %(last)s. Look at the "
                "working hours, leaves and free half-days.",
                person=person,
                first=format_date(self.env, fact["first"]),
                last=format_date(self.env, fact["last"]),
            )
        if fact["kind"] == "no_customers":
            return self.env._(
                "%(person)s has no customers with a visit frequency. Set one on the customer "
                "classes, or on customers.",
                person=person,
            )
        if fact["kind"] == "no_frequency":
            return self._get_frequency_sentence(fact)
        if fact["kind"] == "spread" and fact["count"] == 1:
            return self.env._(
                "One customer was never visited, and comes after this plan. To see him sooner, "
                "drag him into a day of the planner."
            )
        if fact["kind"] == "spread":
            return self.env._(
                "%(count)s customers were never visited. So that they do not all come at once, "
                "the first visits are spread over the time from one visit to the next: "
                "%(later)s of them come after this plan. To see one sooner, drag him into a day "
                "of the planner.",
                count=fact["count"],
                later=fact["later"],
            )
        if fact["kind"] == "estimated":
            return self.env["crm.travel"]._get_failure_sentence(fact)
        return fact["text"]  # was kept as a text until 19.0.1.8.0

    def _get_frequency_sentence(self, fact):
        names = ", ".join(fact["names"])
        return self.env._(
            "Customers without a visit frequency, who are in no plan: %(count)s (%(names)s). Set "
            "one on the customer, or on his class, if he is to be visited.",
            count=fact["count"],
            names=names if fact["count"] <= len(fact["names"]) else f"{names} ...",
        )
