from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_crm_call_report import NOW, ReportCommon

FRIDAY = date(2026, 12, 11)


@tagged("-at_install", "post_install")
class TestCallReportAction(ReportCommon):
    """Rosa is to send the offer, Carl to check the drawing, Vera (theirs) to name the sponsor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(cls.stage_in)
        cls.report.opportunity_ids = cls.lead
        cls.offer, cls.drawing, cls.theirs = cls.env["crm.call.report.action"].create(
            [
                {
                    "report_id": cls.report.id,
                    "name": "Send the offer",
                    "user_id": cls.rep.id,
                    "lead_id": cls.lead.id,
                    "date_due": FRIDAY,
                },
                {
                    "report_id": cls.report.id,
                    "name": "Check the drawing",
                    "user_id": cls.colleague.id,
                    "date_due": FRIDAY,
                },
                {
                    "report_id": cls.report.id,
                    "name": "Name the sponsor",
                    "contact_id": cls.contact.id,
                    "date_due": FRIDAY,
                },
            ]
        )

    def test_submitting_gives_everybody_what_is_his(self):
        self.assertFalse(self.report.action_ids.activity_id)
        self._submit()
        activity = self.offer.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("crm.lead", self.lead.id))
        self.assertEqual(activity.user_id, self.rep)
        self.assertEqual(activity.date_deadline, FRIDAY)
        self.assertEqual(activity.summary, "Send the offer")
        activity = self.drawing.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("res.partner", self.customer.id))
        self.assertFalse(self.theirs.activity_id)
        self.assertTrue(self.theirs.is_theirs)
        self.assertEqual(self.report.to_ids, self.leader | self.colleague)
        self.assertEqual(self.offer.date_agreed, FRIDAY)

    def test_a_done_activity_is_a_done_item(self):
        self._submit()
        self.offer.activity_id.with_user(self.rep).action_feedback(feedback="Sent")
        self.assertEqual((self.offer.state, self.offer.done_on), ("done", NOW.date()))
        self.assertEqual(self.offer.timeliness, "on_time")
        self.assertFalse(self.offer.activity_id.active)
        self.offer.activity_id.active = True
        self.assertEqual((self.offer.state, self.offer.done_on), ("open", False))

    def test_a_done_item_is_a_done_activity(self):
        self._submit()
        self._at(NOW + timedelta(days=5))
        activity = self.drawing.activity_id
        self.drawing.with_user(self.colleague).action_done()
        self.assertFalse(activity.active)
        self.assertEqual(activity.date_done, date(2026, 12, 13))
        self.assertEqual((self.drawing.timeliness, self.drawing.in_time_rate), ("late", 0))
        self.drawing.with_user(self.rep).action_reopen()
        self.assertTrue(self.drawing.activity_id.active)
        self.assertEqual(self.drawing.activity_id.user_id, self.colleague)

    def test_a_moved_or_given_activity_moves_the_item(self):
        self._submit()
        activity = self.offer.activity_id.with_user(self.rep)
        activity.date_deadline = date(2026, 12, 15)
        self.assertEqual(self.offer.date_due, date(2026, 12, 15))
        self.assertEqual(self.offer.date_agreed, FRIDAY, "what was agreed is not moved")
        activity.user_id = self.leader
        self.assertEqual(self.offer.user_id, self.leader)
        self.offer.with_user(self.rep).date_due = date(2026, 12, 14)
        self.assertEqual(self.offer.activity_id.date_deadline, date(2026, 12, 14))
        self.offer.with_user(self.rep).user_id = self.rep
        self.assertEqual(self.offer.activity_id.user_id, self.rep)

    def test_a_deleted_activity_drops_the_item(self):
        self._submit()
        self.offer.activity_id.with_user(self.rep).unlink()
        self.assertEqual(self.offer.state, "dropped")
        self.assertFalse(self.offer.activity_id)
        self.offer.with_user(self.rep).action_reopen()
        self.assertTrue(self.offer.activity_id.active)
        self.offer.with_user(self.rep).action_drop()
        self.assertFalse(self.offer.activity_id)

    def test_what_stood_on_a_deleted_opportunity_stands_on_the_customer(self):
        self._submit()
        self.lead.unlink()
        self.assertEqual(self.offer.state, "open")
        activity = self.offer.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("res.partner", self.customer.id))

    def test_merged_opportunities_keep_items_and_activities(self):
        self._submit()
        head = self._create_lead(self.stage_best, name="The same hall")
        (head | self.lead).merge_opportunity()
        left = (head | self.lead).exists()
        self.assertEqual(self.offer.lead_id, left)
        self.assertEqual(self.offer.activity_id.res_id, left.id)
        self.assertEqual(self.report.opportunity_ids, left)

    def test_what_was_agreed_stands_and_only_its_people_say_what_became_of_it(self):
        self._submit()
        for person, name, value in (
            (self.rep, "name", "Something else"),
            (self.rep, "contact_id", self.contact.id),
            (self.leader, "lead_id", False),
            (self.colleague, "report_id", self.report.id),
        ):
            with self.assertRaises(UserError):
                self.drawing.with_user(person).write({name: value})
        for name, value in (("done_on", "2026-01-01"), ("in_time_rate", 100), ("activity_id", 1)):
            with self.assertRaises(AccessError):
                self.drawing.with_user(self.rep).write({name: value})
        with self.assertRaises(AccessError):
            self.offer.with_user(self.colleague).action_done()
        with self.assertRaises(UserError):
            self.offer.with_user(self.rep).unlink()
        with self.assertRaises(UserError):
            self.offer.copy_data() and self.env["crm.call.report.action"].with_user(
                self.rep
            ).create({"report_id": self.report.id, "name": "More", "user_id": self.rep.id})

    def test_an_activity_that_claims_an_item_moves_nothing(self):
        self._submit()
        forged = (
            self.env["mail.activity"]
            .with_user(self.colleague)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.colleague.partner_id.id,
                    "user_id": self.colleague.id,
                    "report_action_id": self.offer.id,
                }
            )
        )
        forged.date_deadline = date(2027, 1, 1)
        forged.action_feedback()
        forged.unlink()
        self.assertEqual((self.offer.state, self.offer.date_due), ("open", FRIDAY))

    def test_somebody_does_it(self):
        with self.assertRaisesRegex(ValidationError, "Who does"):
            self.env["crm.call.report.action"].create(
                {"report_id": self.report.id, "name": "Nobody's"}
            )

    def test_items_not_done_in_time_are_counted_once(self):
        self._submit()
        self.drawing.with_user(self.colleague).action_done()
        self._at(datetime(2026, 12, 12, 8))
        self.env["crm.funnel.job"]._job_call_reports()
        self.assertEqual((self.offer.timeliness, self.theirs.timeliness), ("late", "late"))
        domain = [("report_id", "=", self.report.id)]
        Item = self.env["crm.call.report.action"]
        ((rate,),) = Item._read_group(domain, [], ["in_time_rate:avg"])
        self.assertAlmostEqual(rate, 100 / 3)
        self.assertEqual(self.env["crm.call.report.action"]._count_late(), 0)

    def test_a_plain_activity_costs_nothing_more(self):
        activity = self.lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.env.uid, summary="Plain"
        )
        self.env.flush_all()
        activity.read(["date_deadline"])
        before = self.env.cr.sql_log_count
        activity.date_deadline = FRIDAY
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 12)
