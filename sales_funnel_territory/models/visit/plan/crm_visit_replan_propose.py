from odoo import api, models

from ....planning.visits.due.agenda import moment_of
from ....planning.visits.limits import Limits
from ....planning.visits.replan.replan import replan
from ....tools.day_words import day_words

# A proposal is looked at by somebody who waits for it.
LIMITS = Limits(iterations=1500, seconds=4.0)


class CrmVisitReplan(models.Model):
    """What would change, worked out and written line by line, each with its reason."""

    _inherit = "crm.visit.replan"

    @api.model
    def _propose(self, plan, kind, day=False, visit=None, new=None, colleague=None):
        """Return what would change in a plan.

        :param day: that is not worked
        :param visit: that does not take place
        :param new: visits that have to find a place
        :param colleague: whose visits these are, if they are taken over
        """
        visit, new = visit or self.env["crm.visit"], new or self.env["crm.visit"]
        # sudo: rows of proposals are written by ourselves alone
        proposal = self.sudo().create(
            {
                "plan_id": plan.id,
                "kind": kind,
                "day": day,
                "visit_id": (visit or new)[:1].id,
                "colleague_id": colleague and colleague.id,
            }
        )
        now, found = proposal._work_out(plan, visit, new)
        proposal._keep(now, found)
        if kind == "taken_over":
            proposal._keep_taken_over(new, now.assembled, found)
        return proposal.sudo(False)

    def _work_out(self, plan, visit, new, kept=None):
        """Return (StandingPlan, Replan): the plan in force, and what would change in it.

        :param kept: half-days of a week that stay free, if not as many as usual
        """
        now = plan._prepare_standing(new, kept)
        changes = list(plan._get_changes(now.assembled, self.day, visit, new))
        return now, replan(now.assembled.problem, now.solution, changes, LIMITS, plan.seed)

    def _keep(self, now, found):
        """Write what would change."""
        self.write(self._prepare_found(now, found))
        self._write_lines(now.assembled, found, now.used)

    def _prepare_found(self, now, found):
        return {
            "travel_before": round(found.travel_before / 60),
            "travel_after": round(found.travel_after / 60),
            "stays_count": len(now.solution.planned)
            - sum(line.before is not None for line in found.lines),
        }

    def _write_lines(self, assembled, found, used):
        zone = self.plan_id.user_id._get_clock()
        planned = {one.key: one for one in found.solution.planned}

        def moment(at):
            return at and moment_of(found.problem.days[at[0]].date, at[1], zone)

        self.env["crm.visit.replan.line"].create(
            [
                {
                    "replan_id": self.id,
                    "visit_id": assembled.sources[line.key].id,
                    "change": line.kind,
                    "before": moment(line.before),
                    "after": moment(line.after),
                    "cause": _get_cause(line),
                    "reason": self._get_reason(line, assembled, _half_used(line, found, used)),
                    "sequence": planned[line.key].order + 1 if line.key in planned else 0,
                    "travel_minutes": round(planned[line.key].travel_seconds / 60)
                    if line.key in planned
                    else 0,
                    "travel_km": planned[line.key].travel_metres / 1000
                    if line.key in planned
                    else 0,
                }
                for line in found.lines
                if assembled.sources[line.key].id > 0
            ]
        )

    def _get_reason(self, line, assembled, half_day):
        """Return in words why a visit changes.

        :param half_day: the day whose free half it uses, if it does
        """
        reasons = {
            "day_off": self.env._("Its day is off."),
            "day_shorter": self.env._("It does not fit into what is left of its day."),
            "cancelled": self.env._("It does not take place."),
            "urgent": self.env._("It is new."),
            "makes_room": self.env._("It makes room for another visit."),
            "gives_way": self.env._("Others matter more."),
            "neighbours": self.env._("Visits around it have changed."),
            "room": self.env._("There is time for it now."),
            "better": self.env._("It fits better there now."),
        }
        words = [reasons[line.reason]]
        other = assembled.sources.get(line.other) if line.other is not None else None
        if other and other.id > 0:
            visit = self.env["crm.visit"].browse(other.id)
            words = [self.env._("It makes room for %(visit)s.", visit=visit.display_name)]
        elif line.reason == "urgent" and self.colleague_id:
            words = [self.env._("Taken over from %(person)s.", person=self.colleague_id.name)]
        if line.cause:
            words.append(self._get_cause_words(line, assembled))
        if half_day:
            day = day_words(self.env, half_day)
            words.append(self.env._("It uses the free half-day of %(day)s.", day=day))
        return " ".join(words)

    def _get_cause_words(self, line, assembled):
        """Return why a visit finds no other time."""
        source = assembled.sources[line.key]
        route = source.id > 0 and self.env["crm.visit"].browse(source.id).route_id
        if route and _get_cause(line) == "no_hours":
            return self.env._(
                "The fixed route %(route)s goes on that day alone.", route=route.display_name
            )
        causes = self.env["crm.visit.shortfall"]._fields["cause"]
        cause = dict(causes._description_selection(self.env))[_get_cause(line)]
        return self.env._("%(cause)s.", cause=cause)


def _half_used(line, found, used):
    """Return the day whose half, left free until now, a visit uses."""
    if not line.after:
        return False
    number, start = line.after
    day = found.problem.days[number].date
    half = used.get(day)
    return day if half and half.start <= start < half.end else False


def _get_cause(line):
    """Return why a visit finds no other time: where its only day is off, no customer is closed."""
    if line.cause == "closed" and line.reason in ("day_off", "day_shorter"):
        return "no_hours"
    return line.cause
