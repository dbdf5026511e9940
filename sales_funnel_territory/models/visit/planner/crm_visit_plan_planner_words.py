from odoo import api, models


class CrmVisitPlan(models.Model):
    """Broken limits as sentences: what is wrong, and by how much."""

    _inherit = "crm.visit.plan"

    @api.model
    def _planner_sentences(self, check, works, stops):
        """Return (sentences on the day, {visit id: sentences})."""
        names = self._planner_names(stops)
        of_day, of_visits = [], {}
        if stops and not works.spells:
            of_day.append(self.env._("No working hours on this day."))
        for breach in check.breaches:
            words = self._planner_sentence(breach, names)
            if breach.key is None:
                of_day.append(words)
            else:
                of_visits.setdefault(breach.key, []).append(words)
        return of_day, of_visits

    @api.model
    def _planner_names(self, stops):
        visits = self.env["crm.visit"].browse(stop.key for stop in stops if stop.key > 0)
        return {visit.id: visit.display_name for visit in visits}

    @api.model
    def _planner_sentence(self, breach, names):
        minutes = self._planner_duration(breach.excess)
        other = names.get(breach.other, "")
        say = {
            "overlap": self._planner_say_overlap,
            "late": self._planner_say_late,
            "early_start": self._planner_say_early,
            "late_end": self._planner_say_end,
            "busy": self._planner_say_busy,
            "closed": self._planner_say_closed,
            "window": self._planner_say_window,
            "longest": self._planner_say_longest,
            "most_visits": self._planner_say_most,
        }
        return say[breach.limit](breach, minutes, other)

    @api.model
    def _planner_duration(self, seconds):
        minutes = -(-seconds // 60)
        if minutes < 90:
            return self.env._("%(minutes)s min", minutes=minutes)
        hours, rest = divmod(minutes, 60)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)

    @api.model
    def _planner_say_overlap(self, _breach, minutes, other):
        return self.env._("Begins %(time)s before %(other)s ends.", time=minutes, other=other)

    @api.model
    def _planner_say_late(self, _breach, minutes, other):
        return self.env._(
            "You would be %(time)s late: the way from %(other)s takes longer.",
            time=minutes,
            other=other,
        )

    @api.model
    def _planner_say_early(self, _breach, minutes, _other):
        return self.env._("You leave %(time)s before the day begins.", time=minutes)

    @api.model
    def _planner_say_end(self, _breach, minutes, _other):
        return self.env._("You are back %(time)s after the day ends.", time=minutes)

    @api.model
    def _planner_say_busy(self, _breach, _minutes, _other):
        return self.env._("Not free then: a break, or something else in the calendar.")

    @api.model
    def _planner_say_closed(self, _breach, _minutes, _other):
        return self.env._("The customer receives nobody on this day.")

    @api.model
    def _planner_say_window(self, _breach, _minutes, _other):
        return self.env._("Outside the hours in which the customer receives.")

    @api.model
    def _planner_say_longest(self, _breach, minutes, _other):
        return self.env._("The day is %(time)s longer than the longest day wanted.", time=minutes)

    @api.model
    def _planner_say_most(self, breach, _minutes, _other):
        return self.env._("%(count)s visits more than wanted a day.", count=breach.excess)
