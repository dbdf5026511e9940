import datetime

from odoo.tests import tagged

from .test_crm_customer_status import CustomerCommon

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@tagged("-at_install", "post_install")
class TestCustomerJobs(CustomerCommon):
    """What nobody triggers is found by jobs: each says one sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create({"name": "Paul", "parent_id": cls.customer.id})
        cls.job = cls.env["crm.funnel.job"]
        cls.now = cls.env.cr.now().replace(microsecond=0)
        cls.env.cr.flush()
        cls.job._job_customers()
        cls.job._job_meetings()

    def setUp(self):
        super().setUp()
        self._set_clock(self.now)

    def _set_clock(self, moment):
        self.env.cr._now = moment

    def _plan(self, start, **values):
        event = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        event = event.create(
            {
                "name": "Line walk",
                "user_id": self.rep.id,
                "partner_ids": [(6, 0, [self.rep.partner_id.id, self.person.id])],
                "start": start,
                "stop": start + HOUR,
                **values,
            }
        )
        self.env.cr.flush()
        return event

    def _read_status(self):
        self.status.invalidate_recordset()
        return self.status

    def test_a_meeting_that_ended_meanwhile(self):
        event = self._plan(self.now + HOUR)
        self.assertEqual(self.job._job_meetings(), "No meeting has moved a customer's dates.")
        self._set_clock(self.now + 1.5 * HOUR)
        self.job._job_meetings()
        self.assertFalse(self._read_status().last_visit_on, "it is still on")
        self._set_clock(self.now + 3 * HOUR)
        self.assertIn("of 1 customers", self.job._job_meetings())
        self.assertEqual(self._read_status().last_visit_on, event.stop)
        self.assertEqual(self.status.first_meeting_on, event.stop)
        self.assertGreater(self.status.next_visit_due, event.stop.date())
        self.assertEqual(self.job._job_meetings(), "No meeting has moved a customer's dates.")

    def test_declined_and_archived_meetings_are_none(self):
        declined = self._plan(self.now + HOUR)
        own = declined.attendee_ids.filtered(lambda one: one.partner_id == self.rep.partner_id)
        own.state = "declined"
        self._plan(self.now + HOUR).active = False
        self.env.cr.flush()
        self._set_clock(self.now + DAY)
        self.job._job_meetings()
        self.assertFalse(self._read_status().last_visit_on)

    def test_a_meeting_declined_afterwards_is_taken_back(self):
        event = self._plan(self.now - DAY)
        self.assertTrue(self._read_status().last_visit_on)
        event.attendee_ids.state = "declined"
        self.env.cr.flush()
        self.job._job_customers()
        self.assertFalse(self._read_status().last_visit_on)

    def test_the_night_repairs_what_the_day_left(self):
        """A meeting is deleted: the dates go back to the one before."""
        first = self._plan(self.now - 9 * DAY)
        last = self._plan(self.now - 2 * DAY)
        self.assertEqual(self._read_status().last_visit_on, last.stop)
        due = self.status.next_visit_due
        last.unlink()
        self.env.cr.flush()
        self.assertIn("contact dates of 1", self.job._job_customers())
        self.assertEqual(self._read_status().last_visit_on, first.stop)
        self.assertEqual(self.status.last_contact_on, first.stop)
        self.assertLess(self.status.next_visit_due, due)
        first.unlink()
        self.env.cr.flush()
        self.job._job_customers()
        self.assertFalse(self._read_status().last_visit_on or self.status.first_meeting_on)
        self.assertEqual(
            self.job._job_customers(), "Everything about the customers was up to date."
        )

    def test_the_night_finds_what_sql_did(self):
        self.person.message_post(
            body="Good morning", message_type="email", author_id=self.person.id
        )
        self.env.cr.flush()
        moment = self._read_status().last_contact_on
        self.assertTrue(moment)
        self.env.cr.execute(
            "UPDATE crm_customer_status SET last_contact_on = NULL, next_contact_due = NULL"
            " WHERE id = %s",
            [self.status.id],
        )
        self.job._job_customers()
        self.assertEqual(self._read_status().last_contact_on, moment)
        self.assertGreater(self.status.next_contact_due, moment.date())

    def test_figures_go_to_zero_with_the_last_opportunity(self):
        lead = self._create_lead(expected_revenue=100)
        self.job._job_customers()
        row = self.env["crm.customer.figures"].search([("status_id", "=", self.status.id)])
        self.assertEqual(row.pipeline, 100)
        row.potential = 1000
        lead.unlink()
        self.env.cr.flush()
        self.assertIn("figures of 1", self.job._job_customers())
        self.assertEqual((row.pipeline, row.potential), (0, 1000))

    def test_both_are_scheduled_and_stop_with_the_subject(self):
        jobs = self.job.search([("subject", "=", "customer")])
        self.assertLessEqual({"customers", "meetings", "help"}, set(jobs.mapped("key")))
        self.assertTrue(all(jobs.mapped("is_scheduled")))
        self.job._switch_subject("customer", False)
        self.assertFalse(any(jobs.mapped("is_scheduled")))
        self.job._switch_subject("customer", True)
        self.assertTrue(all(jobs.mapped("is_scheduled")))

    def test_run_by_the_administrator(self):
        job = self.env.ref("sales_funnel_territory.crm_funnel_job_customers")
        with self.enter_registry_test_mode():
            action = job.with_user(self.administrator).action_run_now()
        self.assertEqual(action["params"]["type"], "success")
