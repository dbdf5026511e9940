from odoo import fields, models

from ..crm_visit import OPEN_STATES
from ..crm_visit_shortfall import CAUSES

CHANGES = [
    ("moved", "Moved"),
    ("retimed", "Other Time"),
    ("dropped", "Dropped"),
    ("added", "Added"),
]


class CrmVisitReplanLine(models.Model):
    """A visit that would change: from when to when, and why."""

    _name = "crm.visit.replan.line"
    _description = "Changed Visit"
    _order = "replan_id, before, after, id"
    _rec_name = "visit_id"

    replan_id = fields.Many2one(
        "crm.visit.replan", required=True, readonly=True, index=True, ondelete="cascade"
    )
    visit_id = fields.Many2one(
        "crm.visit", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="visit_id.partner_id", string="Customer")
    change = fields.Selection(CHANGES, required=True, readonly=True)
    before = fields.Datetime(readonly=True)
    after = fields.Datetime(readonly=True)
    cause = fields.Selection(CAUSES, readonly=True)
    reason = fields.Char(readonly=True)
    sequence = fields.Integer(readonly=True)
    travel_minutes = fields.Integer(readonly=True)
    travel_km = fields.Float(readonly=True, digits=(16, 1))
    is_accepted = fields.Boolean("Accept", default=True)
    refusal = fields.Char("Not Done", readonly=True, help="Why an accepted line was left out.")
    company_id = fields.Many2one(related="replan_id.company_id")

    def write(self, vals):
        """People tick what they accept; all else is what was proposed."""
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name == "is_accepted"}
        return super().write(vals)

    def _apply(self):
        """Write what was accepted."""
        # sudo: whoever may write the plan changes its visits
        lines = self.sudo()
        for line in lines:
            line.refusal = line._get_obstacle()
        done = lines.filtered(lambda one: not one.refusal)
        for line in done:
            if line.change == "dropped":
                line._drop()
            elif not line._is_there():
                line.visit_id.write(line._prepare_times())
        placed = done.filtered("after").visit_id
        if self.replan_id.plan_id.state == "running":
            placed._publish_events()

    def _is_there(self):
        """Tell whether a visit has its time already: one that was agreed on keeps it."""
        visit = self.visit_id
        return bool(visit.is_frozen and visit.start and visit.start == self.after)

    def _get_obstacle(self):
        """Return why a line cannot be taken over any more, in a sentence; ``False`` if it can."""
        visit, name = self.visit_id, self.visit_id.display_name
        if self._is_there():
            return False
        if visit.user_id != self.replan_id.plan_id.user_id:
            return self.env._(
                "%(visit)s is a visit of %(person)s by now.",
                visit=name,
                person=visit.user_id.name,
            )
        if visit.is_frozen:
            return self.env._("%(visit)s is frozen by now.", visit=name)
        if visit.state not in OPEN_STATES:
            states = dict(visit._fields["state"]._description_selection(self.env))
            return self.env._("%(visit)s: %(state)s.", visit=name, state=states[visit.state])
        if visit.start != self.before:
            return self.env._(
                "%(visit)s was moved since: it stays where it is now. Plan anew for another "
                "proposal.",
                visit=name,
            )
        return False

    def _prepare_times(self):
        plan = self.replan_id.plan_id
        zone = str(plan.user_id._get_clock())
        day = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.after).date()
        values = {
            "start": self.after,
            "window_from": day,
            "window_to": day,
            "state": "planned" if self.visit_id.state == "proposed" else self.visit_id.state,
            "sequence": self.sequence,
            "travel_minutes": self.travel_minutes,
            "travel_km": self.travel_km,
            "reason": self.reason,
        }
        if self.visit_id.plan_id == plan:
            return values
        first, last = self.visit_id._get_wide_window()
        return values | {
            "plan_id": plan.id,
            "upper_plan_id": self.visit_id.plan_id.id,
            "upper_from": first,
            "upper_to": last,
        }

    def _drop(self):
        """A cancelled visit is; another one waits, and is listed as not served."""
        visit, change = self.visit_id, self.replan_id
        if change.kind == "cancelled" and change.visit_id == visit:
            visit.action_cancel()
            return
        self._note_shortfall()
        if visit.upper_plan_id:
            visit._return_to_upper()
        else:
            plan = change.plan_id
            visit.write(
                {
                    "start": False,
                    "state": "proposed",
                    "window_from": plan.date_from,
                    "window_to": plan.date_to,
                    "reason": self.reason,
                }
            )

    def _note_shortfall(self):
        """List the visit as not served, once: it may have stood there before."""
        visit, plan = self.visit_id, self.replan_id.plan_id
        values = {"cause": self.cause or "full", "due_on": visit.target_on}
        Shortfall = self.env["crm.visit.shortfall"]
        known = Shortfall.search([("plan_id", "=", plan.id), ("visit_id", "=", visit.id)], limit=1)
        if known:
            known.write(values)
            return
        Shortfall.create(
            {
                **values,
                "plan_id": plan.id,
                "partner_id": visit.partner_id.id,
                "visit_id": visit.id,
                "duration": visit.duration,
            }
        )
