from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_crm_call_report import ReportCommon


@tagged("-at_install", "post_install")
class TestCallReportOutside(ReportCommon):
    """Tom Technician is not in sales; he is to check the drawing for an opportunity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = new_test_user(cls.env, "sft_technician", name="Tom Technician")
        cls.lead = cls._create_lead(cls.stage_in)
        cls.report.opportunity_ids = cls.lead
        cls.drawing = cls.env["crm.call.report.action"].create(
            {
                "report_id": cls.report.id,
                "name": "Check the <b>drawing</b>",
                "user_id": cls.technician.id,
                "lead_id": cls.lead.id,
                "date_due": date(2026, 12, 11),
            }
        )

    def _activity(self, person=None):
        return self.drawing.activity_id.with_user(person or self.technician).with_context(lang=None)

    def test_he_reads_what_he_is_to_do_and_nothing_else(self):
        self._submit()
        activity = self._activity()
        self.assertEqual(activity.summary, "Check the <b>drawing</b>")
        self.assertEqual(activity.date_deadline, date(2026, 12, 11))
        self.assertEqual(activity.res_name, self.customer.name)
        for word in ("Hale Tools", "Rosa Rep", self.report.name, "12/08/2026"):
            self.assertIn(word, activity.note)
        self.assertNotIn("href", activity.note, "an address that he cannot open is none")
        for word in (self.report.purpose, self.report.message_product):
            self.assertNotIn(word, activity.note)
        groups = self.env["res.users"].with_user(self.technician)._get_activity_groups()
        self.assertIn("res.partner", [one["model"] for one in groups])
        for record in (self.report, self.drawing, self.lead):
            with self.assertRaises(AccessError):
                record.with_user(self.technician).read(["name"])

    def test_he_says_that_it_is_done(self):
        self._submit()
        self._activity().action_feedback(feedback="Fits")
        self.assertEqual((self.drawing.state, self.drawing.timeliness), ("done", "on_time"))

    def test_his_day_is_the_items_day(self):
        self._submit()
        self._activity().date_deadline = date(2026, 12, 14)
        self.assertEqual(self.drawing.date_due, date(2026, 12, 14))

    def test_given_to_somebody_in_sales_it_stands_on_the_opportunity(self):
        self._submit()
        self.drawing.with_user(self.rep).user_id = self.rep
        activity = self.drawing.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("crm.lead", self.lead.id))
        self.assertIn(self.report._get_link(), activity.note)
        self.assertNotIn("asks you", activity.note)
        activity.with_user(self.rep).user_id = self.technician
        self.assertEqual(self.drawing.user_id, self.technician)
        self.assertEqual((activity.res_model, activity.res_id), ("res.partner", self.customer.id))
        self.assertNotIn("href", activity.note)

    def test_names_are_words_in_the_note(self):
        self.customer.name = "<i>Hale</i>"
        self._submit()
        self.assertIn("&lt;i&gt;Hale", self._activity().note)

    def test_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.technician.lang = "fr_FR"
        self._submit()
        self.assertIn("08/12/2026", self._activity().note)

    def test_a_person_of_another_company(self):
        self.drawing.user_id = self.foreigner
        self._submit()
        activity = self._activity(self.foreigner)
        self.assertEqual(activity.res_model, "res.partner")
        self.assertNotIn("href", activity.note)


@tagged("-at_install", "post_install")
class TestCallReportOfTheHead(ReportCommon):
    """Hanna Head leads the uppermost team: nobody is above her but the sales managers."""

    def test_her_report_is_acknowledged_by_a_manager(self):
        mine = self.env["crm.call.report"].with_user(self.head)
        report = mine.create({"partner_id": self.customer.id, "purpose": "Yearly talk"})
        self.assertFalse(report.to_ids)
        report.action_submit()
        for person in (self.head, self.leader):
            with self.assertRaises(AccessError):
                report.with_user(person)._acknowledge()
        self.assertTrue(report.with_user(self.manager).may_acknowledge)
        report.with_user(self.manager)._acknowledge("Good")
        self.assertEqual(report.acknowledged_by_id, self.manager)

    def test_a_late_one_is_told_to_her_alone(self):
        report = self._create_report(user_id=self.head.id)
        for moment in ("2026-12-20 12:00:00", "2026-12-22 12:00:00"):
            self._at(self.env["crm.call.report"]._fields["date"].to_datetime(moment))
            self.env["crm.call.report"]._remind_of_due()
        self.assertEqual(report.activity_ids.user_id, self.head)
