from odoo import api, fields, models

from ....tools.day_words import date_words

_ONE = ("half_days", "drop", "hand_over")


class CrmVisitPlan(models.Model):
    """Whether it fits, in the words of whoever reads it: leader and person may speak others.

    Until 19.0.1.8.0 sentences were kept as well, in the language of whoever had asked. The
    figures beside them are as now, so they are said anew; only on visits that cannot be made at
    all nothing but the sentence was kept.
    """

    _inherit = "crm.visit.plan"

    feasibility_told = fields.Json("Does It Fit", compute="_compute_feasibility_told")

    @api.depends("feasibility")
    @api.depends_context("lang")
    def _compute_feasibility_told(self):
        for plan in self:
            facts = plan.feasibility
            plan.feasibility_told = facts and plan._tell_feasibility(facts)

    def _tell_feasibility(self, facts):
        return facts | {
            "sentence": self._get_verdict_sentence(facts["verdict"], facts["total"]),
            "refused": self._get_refused_sentence(facts.get("refused")),
            "weeks": [self._tell_week(one) for one in facts["weeks"]],
            "ways": [one | {"label": self._get_way_label(one)} for one in facts["ways"]],
        }

    def _get_verdict_sentence(self, verdict, total):
        needed, available = total["needed"], total["available"]
        if verdict == "fits":
            return self.env._(
                "It fits: %(needed)s h of visits and travel in %(available)s h.",
                needed=needed,
                available=available,
            )
        if verdict == "tight":
            return self.env._(
                "It is tight: %(needed)s h of visits and travel in %(available)s h. Some visits "
                "may find no place.",
                needed=needed,
                available=available,
            )
        return self.env._(
            "It does not fit: %(needed)s h of visits and travel, %(available)s h available, "
            "%(missing)s h too few.",
            needed=needed,
            available=available,
            missing=total.get("missing", round(needed - available, 1)),
        )

    def _get_refused_sentence(self, refused):
        """Return why some visits cannot be made however many hours there are, if there are any."""
        if isinstance(refused, str) or not refused:
            return refused or ""
        labels = dict(self.shortfall_ids._fields["cause"]._description_selection(self.env))
        words = (f"{labels[one['cause']]}: {one['visits']}" for one in refused)
        return self.env._(
            "Visits that cannot be made at all: %(count)s (%(causes)s).",
            count=sum(one["visits"] for one in refused),
            causes=", ".join(words),
        )

    def _tell_week(self, week):
        first = fields.Date.to_date(week["first"])
        return week | {"label": date_words(self.env, first, "d MMM")}

    def _get_way_label(self, way):
        number = way["number"]
        if number == 1 and way["way"] in _ONE:
            return self._get_one_label(way["way"])
        if way["way"] == "half_days":
            return self.env._("%(number)s half-days more", number=round(number))
        if way["way"] == "longer_intervals":
            return self.env._("Intervals %(percent)s %% longer", percent=round(100 * (number - 1)))
        if way["way"] == "drop":
            return self.env._("Leave out %(number)s customers", number=round(number))
        return self.env._("Hand over %(number)s customers", number=round(number))

    def _get_one_label(self, way):
        return {
            "half_days": self.env._("One half-day more"),
            "drop": self.env._("Leave out one customer"),
            "hand_over": self.env._("Hand over one customer"),
        }[way]

    @api.model
    def _planner_feasibility(self, plan):
        """Tell the planner what its head shows of the week's plan."""
        told = plan.feasibility_told if plan else None
        return bool(told) and {
            "is_feasible": told["verdict"] != "short",
            "sentence": told["sentence"],
            "plan_id": plan.id,
        }
