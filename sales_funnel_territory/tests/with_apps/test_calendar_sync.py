from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..test_crm_visit import VisitCommon
from ..test_crm_visit_event import SOON

HOUR = timedelta(hours=1)
CALLS = (
    ("google_calendar", "google.calendar.sync", ("_google_insert", "_google_patch")),
    ("microsoft_calendar", "microsoft.calendar.sync", ("_microsoft_insert", "_microsoft_patch")),
)


@tagged("-at_install", "post_install")
class TestCalendarSync(VisitCommon):
    """What Google and Outlook write into the calendar reaches the visit as any move does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "google_id" not in cls.env["calendar.event"]._fields:
            raise AssertionError("Google Calendar is not here: `make test` runs this where it is")
        for _app, model, names in CALLS:
            for name in names:
                cls.startClassPatcher(
                    patch.object(cls.env.registry[model], name, lambda *args, **kwargs: None)
                )
        cls.visit.start = SOON
        cls.visit._publish_events()
        cls.event = cls.visit.event_id
        cls.event.with_context(dont_notify=True).write(
            {"google_id": "g1", "need_sync": False, "microsoft_id": "m1"}
        )
        cls.env.cr.flush()

    def _prepare_google_event(self, start, **values):
        from odoo.addons.google_calendar.utils.google_event import GoogleEvent

        return GoogleEvent(
            [
                {
                    "id": "g1",
                    "updated": "2099-01-01T00:00:00Z",
                    "summary": "Renamed at Google",
                    "start": {"dateTime": f"{start.isoformat()}+00:00"},
                    "end": {"dateTime": f"{(start + HOUR).isoformat()}+00:00"},
                    "organizer": {"email": self.rep.email, "self": True},
                    "attendees": [{"email": self.rep.email, "responseStatus": "accepted"}],
                    "reminders": {"useDefault": True},
                    "visibility": "public",
                    "extendedProperties": {
                        "shared": {f"{self.env.cr.dbname}_odoo_id": self.event.id}
                    },
                    **values,
                }
            ]
        )

    def _sync(self, google_event):
        mails = self.env["mail.mail"].search_count([])
        Event = self.env["calendar.event"].with_user(self.rep)
        Event._sync_google2odoo(google_event)
        self.env.cr.flush()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_moved_at_google(self):
        self._sync(self._prepare_google_event(SOON + 3 * HOUR))
        self.assertEqual(self.visit.start, SOON + 3 * HOUR)
        self.assertEqual(self.visit.duration, 1)
        self.assertEqual(self.visit.purpose, "Agree on the trial")

    @mute_logger("odoo.addons.google_calendar.models.google_sync")
    def test_deleted_at_google(self):
        with patch.object(self.env.registry["google.calendar.sync"], "_google_delete",
                          lambda *args, **kwargs: None):  # fmt: skip
            self._sync(self._prepare_google_event(SOON, status="cancelled"))
        self.assertFalse(self.visit.event_id)
        self.assertTrue(self.visit.is_event_lost)
        self.assertEqual(self.visit.state, "planned")

    def test_moved_at_outlook(self):
        event = self.event.with_user(self.rep)
        event._write_from_microsoft(
            None, {"start": SOON + HOUR, "stop": SOON + 2 * HOUR, "name": "Renamed at Outlook"}
        )
        self.env.cr.flush()
        self.assertEqual(self.visit.start, SOON + HOUR)
        event._write_from_microsoft(None, {"start": SOON + HOUR, "stop": SOON + 2 * HOUR})
        self.env.cr.flush()
        self.assertEqual(self.visit.start, SOON + HOUR)

    @mute_logger("odoo.addons.microsoft_calendar.models.microsoft_sync")
    def test_deleted_at_outlook(self):
        self.event.with_user(self.rep)._cancel_microsoft()
        self.env.cr.flush()
        self.assertTrue(self.visit.is_event_lost)
        self.assertEqual(self.visit.state, "planned")
