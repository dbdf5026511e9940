from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.kept_fields import without_defaults

# from a state to those that may follow it
FOLLOWING = {
    "proposed": ("planned", "confirmed", "under_way", "done", "cancelled"),
    "planned": ("proposed", "confirmed", "under_way", "done", "missed", "cancelled"),
    "confirmed": ("planned", "under_way", "done", "missed", "cancelled"),
    "under_way": ("planned", "done", "missed"),
    "done": ("planned",),
    "missed": ("planned", "done"),
    "cancelled": ("planned",),
}
# what only buttons, plans and the calendar write
KEPT = frozenset(
    {
        "origin",
        "checked_in_on",
        "checked_out_on",
        "travel_minutes",
        "travel_km",
        "reason",
        "missed_reason",
        "event_id",
        "is_event_lost",
        "plan_id",
        "is_generated",
        "upper_plan_id",
        "upper_from",
        "upper_to",
        "route_id",
        "route_day",
        "route_start",
    }
)


class CrmVisit(models.Model):
    """The life of a visit: planned, confirmed, checked in, checked out; or missed, cancelled.

    A visit whose time has passed stays planned until its person says what became of it.
    """

    _inherit = "crm.visit"

    spent_hours = fields.Float(
        "Hours Spent",
        compute="_compute_spent_hours",
        store=True,
        help="From check-in to check-out; where nobody checked in, the hours planned.",
    )
    is_to_report = fields.Boolean(
        "To Report",
        compute="_compute_is_to_report",
        search="_search_is_to_report",
        help="Its time has passed and nobody has said yet whether it was done or missed.",
    )
    may_decide = fields.Boolean(compute="_compute_may_decide")

    # ------------------------------------------------------------------ computes

    @api.depends("state", "checked_in_on", "checked_out_on", "duration")
    def _compute_spent_hours(self):
        for visit in self:
            came, left = visit.checked_in_on, visit.checked_out_on
            if visit.state != "done":
                visit.spent_hours = 0
            elif came and left:
                visit.spent_hours = (left - came).total_seconds() / 3600
            else:
                visit.spent_hours = visit.duration

    @api.depends("state", "stop")
    def _compute_is_to_report(self):
        now = self.env.cr.now()
        for visit in self:
            is_open = visit.state in ("planned", "confirmed")
            visit.is_to_report = is_open and bool(visit.stop) and visit.stop < now

    def _search_is_to_report(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("state", "in", ("planned", "confirmed")), ("stop", "<", self.env.cr.now())]

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for visit in self:
            visit.may_decide = self.env.user._is_visit_decider(visit.user_id)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        kept = KEPT | {"state"}
        vals_list = [
            {
                **{name: value for name, value in vals.items() if name not in kept},
                "state": "planned" if vals.get("start") else "proposed",
            }
            for vals in vals_list
        ]
        return super(CrmVisit, without_defaults(self, kept)).create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if not KEPT.isdisjoint(vals):
            name = next(iter(KEPT & vals.keys()))
            raise AccessError(
                self.env._(
                    "“%(field)s” of a visit is not written by hand: use its buttons.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
        if vals.get("user_id"):
            self._check_given_to(self.env["res.users"].browse(vals["user_id"]))
        vals = dict(vals)
        state = vals.pop("state", None)
        result = super().write(vals) if vals else True
        if state:
            self._turn(state)
        return result

    def _check_given_to(self, person):
        if person != self.user_id and not self.env.user._is_visit_decider(person):
            raise AccessError(
                self.env._(
                    "Visits of %(person)s are given by %(person)s or a leader: ask one of them.",
                    person=person.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_what_happened(self):
        if self.env.su:
            return
        for visit in self.filtered(lambda one: one.state in ("under_way", "done", "missed")):
            raise UserError(
                self.env._(
                    "The visit “%(visit)s” has happened, or should have: archive it rather than "
                    "delete it.",
                    visit=visit.display_name,
                )
            )

    # ------------------------------------------------------------------ from state to state

    def _turn(self, state, **values):
        """Bring visits to another state, if it may follow the one they have.

        :raises UserError: naming the visit and what can be done with it
        """
        self.check_access("write")
        visits = self.filtered(lambda one: one.state != state or values)
        for visit in visits:
            visit._check_turn(state, values)
        if state == "planned":
            values = {
                "checked_in_on": False,
                "checked_out_on": False,
                "missed_reason": False,
                **values,
            }
        # sudo: the write access was checked; how states follow each other, too
        if state in ("done", "missed", "cancelled"):
            visits.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        visits.sudo().write({"state": state, **values})
        return True

    def _check_turn(self, state, values):
        if state not in FOLLOWING[self.state] and state != self.state:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The visit “%(visit)s” is “%(now)s” and cannot become “%(then)s”: plan it "
                    "again first.",
                    visit=self.display_name,
                    now=states[self.state],
                    then=states[state],
                )
            )
        if state == "missed" and not values.get("missed_reason"):
            raise UserError(
                self.env._(
                    "Why was the visit “%(visit)s” missed? Say it with the button Missed.",
                    visit=self.display_name,
                )
            )
        if state in ("confirmed", "done", "missed") and not (self.start or values.get("start")):
            raise UserError(
                self.env._(
                    "The visit “%(visit)s” has no time yet: set its start first.",
                    visit=self.display_name,
                )
            )
        # who has checked in is there, also before the time that was agreed
        is_there = self.state == "under_way"
        if state == "done" and not is_there and self.start and self.start > self.env.cr.now():
            raise UserError(
                self.env._(
                    "The visit “%(visit)s” still lies ahead: check in there, or move it to the "
                    "time at which it was.",
                    visit=self.display_name,
                )
            )

    # ------------------------------------------------------------------ actions

    def action_plan(self):
        """Plan a proposed visit, or put it back to planned."""
        return self._turn("planned")

    def action_confirm(self):
        """Note that the customer expects the visit; it goes into the calendar."""
        self._turn("confirmed")
        self._publish_events()
        return True

    def action_done(self):
        """Report visits as done whose time has passed."""
        return self._turn("done")

    def action_cancel(self):
        """Cancel visits; their events leave the calendar, and nobody is mailed."""
        return self._turn("cancelled")

    def _plan_again(self, start):
        """Plan what a visit was for once more, at another time; the former one stays as it was.

        :return: the new visit
        """
        self.ensure_one()
        kept = ("partner_id", "user_id", "company_id", "duration")
        kept += ("work_kind", "purpose", "priority")
        values = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in (*kept, "contact_ids", "companion_ids", "opportunity_ids")
        }
        return self.create({**values, "start": start})

    @api.model
    def _get_list_action(self, domain, context):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_visit_action_all"
        )
        return {**action, "domain": domain, "context": context}

    # ------------------------------------------------------------------ what planning may move

    def _filter_movable(self):
        """Return the visits that planning may move: still open, not frozen, no appointment."""
        return self.filtered(
            lambda visit: (
                visit.state in ("proposed", "planned")
                and not visit.is_frozen
                and visit.origin != "appointment"
            )
        )
