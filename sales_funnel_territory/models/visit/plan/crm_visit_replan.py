from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning.visits.due.agenda import moment_of
from ....planning.visits.limits import Limits
from ....planning.visits.replan.replan import replan
from ....tools.day_words import date_words, day_words

KINDS = [
    ("day_off", "Day Off"),
    ("cancelled", "Visit Cancelled"),
    ("urgent", "Urgent Visit"),
    ("taken_over", "Taken Over"),
]
STATES = [("proposed", "Proposed"), ("applied", "Applied"), ("left", "Left As It Is")]
_NO_VISITS = ("customer", "funnel")  # what a plan may leave out and is no visit yet
_BY_HAND = ("enters_leave", "line_ids")
# A proposal is looked at by somebody who waits for it.
LIMITS = Limits(iterations=1500, seconds=4.0)


class CrmVisitReplan(models.Model):
    """Something has happened to a plan in force: what would change, with the reason of each change.

    It is taken as a whole or line by line, or the plan is left as it is.
    """

    _name = "crm.visit.replan"
    _description = "Change of a Visit Plan"
    _order = "id desc"

    plan_id = fields.Many2one(
        "crm.visit.plan", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="plan_id.user_id")
    company_id = fields.Many2one(related="plan_id.company_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    day = fields.Date(readonly=True)
    visit_id = fields.Many2one("crm.visit", readonly=True, ondelete="set null", index=True)
    state = fields.Selection(STATES, required=True, default="proposed", readonly=True)
    line_ids = fields.One2many("crm.visit.replan.line", "replan_id", "Changes")
    travel_before = fields.Integer("Travel Before (Minutes)", readonly=True)
    travel_after = fields.Integer("Travel After (Minutes)", readonly=True)
    stays_count = fields.Integer("Stay As They Are", readonly=True)
    headline = fields.Char(compute="_compute_headline")
    enters_leave = fields.Boolean(
        "Enter the Day as Time Off",
        default=True,
        help="So that no other plan takes the day, and colleagues see it.",
    )

    @api.depends("kind", "day", "visit_id", "plan_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one._get_event()

    def _get_event(self):
        """Return in words what has happened, to whose plan.

        >>> proposal._get_event()
        "Anna Berg: Tuesday, 1 December falls out"
        """
        # sudo: the names of a colleague and of whom he visits, as the plan shows them
        change = self.sudo()
        visit = change.visit_id.display_name or self.env._("A visit")
        if self.kind == "day_off" and self.day:
            day = date_words(self.env, self.day, "EEEE, d MMMM")
            what = self.env._("%(day)s falls out", day=day)
        elif self.kind == "cancelled":
            what = self.env._("%(visit)s does not take place", visit=visit)
        elif self.kind == "urgent":
            what = self.env._("%(visit)s cannot wait", visit=visit)
        else:
            what = self.env._("Visits of a colleague are taken over")
        person = change.plan_id.user_id.name
        return self.env._("%(person)s: %(event)s", person=person, event=what)

    @api.depends("line_ids.change", "stays_count")
    @api.depends_context("lang")
    def _compute_headline(self):
        for one in self:
            one.headline = one._get_headline()

    def _get_headline(self):
        changes = self.line_ids.mapped("change")
        if not changes:
            return self.env._("Nothing else has to change: all other visits stay as they are.")
        return self.env._(
            "%(moved)s moved, %(dropped)s dropped, %(added)s added; %(stay)s stay as they are.",
            moved=changes.count("moved") + changes.count("retimed"),
            dropped=changes.count("dropped"),
            added=changes.count("added"),
            stay=self.stays_count,
        )

    def write(self, vals):
        """People say whether the day is entered; all else is what was proposed."""
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name in _BY_HAND}
        return super().write(vals)

    # ------------------------------------------------------------------ proposing

    @api.model
    def _propose(self, plan, kind, day=False, visit=None, new=None):
        """Return what would change in a plan.

        :param day: that is not worked
        :param visit: that does not take place
        :param new: visits that have to find a place
        """
        visit, new = visit or self.env["crm.visit"], new or self.env["crm.visit"]
        # sudo: rows of proposals are written by ourselves alone
        proposal = self.sudo().create(
            {"plan_id": plan.id, "kind": kind, "day": day, "visit_id": (visit or new)[:1].id}
        )
        now, found = proposal._work_out(plan, visit, new)
        proposal._keep(now, found)
        if kind == "taken_over":
            proposal._write_unplaced(new, now.assembled, found)
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

    def _write_unplaced(self, visits, assembled, found):
        """Tell whoever takes visits over which of them find no time, and why."""
        left = [(assembled.sources[one.key], one.cause) for one in found.solution.unserved]
        left += [(one.source, one.cause) for one in assembled.refused if one.source]
        causes = {source.id: cause for source, cause in left if source.kind not in _NO_VISITS}
        words = dict(self.line_ids._fields["cause"]._description_selection(self.env))
        self.env["crm.visit.replan.line"].create(
            [
                {
                    "replan_id": self.id,
                    "visit_id": visit.id,
                    "change": "dropped",
                    "cause": cause,
                    "reason": f"{words[cause]}.",
                }
                for visit in visits - self.line_ids.visit_id
                if not visit.start
                for cause in [causes.get(visit.id, "full")]
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
        return f"{dict(causes._description_selection(self.env))[_get_cause(line)]}."

    # ------------------------------------------------------------------ deciding

    def action_apply(self):
        """Take over the accepted lines; frozen visits are never among them."""
        for one in self:
            one._check_open()
            one.line_ids.filtered("is_accepted")._apply()
            if one.kind == "day_off" and one.enters_leave:
                one.user_id._enter_day_off(one.day)
            # sudo: as in _propose
            one.sudo().state = "applied"
        refusals = self.line_ids.filtered("refusal").mapped("refusal")
        return self._tell_refusals(refusals) if refusals else True

    @api.model
    def _tell_refusals(self, sentences):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_leave(self):
        """Leave the plan as it is."""
        for one in self:
            one._check_open()
            one.sudo().state = "left"  # sudo: as in _propose
        return True

    def _check_open(self):
        self.ensure_one()
        self.plan_id.check_access("write")
        if self.state != "proposed":
            raise UserError(
                self.env._(
                    "%(change)s was decided on already. Ask for a new proposal.",
                    change=self.display_name,
                )
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }


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
