from markupsafe import Markup
from odoo import api, fields, models

# no mail to anybody: a customer may have been invited by hand, and colleagues see their calendar
QUIET = {
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "is_visit_pushed": True,
}
_SHOWN = frozenset(
    {
        "start",
        "duration",
        "user_id",
        "companion_ids",
        "partner_id",
        "contact_ids",
        "purpose",
        "active",
        "state",
    }
)


class CrmVisit(models.Model):
    """A visit in the calendars of its person and of who comes along; never in the customer's.

    The event is written as the person, without any mail. What changes here, changes there; the
    way back is ``crm_visit_follow``.
    """

    _inherit = "crm.visit"

    is_event_lost = fields.Boolean(
        "Gone from the Calendar",
        copy=False,
        readonly=True,
        help="Its event was deleted: cancel the visit, or plan it again.",
    )
    is_customer_invited = fields.Boolean(
        "Customer Invited",
        compute="_compute_is_customer_invited",
        help="Somebody has invited the customer to the event.",
    )

    @api.depends("event_id.partner_ids", "partner_id")
    def _compute_is_customer_invited(self):
        for visit in self:
            # sudo: whether the customer is invited, also to an event one may not read
            visit.is_customer_invited = bool(visit.sudo()._get_invited())

    def _get_invited(self):
        """Return the people of the customer who were invited to the event."""
        return self._get_invited_to(self.event_id)

    def _get_invited_to(self, event):
        """Return the people of the customer among the guests of an event."""
        return event.partner_ids.filtered(
            lambda guest: guest.commercial_partner_id == self.partner_id.commercial_partner_id
        )

    # ------------------------------------------------------------------ CRUD

    def write(self, vals):
        result = super().write(vals)
        if not _SHOWN.isdisjoint(vals) and not self.env.context.get("is_visit_pulled"):
            self._update_events()
        return result

    def unlink(self):
        # what there is to do about a visit would go with it
        self.with_context(is_visit_going=True)._unpublish_events()
        return super().unlink()

    def action_open_event(self):
        """Open the event in the calendar."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.event_id.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------ into the calendar

    def _publish_events(self):
        """Write the calendar events of planned and confirmed visits that have a time.

        Visits whose event is there already keep it. Nobody is mailed.

        :return: the visits that got an event
        """
        missing = self.filtered(
            lambda visit: visit.state in ("planned", "confirmed") and visit.start
        )
        missing = missing.filtered(lambda visit: not visit.sudo().event_id)
        for person, visits in missing.grouped("user_id").items():
            # sudo: the event is the person's, written as he would do it himself
            Event = self._get_events_of(person)
            events = Event.create([visit._prepare_event() for visit in visits])
            for visit, event in zip(visits, events, strict=True):
                visit.sudo().write({"event_id": event.id, "is_event_lost": False})
        return missing

    def _unpublish_events(self):
        """Take the events of visits out of the calendar, without a mail to anybody.

        Where the customer was invited by hand, the person is asked to tell him; where his calendar
        is Google's or Outlook's as well, which mail on their own, the meeting stays there for him
        to cancel.
        """
        # sudo: the events are those of the visits' persons
        for visit in self.sudo().filtered("event_id"):
            event, invited = visit.event_id, visit._get_invited()
            if invited:
                visit._ask_to_tell(invited)
            stays = invited and event._is_kept_elsewhere()
            if stays and visit.state == "cancelled":
                continue  # Google or Outlook would write to the customer: the person decides
            visit.event_id = False
            event = self._get_events_of(visit.user_id).browse(event.id)
            if stays:
                continue
            if visit._has_made(event):
                event.unlink()
            else:
                event.write({"active": False})  # not ours to delete

    def _update_events(self):
        """Bring the events of these visits to where and when the visits are now."""
        # sudo: as above
        for visit in self.sudo().filtered("event_id"):
            if not (visit.start and visit.active) or visit.state in ("proposed", "cancelled"):
                visit._unpublish_events()
                continue
            event = self._get_events_of(visit.user_id).browse(visit.event_id.id)
            values = visit._prepare_event_changes(event)
            if values:
                event.write(values)

    def _has_made(self, event):
        """Tell whether an event was written for this visit; else somebody has called a meeting."""
        return event.res_model == self._name and event.res_id == self.id

    def _is_called_meeting(self):
        """Tell whether the visit is a meeting that somebody has called in a calendar."""
        return bool(self.event_id) and not self._has_made(self.event_id)

    @api.model
    def _get_events_of(self, person):
        """Return the calendar as the person himself writes it, quietly."""
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith(("default_", "active_"))
        }
        context.update(QUIET, lang=person.sudo().lang)
        # an env of its own: defaults meant for the visit are none for the event
        Event = self.env["calendar.event"].with_user(person).sudo()
        return Event.with_env(Event.env(context=context))

    # ------------------------------------------------------------------ what an event shows

    def _prepare_event(self):
        self.ensure_one()
        # sudo: names and addresses of who is visited and who goes
        visit = self.sudo().with_context(lang=self.sudo().user_id.lang)
        people = visit._get_travellers()
        return {
            "name": visit._get_event_name(),
            "start": visit.start,
            "stop": visit.stop,
            "allday": False,
            "user_id": visit.user_id.id,
            "partner_ids": [fields.Command.set(people.ids)],
            "location": visit._get_location(),
            "description": visit._get_event_text(),
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": visit.id,
            "show_as": "busy",
        }

    def _prepare_event_changes(self, event):
        """Return what differs between a visit and its event, and is the visit's to say."""
        people = self._get_travellers()
        values = {
            name: value
            for name, value in (("start", self.start), ("stop", self.stop))
            if event[name] != value
        }
        if not self._has_made(event):
            return values  # who is invited, and what it is about, is the organizer's
        if event.user_id != self.user_id:
            values["user_id"] = self.user_id.id
        colleagues = event.partner_ids.filtered(
            lambda guest: any(not user.share for user in guest.user_ids)
        )
        commands = [fields.Command.unlink(one.id) for one in colleagues - people]
        commands += [fields.Command.link(one.id) for one in people - event.partner_ids]
        if commands:
            values["partner_ids"] = commands
        visit = self.with_context(lang=self.user_id.lang)
        shown = {"name": visit._get_event_name(), "location": visit._get_location()}
        values.update({key: value for key, value in shown.items() if event[key] != value})
        return values

    def _get_travellers(self):
        """Return the contacts of the person and of who comes along."""
        return (self.user_id | self.companion_ids).partner_id

    def _get_event_name(self):
        customer = self.partner_id.display_name
        if not customer:
            return self.purpose or self.env._("Visit")
        if not self.purpose:
            return self.env._("Visit: %(customer)s", customer=customer)
        return self.env._(
            "Visit: %(customer)s, %(purpose)s", customer=customer, purpose=self.purpose
        )

    def _get_location(self):
        lines = (self.partner_id._display_address(without_company=True) or "").splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _get_event_text(self):
        """Return whom to meet, and the way back to the visit."""
        link = f"{self.get_base_url()}/mail/view?model={self._name}&res_id={self.id}"
        people = ", ".join(self.contact_ids.mapped("name"))
        text = Markup("<p>%s</p>") % people if people else Markup()
        return text + Markup('<p><a href="%s">%s</a></p>') % (link, self.env._("Open the visit"))

    # ------------------------------------------------------------------ asking the person

    def _ask_to_tell(self, invited):
        self.ensure_one()
        people = ", ".join(invited.mapped("name"))
        words = self.env._("Tell %(people)s: invited to a visit that is off", people=people)
        if self.event_id._is_kept_elsewhere():
            words = self.env._(
                "Cancel the meeting in your calendar: %(people)s is invited to a visit that is off",
                people=people,
            )
        going = self.env.context.get("is_visit_going")
        self._ask(words, self.partner_id if going else self)

    def _ask(self, summary, record=None):
        """Give the person of a visit something to do about it, once.

        :param record: on which it stands (default: the visit)
        """
        record = self if record is None else record
        own = record.activity_ids.filtered(lambda one: one.user_id == self.user_id)
        if summary in own.mapped("summary"):
            return
        record.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_id.id, summary=summary
        )
