from datetime import UTC, timedelta

from odoo import api, models

from ...tools.precommit import collected
from .crm_visit import OPEN_STATES

_CHANGED = "sales_funnel_territory.visit_events"
_AHEAD = timedelta(days=120)  # meetings further ahead become visits as their time comes
_QUIET = {"is_visit_pulled": True, "mail_auto_subscribe_no_notify": True}


class CrmVisit(models.Model):
    """What happens in the calendar happens to the visit: moved, deleted, the customer invited.

    Judged once, as the transaction ends, however the event was changed: by drag, by a write, by
    a calendar that is synchronised.
    """

    _inherit = "crm.visit"

    @api.model
    def _note_events(self, event_ids=(), visit_ids=()):
        """Remember changed events, and visits whose event was deleted."""
        settle = self.browse()._follow_noted_events
        noted = collected(self.env.cr, _CHANGED, settle, dict)
        noted.setdefault("events", set()).update(event_ids)
        noted.setdefault("visits", set()).update(visit_ids)

    def _follow_noted_events(self):
        noted = self.env.cr.precommit.data.pop(_CHANGED, {})
        # sudo: whoever changed the event, the visit is its person's
        visits = self.sudo().with_context(**_QUIET)
        visits._follow_events(noted.get("events", set()), noted.get("visits", set()))

    @api.model
    def _follow_events(self, event_ids, lost_ids=()):
        """Bring visits to what the calendar says about their events.

        :param event_ids: of events that were made or changed
        :param lost_ids: of visits whose event was deleted
        """
        events = self.env["calendar.event"].browse(event_ids).exists()
        visits = self.search([("event_id", "in", events.ids)])
        gone = visits.filtered(lambda visit: not visit.event_id.active)
        lost = gone | self.browse(lost_ids).exists()
        (events - visits.event_id)._become_visits(lost)
        gone.filtered(lambda visit: not visit.event_id.active).event_id = False
        lost.filtered(lambda visit: not visit.event_id)._ask_what_becomes()
        for visit in visits - gone:
            visit._follow_event()

    def _follow_event(self):
        """Follow one event: only a changed time moves the visit."""
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return
        event = self.event_id
        if self.origin == "appointment" and event._is_private():
            self._forget_private()
            return
        hours = event._get_visit_hours()
        if hours and (event.start, event.stop) != (self.start, self.stop):
            self.write({"start": event.start, "duration": hours})
        if self.origin == "appointment" and event.user_id and event.user_id != self.user_id:
            self.user_id = event.user_id
        if not self.is_frozen and self._get_invited():
            self.is_frozen = True

    def _forget_private(self):
        """A meeting that is private by now only blocks time: its title is nobody else's."""
        self.event_id = False  # it stays in the calendar
        self.unlink()

    def _ask_what_becomes(self):
        """Keep visits whose event has gone, and ask their persons what is to become of them."""
        for visit in self.filtered(lambda one: one.state in OPEN_STATES):
            visit.is_event_lost = True
            visit._ask(self.env._("Gone from the calendar: cancel the visit, or plan it again"))

    # ------------------------------------------------------------------ meetings are visits

    def _may_be_on(self, moment):
        """Tell whether a visit may take place on the day of a moment, by its person's clock."""
        day = moment.replace(tzinfo=UTC).astimezone(self.user_id._get_zone()).date()
        return self.window_from <= day <= self.window_to

    def _take_event(self, event):
        """Be the visit of this event: a meeting fixes it."""
        self.write(
            {
                "event_id": event.id,
                "is_event_lost": False,
                "start": event.start,
                "duration": event._get_visit_hours(),
                "state": "confirmed" if self._get_invited_to(event) else "planned",
                "is_frozen": self.is_frozen or bool(self._get_invited_to(event)),
            }
        )

    @api.model
    def _take_appointments(self):
        """Make visits of the meetings with customers that lie ahead and have none yet.

        :return: how many visits follow a meeting now
        """
        now = self.env.cr.now()
        Event = self.env["calendar.event"].sudo()  # sudo: everybody's meetings, by a job
        events = Event.search(
            [
                ("stop", ">", now),
                ("start", "<=", now + _AHEAD),
                ("user_id.share", "=", False),
                "|",
                ("opportunity_id", "!=", False),
                ("partner_ids.commercial_partner_id.is_sales_customer", "=", True),
            ]
        )
        visits = self.sudo().with_context(**_QUIET)
        taken = visits.search([("event_id", "in", events.ids)]).event_id
        return len((events - taken)._become_visits(visits.browse()))

    @api.model
    def _close_appointments(self):
        """Close visits that are meetings, as these are done once their end has passed.

        :return: how many
        """
        over = self.search(
            [
                ("origin", "=", "appointment"),
                ("state", "in", ("planned", "confirmed")),
                ("stop", "<=", self.env.cr.now()),
                ("event_id.active", "=", True),
            ]
        )
        held = over.filtered(lambda visit: not visit.event_id._is_declined())
        held.write({"state": "done"})
        return len(held)
