from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.sales_funnel_territory.hooks import _keep_events_of_visits
from odoo.tests import Form, tagged

from .test_crm_visit import VisitCommon

SOON = datetime.combine(fields.Date.today(), datetime.min.time()) + timedelta(days=8, hours=9)


@tagged("-at_install", "post_install")
class TestVisitEvent(VisitCommon):
    """The rep's visit in his calendar, and nothing of it in the customer's mailbox."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.customer.write({"email": "hale@example.com", "street": "Quay 3", "city": "Bremen"})
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Bob Buyer", "parent_id": cls.customer.id, "email": "bob@example.com"}
        )
        cls.visit = cls.visit.with_env(cls.env)
        cls.visit.write({"start": SOON, "contact_ids": [fields.Command.set(cls.buyer.ids)]})
        cls.visit.companion_ids = cls.colleague
        cls.env.cr.flush()

    def setUp(self):
        super().setUp()
        self.mine = self.visit.with_user(self.rep)
        self._mails = self.env["mail.mail"].search([])
        self._notices = self.env["mail.notification"].search([])

    def _assert_no_mail(self):
        self.env.cr.flush()
        self.assertFalse(self.env["mail.mail"].search([]) - self._mails)
        notices = self.env["mail.notification"].search([]) - self._notices
        self.assertFalse(notices.filtered(lambda one: one.notification_type == "email"))

    def test_a_published_visit_stands_in_the_calendars_of_who_goes(self):
        self.visit._publish_events()
        event = self.visit.event_id
        people = self.rep.partner_id | self.colleague.partner_id
        self.assertEqual(event.partner_ids, people)
        self.assertEqual(event.user_id, self.rep)
        self.assertEqual((event.start, event.stop), (SOON, SOON + timedelta(hours=1.5)))
        self.assertEqual(event.name, "Visit: Hale Tools, Agree on the trial")
        self.assertIn("Bremen", event.location)
        self.assertIn(f"res_id={self.visit.id}", event.description)
        self.assertIn("Bob Buyer", event.description)
        self.assertFalse(event.activity_ids)
        self._assert_no_mail()
        self.assertFalse(self.visit._publish_events(), "once")
        self.assertFalse(
            self.env["crm.visit"].search([("event_id", "=", event.id)]) - self.visit,
            "the event of a visit is no second visit",
        )

    def test_confirming_by_hand_publishes(self):
        self.mine.action_confirm()
        self.assertTrue(self.visit.event_id)
        self._assert_no_mail()

    def test_a_moved_visit_moves_its_event_and_a_cancelled_one_takes_it_out(self):
        self.visit._publish_events()
        event = self.visit.event_id
        self.mine.write({"start": SOON + timedelta(days=1), "duration": 1 / 3})
        self.assertEqual(event.start, SOON + timedelta(days=1))
        self.assertEqual(event.stop, SOON + timedelta(days=1, minutes=20))
        self.mine.companion_ids = False
        self.assertEqual(event.partner_ids, self.rep.partner_id)
        self._assert_no_mail()
        self.assertEqual(self.visit.duration, 1 / 3)
        self.mine.action_cancel()
        self.env.cr.flush()
        self.assertFalse(event.exists())
        self.assertFalse(self.visit.is_event_lost)
        self._assert_no_mail()

    def test_a_leader_moves_it_in_the_reps_calendar(self):
        self.visit._publish_events()
        self.visit.with_user(self.leader).start = SOON + timedelta(hours=2)
        event = self.visit.event_id
        self.assertEqual(event.start, SOON + timedelta(hours=2))
        own = event.attendee_ids.filtered(lambda one: one.partner_id == self.rep.partner_id)
        self.assertEqual(own.state, "accepted")
        self._assert_no_mail()

    def test_dragging_the_event_moves_the_visit(self):
        self.visit._publish_events()
        event = self.visit.event_id.with_user(self.rep)
        event.write({"start": SOON + timedelta(hours=3), "stop": SOON + timedelta(hours=4)})
        self.env.cr.flush()
        self.assertEqual(self.visit.start, SOON + timedelta(hours=3))
        self.assertEqual(self.visit.duration, 1)
        event.write({"name": "Renamed", "description": "x", "location": "y"})
        self.env.cr.flush()
        self.assertEqual(self.visit.purpose, "Agree on the trial")
        self.assertEqual(self.visit.start, SOON + timedelta(hours=3))
        form = Form(event)
        form.start = SOON + timedelta(days=2)
        form.save()
        self.env.cr.flush()
        self.assertEqual(self.visit.start, SOON + timedelta(days=2))

    def test_a_visit_whose_time_did_not_change_stays(self):
        """As calendars do that are synchronised: the whole event is written again."""
        self.visit._publish_events()
        stamp = self.visit.write_date
        event = self.visit.event_id.with_context(dont_notify=True)
        event.write({"name": "Visit", "start": event.start, "stop": event.stop, "allday": False})
        self.env.cr.flush()
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.write_date, stamp)

    def test_a_deleted_event_asks(self):
        for delete in (
            lambda event: event.unlink(),
            lambda event: event.write({"active": False}),
            lambda event: event.with_context(archive_on_error=True).unlink(),
        ):
            self.visit.write({"state": "planned", "is_event_lost": False})
            self.visit.activity_ids.unlink()
            self.visit._publish_events()
            delete(self.visit.event_id.with_user(self.rep))
            self.env.cr.flush()
            self.assertEqual(self.visit.state, "planned", "nothing is lost")
            self.assertFalse(self.visit.event_id)
            self.assertTrue(self.visit.is_event_lost)
            self.assertEqual(self.visit.activity_ids.user_id, self.rep)
            self.assertIn("cancel the visit", self.visit.activity_ids.summary)
        self._assert_no_mail()
        self.mine.action_cancel()
        self.assertFalse(self.visit.activity_ids)

    def test_a_restored_event_is_the_visits_again(self):
        self.visit._publish_events()
        event = self.visit.event_id
        event.active = False
        self.env.cr.flush()
        event.active = True
        self.env.cr.flush()
        self.assertEqual(self.visit.event_id, event)
        self.assertFalse(self.visit.is_event_lost)

    def test_an_invited_customer_freezes_the_visit(self):
        self.visit._publish_events()
        event = self.visit.event_id.with_context(no_mail_to_attendees=True)
        event.partner_ids |= self.buyer
        self.env.cr.flush()
        self.assertTrue(self.visit.is_frozen)
        self.assertTrue(self.visit.is_customer_invited)
        self.assertEqual(
            self.env["crm.visit"].search_count([("event_id", "=", event.id)]), 1, "no second one"
        )
        self.mine.start = SOON + timedelta(days=1)
        self.assertIn(self.buyer, event.partner_ids)
        self._assert_no_mail()
        self.mine.action_cancel()
        self._assert_no_mail()
        self.assertIn("Bob Buyer", self.visit.activity_ids.summary)

    def _invite(self):
        self.visit._publish_events()
        event = self.visit.event_id.with_context(no_mail_to_attendees=True)
        event.partner_ids |= self.buyer
        self.env.cr.flush()
        return event

    def test_a_deleted_visit_leaves_word_of_who_was_invited(self):
        self._invite()
        before = self.customer.activity_ids
        self.mine.unlink()
        todo = self.customer.activity_ids - before
        self.assertIn("Bob Buyer", todo.summary)
        self.assertEqual(todo.user_id, self.rep)
        self._assert_no_mail()

    def test_a_calendar_that_mails_on_its_own_keeps_the_meeting(self):
        event = self._invite()
        Event = self.env.registry["calendar.event"]
        self.startPatcher(patch.object(Event, "_is_kept_elsewhere", lambda _self: True))
        self.mine.action_cancel()
        self.assertTrue(event.exists() and event.active, "Google would write to him")
        self.assertIn("Cancel the meeting", self.visit.activity_ids.summary)
        self.env["crm.visit"]._take_appointments()
        visits = self.env["crm.visit"].search([("event_id", "=", event.id)])
        self.assertEqual(visits, self.visit, "no second one")

    def test_moving_says_who_tells_the_invited(self):
        self._invite()
        for is_elsewhere in (False, True):
            Event = self.env.registry["calendar.event"]
            with patch.object(Event, "_is_kept_elsewhere", lambda _self, one=is_elsewhere: one):
                move = (
                    self.env["crm.visit.move"].with_user(self.rep).new({"visit_id": self.visit.id})
                )
                self.assertIn("Bob Buyer", move.invited_names)
                self.assertEqual(move.is_told_elsewhere, is_elsewhere)

    def test_what_is_said_about_a_visit_stays_among_colleagues(self):
        proposed = self.mine._message_get_suggested_recipients()
        self.assertLessEqual({one["partner_id"] for one in proposed}, {self.rep.partner_id.id})
        self.mine.message_subscribe(partner_ids=self.buyer.ids)
        self.mine.message_post(
            body="He will not like the price",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(self.customer | self.buyer).ids,
        )
        self._assert_no_mail()

    def test_the_event_leads_back_to_the_visit(self):
        self.visit._publish_events()
        action = self.visit.event_id.with_user(self.rep).action_open_visit()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.visit", self.visit.id))
        view = self.env["calendar.event"].with_user(self.rep).get_view(view_type="form")
        self.assertIn("action_open_visit", view["arch"])

    def test_uninstalling_leaves_the_calendar_as_it_is(self):
        self.visit._publish_events()
        event = self.visit.event_id
        _keep_events_of_visits(self.env)
        self.assertFalse(event.res_model_id)
        self.assertFalse(event.res_id)
        self.assertEqual(event.start, SOON)

    def test_daylight_saving_nights(self):
        for zone, moment in (
            ("Europe/Berlin", datetime(2027, 3, 28, 0, 30)),
            ("Europe/Berlin", datetime(2027, 10, 31, 0, 30)),
            ("Asia/Shanghai", datetime(2027, 3, 28, 0, 30)),
            ("Pacific/Honolulu", datetime(2027, 3, 14, 9, 30)),
        ):
            self.rep.tz = zone
            self.visit.write({"start": moment, "duration": 2})
            self.visit._publish_events()
            event = self.visit.event_id
            self.assertEqual((event.start, event.stop), (moment, moment + timedelta(hours=2)))
            self.visit._unpublish_events()


@tagged("-at_install", "post_install")
class TestVisitAppointment(VisitCommon):
    """A meeting with people of a customer is a fixed visit, and never a second one beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Bob Buyer", "parent_id": cls.customer.id}
        )

    def _meet(self, start=SOON, **values):
        event = (
            self.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Talk about the trial",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "user_id": self.rep.id,
                    "partner_ids": [fields.Command.set((self.rep.partner_id | self.buyer).ids)],
                    **values,
                }
            )
        )
        self.env.cr.flush()
        return event

    def _get_visit(self, event):
        return self.env["crm.visit"].search([("event_id", "=", event.id)])

    def test_a_meeting_is_a_fixed_visit(self):
        lead = self._create_lead(self.stage_best)
        event = self._meet(opportunity_id=lead.id)
        visit = self._get_visit(event)
        self.assertEqual(visit.partner_id, self.customer)
        self.assertEqual(visit.contact_ids, self.buyer)
        self.assertEqual(visit.opportunity_ids, lead)
        self.assertEqual((visit.origin, visit.state), ("appointment", "confirmed"))
        self.assertTrue(visit.is_frozen)
        self.assertEqual(visit.user_id, self.rep)
        self.assertFalse(visit._filter_movable())

    def test_a_private_or_foreign_event_only_blocks_time(self):
        self.assertFalse(self._get_visit(self._meet(privacy="private")))
        self.assertFalse(self._get_visit(self._meet(user_id=self.env.ref("base.user_admin").id,
            partner_ids=[fields.Command.set(self.rep_beside.partner_id.ids)])))  # fmt: skip
        self.assertFalse(self._get_visit(self._meet(allday=True)))
        self.assertFalse(self._get_visit(self._meet(SOON - timedelta(days=30))))

    def test_a_meeting_that_becomes_private_keeps_its_title_to_itself(self):
        event = self._meet()
        visit = self._get_visit(event)
        self.assertEqual(visit.purpose, "Talk about the trial")
        event.with_context(no_mail_to_attendees=True).privacy = "private"
        self.env.cr.flush()
        self.assertFalse(visit.exists())
        self.assertTrue(event.exists() and event.active)
        event.with_context(no_mail_to_attendees=True).privacy = "public"
        self.env.cr.flush()
        self.assertEqual(self._get_visit(event).purpose, "Talk about the trial")

    def test_a_meeting_on_the_day_of_a_proposed_visit_is_that_visit(self):
        self.visit.write({"start": False, "state": "proposed"})
        self.visit.write({"window_from": SOON.date(), "window_to": SOON.date()})
        event = self._meet()
        self.assertEqual(self._get_visit(event), self.visit)
        self.assertEqual(self.visit.start, SOON)
        self.assertTrue(self.visit.is_frozen)

    def test_a_meeting_that_a_visit_waited_for_stays_what_its_organizer_wrote(self):
        self.visit.write({"start": False, "state": "proposed"})
        self.visit.write({"window_from": SOON.date(), "window_to": SOON.date()})
        event = self._meet(location="https://meet.example.com/1")
        self.assertEqual(self._get_visit(event), self.visit)
        self.visit.write({"purpose": "Another one", "state": "planned"})
        self.assertEqual(event.name, "Talk about the trial")
        self.assertEqual(event.location, "https://meet.example.com/1")
        self.visit.with_user(self.rep).action_cancel()
        self.env.cr.flush()
        self.assertTrue(event.exists(), "not the visit's to delete")
        self.assertFalse(event.active)

    def test_a_meeting_that_moves_takes_its_visit_along(self):
        event = self._meet()
        visit = self._get_visit(event)
        event.with_context(no_mail_to_attendees=True).write(
            {"start": SOON + timedelta(days=1), "stop": SOON + timedelta(days=1, hours=2)}
        )
        self.env.cr.flush()
        self.assertEqual(visit.start, SOON + timedelta(days=1))
        self.assertEqual(visit.duration, 2)
        self.assertEqual(visit.state, "confirmed")

    def test_a_series_of_meetings_is_as_many_visits_and_moves_as_one(self):
        self.visit.state = "cancelled"
        event = self._meet(
            recurrency=True,
            rrule_type="weekly",
            interval=1,
            end_type="count",
            count=3,
            **{SOON.strftime("%a").lower(): True},
        )
        Visit = self.env["crm.visit"]
        domain = [("origin", "=", "appointment"), ("partner_id", "=", self.customer.id)]
        self.assertEqual(Visit.search_count(domain), 3)
        visits = Visit.search(domain)
        event.with_context(no_mail_to_attendees=True).write(
            {
                "recurrence_update": "all_events",
                "start": SOON + timedelta(hours=2),
                "stop": SOON + timedelta(hours=3),
            }
        )
        self.env.cr.flush()
        self.assertEqual(Visit.search(domain), visits)
        self.assertEqual(
            visits.mapped("start"), [SOON + timedelta(hours=2, weeks=week) for week in range(3)]
        )
        self.assertFalse(visits.filtered("is_event_lost"))

    def test_a_meeting_that_is_over_is_done_and_counts_once(self):
        event = self._meet()
        visit = self._get_visit(event)
        over = SOON + timedelta(hours=3)
        self.patch(type(self.env.cr), "now", lambda cr: over)
        self.env["crm.funnel.job"]._job_visits()
        self.env.cr.flush()
        self.assertEqual(visit.state, "done")
        self.env["crm.customer.status"]._recount_contacts(self.status.ids)
        self.assertEqual(self.status.last_visit_on, event.stop)
        visit.with_user(self.rep)._turn("planned")
        visit.with_user(self.rep)._turn("missed", missed_reason="Nobody was there")
        self.env.cr.flush()
        self.env["crm.customer.status"]._recount_contacts(self.status.ids)
        self.status.invalidate_recordset()
        self.assertFalse(self.status.last_visit_on, "it did not happen")

    def test_the_event_of_a_planned_visit_is_no_contact_when_its_time_is_over(self):
        self.visit.start = SOON
        self.visit._publish_events()
        self.visit.event_id.with_context(no_mail_to_attendees=True).partner_ids |= self.buyer
        self.env.cr.flush()
        self.patch(type(self.env.cr), "now", lambda cr: SOON + timedelta(days=1))
        self.env["crm.customer.status"]._recount_contacts(self.status.ids)
        self.assertFalse(self.status.last_visit_on)
        self.assertEqual(self.visit.state, "planned")

    def test_meetings_from_before_are_taken_over_by_the_job(self):
        event = self._meet()
        self._get_visit(event).with_context(is_visit_pulled=True).unlink()
        self.env.cr.execute("UPDATE calendar_event SET active = TRUE WHERE id = %s", [event.id])
        event.invalidate_recordset()
        self.assertFalse(self._get_visit(event))
        self.env["crm.funnel.job"]._job_visits()
        self.assertEqual(self._get_visit(event).origin, "appointment")
