from datetime import datetime

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_visit import VisitCommon

NOW = datetime(2026, 12, 8, 14)


class ReportCommon(VisitCommon):
    """The rep reports on the visit of Tuesday, 8 December 2026, 9 to 10:30 o'clock UTC.

    It is the afternoon of that day; the report is due at 10:30 the day after, or as he stops
    working on Wednesday, whatever is later.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create(
            {"name": "Vera Buyer", "parent_id": cls.customer.id, "function": "Purchasing"}
        )
        cls.report = cls._create_report(visit_id=cls.visit.id)

    def setUp(self):
        super().setUp()
        self._at(NOW)

    def _at(self, moment):
        """Let it be another moment: the clock, and the one of the transaction."""
        self.startPatcher(freeze_time(moment))
        self.patch(type(self.env.cr), "now", lambda cr: moment)

    @classmethod
    def _create_report(cls, **values):
        """Create a report of the rep, in progress, ready to be submitted."""
        return cls.env["crm.call.report"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.rep.id,
                "contact_ids": [Command.set(cls.contact.ids)],
                "date": datetime(2026, 12, 8, 9),
                "date_end": datetime(2026, 12, 8, 10, 30),
                "state": "in_progress",
                "purpose": "Agree on the trial",
                "message_product": "The second line runs at night as well.",
                **values,
            }
        )

    def _submit(self, report=None, person=None):
        """Let the report's person (or somebody else) submit it."""
        report = report or self.report
        return report.with_user(person or report.user_id).action_submit()


@tagged("-at_install", "post_install")
class TestCallReport(ReportCommon):
    def test_a_report_has_a_number_and_goes_to_the_leader(self):
        self.assertRegex(self.report.name, r"^CR/\d{4}/\d{5}$")
        self.assertEqual(self.report.to_ids, self.leader)
        self.assertIn("Hale Tools", self.report.display_name)

    def test_prepared_started_submitted_acknowledged(self):
        mine = self.env["crm.call.report"].with_user(self.rep)
        report = mine.create({"partner_id": self.customer.id, "purpose": "Ask for the order"})
        self.assertEqual((report.state, report.user_id), ("prepared", self.rep))
        report.action_start()
        self.assertEqual(report.state, "in_progress")
        report.action_submit()
        self.assertEqual(report.state, "submitted")
        self.assertEqual(report.submitted_by_id, self.rep)
        self.assertEqual(report.submitted_on, NOW)
        report.with_user(self.leader)._acknowledge("Well done")
        self.assertEqual(report.state, "acknowledged")
        self.assertEqual(report.acknowledged_by_id, self.leader)
        self.assertEqual(report.manager_comment, "Well done")

    def test_nobody_acknowledges_his_own(self):
        self._submit()
        for person in (self.rep, self.colleague):
            with self.assertRaises(AccessError):
                self.report.with_user(person)._acknowledge()
        self.report.user_id = self.leader
        with self.assertRaisesRegex(AccessError, "nobody acknowledges his own"):
            self.report.with_user(self.leader)._acknowledge()
        self.report.with_user(self.manager)._acknowledge()

    def test_who_reads_whose_report(self):
        self.assertEqual(self.report.with_user(self.rep).purpose, "Agree on the trial")
        for person in (self.leader, self.head, self.manager):
            self.assertTrue(self.report.with_user(person).has_access("write"), person.name)
        for person in (self.colleague, self.foreigner, self.portal, self.public):
            with self.assertRaises(AccessError):
                self.report.with_user(person).read(["purpose"])
        self.report.cc_ids = self.colleague
        self.assertEqual(self.report.with_user(self.colleague).purpose, "Agree on the trial")
        self.assertFalse(self.report.with_user(self.colleague).has_access("write"))

    def test_a_visit_opens_its_report(self):
        action = self.visit.with_user(self.rep).action_report()
        self.assertEqual(action["res_id"], self.report.id)
        visit = self.visit.copy({"state": "planned", "start": datetime(2026, 12, 9, 9)})
        report = self.env["crm.call.report"].browse(
            visit.with_user(self.rep).action_report()["res_id"]
        )
        self.assertEqual(report.visit_id, visit)
        self.assertEqual(report.user_id, self.rep)
        self.assertEqual(report.purpose, "Agree on the trial")
        self.assertEqual(visit.report_state, "prepared")

    def test_submitting_says_that_the_visit_was_done(self):
        self._submit()
        self.assertEqual(self.visit.state, "done")

    def test_a_submitted_report_stays_as_it_is(self):
        self._submit()
        for person in (self.rep, self.leader, self.manager, self.administrator):
            with self.assertRaises(UserError):
                self.report.with_user(person).purpose = "Something else"
            with self.assertRaises(UserError):
                self.report.with_user(person).unlink()
