from datetime import timedelta

from odoo import api, fields, models

from .crm_visit import OPEN_STATES
from .crm_visit_follow import _AHEAD

_WATCHED = frozenset(
    {
        "start",
        "stop",
        "start_date",
        "stop_date",
        "duration",
        "allday",
        "active",
        "partner_ids",
        "attendee_ids",
        "user_id",
        "opportunity_id",
        "privacy",
    }
)
_REACH = timedelta(days=4)  # a meeting moved so far is still the same visit
SALES = "sales_team.group_sale_salesman"


class CalendarEvent(models.Model):
    """A meeting with people of a customer, or on an opportunity, is a fixed visit."""

    _inherit = "calendar.event"

    visit_ids = fields.One2many(
        "crm.visit", "event_id", string="Visits", groups="sales_team.group_sale_salesman"
    )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._note_for_visits()
        return events

    def write(self, vals):
        watched = not _WATCHED.isdisjoint(vals)
        result = super().write(vals)
        if watched:
            self._note_for_visits()
        return result

    def unlink(self):
        visits = self.env["crm.visit"]
        if not self.env.context.get("is_visit_pushed"):
            # sudo: whose visits lose their event
            visits = visits.sudo().search([("event_id", "in", self.ids)])
        result = super().unlink()
        visits.invalidate_recordset(["event_id"])
        lost = visits.exists().filtered(lambda visit: not visit.event_id)
        if lost:
            self.env["crm.visit"]._note_events(visit_ids=lost.ids)
        return result

    def _note_for_visits(self):
        if self and not self.env.context.get("is_visit_pushed"):
            self.env["crm.visit"]._note_events(self.ids)

    def _get_activity_excluded_models(self):
        """The event of a visit is no activity on it."""
        return [*super()._get_activity_excluded_models(), "crm.visit"]

    def action_open_visit(self):
        """Open the visit whose event this is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.visit",
            "res_id": self.visit_ids[:1].id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------ who is busy

    @api.model
    def _find_busy(self, people, start, stop):
        """Return the busy events of people that overlap with a time."""
        return self.search(
            [
                ("start", "<", stop),
                ("stop", ">", start),
                ("show_as", "=", "busy"),
                ("partner_ids", "in", people.partner_id.ids),
            ],
            order="start",
        )

    def _get_name_for(self, user):
        """Return what somebody may know of an event."""
        if self._is_private() and user.partner_id not in self.partner_ids:
            return self.env._("busy")
        return self.name

    def _is_private(self):
        return (self.privacy or self.user_id.calendar_default_privacy) == "private"

    def _is_kept_elsewhere(self):
        """Tell whether Google or Outlook has it too: they write to its guests on their own."""
        names = ("google_id", "microsoft_id")  # of modules that need not be there
        return any(name in self._fields and self[name] for name in names)

    # ------------------------------------------------------------------ meetings are visits

    def _become_visits(self, lost):
        """Give each meeting with a customer its visit: one that waits for it, or a new one.

        :param lost: visits whose event has just gone; a moved meeting may be theirs
        :return: the visits
        """
        Visit = self.env["crm.visit"]
        found, values = Visit, []
        for event in self.filtered(lambda one: one._is_appointment()):
            customer = event._get_visited_customer()
            known = event._find_visit(customer, lost - found)
            if known:
                known._take_event(event)
                found |= known
            elif customer:
                values.append(event._prepare_visit(customer))
        return found | Visit.create(values)

    def _is_appointment(self):
        """Tell whether this event can be a visit: of somebody in sales, ahead, not private."""
        now = self.env.cr.now()
        return bool(
            self.active
            and now < self.stop
            and self.start <= now + _AHEAD
            and self._get_visit_hours()
            and self.user_id
            and self.user_id.has_group(SALES)
            and not self._is_private()
            and not self._is_declined()
        )

    def _get_visit_hours(self):
        """Return how long a visit at this time takes; 0 for whole days and longer."""
        if self.allday or not (self.start and self.stop):
            return 0
        hours = (self.stop - self.start).total_seconds() / 3600
        return hours if 0 < hours <= 24 else 0

    def _is_declined(self):
        """Tell whether the person himself has declined."""
        own = self.attendee_ids.filtered(lambda one: one.partner_id == self.user_id.partner_id)
        return "declined" in own.mapped("state")

    def _get_visited_customer(self):
        """Return the customer of the opportunity, else of the first guest who has one."""
        people = self.opportunity_id.partner_id | self.partner_ids
        customers = people.commercial_partner_id
        return customers.filtered("is_sales_customer")[:1]

    def _find_visit(self, customer, lost):
        """Return the open visit that this event is: its own, restored, or one of that day."""
        Visit = self.env["crm.visit"]
        if self.res_model == "crm.visit" and self.res_id:
            own = Visit.browse(self.res_id).exists()
            return own.filtered(lambda visit: visit.state in OPEN_STATES and not visit.event_id)
        if not customer:
            return Visit
        day = self.start.date()
        near = Visit.search(
            [
                ("partner_id", "=", customer.id),
                ("user_id", "=", self.user_id.id),
                ("state", "in", OPEN_STATES),
                "|",
                ("event_id", "=", False),
                ("id", "in", lost.ids),
                ("window_from", "<=", day + _REACH),
                ("window_to", ">=", day - _REACH),
            ]
        )
        near = near.filtered(lambda visit: visit in lost or visit._may_be_on(self.start))
        return near.sorted(lambda visit: abs((visit.start or self.start) - self.start))[:1]

    def _prepare_visit(self, customer):
        family = self.partner_ids.filtered(lambda one: one.commercial_partner_id == customer)
        colleagues = self.partner_ids.user_ids.filtered(lambda user: not user.share)
        return {
            "partner_id": customer.id,
            "contact_ids": [fields.Command.set((family - customer).ids)],
            "user_id": self.user_id.id,
            "companion_ids": [fields.Command.set((colleagues - self.user_id).ids)],
            "start": self.start,
            "duration": self._get_visit_hours(),
            "state": "confirmed",
            "origin": "appointment",
            "purpose": self.name,
            "opportunity_ids": [fields.Command.set(self.opportunity_id.ids)],
            "work_kind": self.opportunity_id.stage_id.work_kind,
            "is_frozen": True,
            "event_id": self.id,
            "company_id": self.user_id.company_id.id,
        }
