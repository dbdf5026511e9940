from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import MANAGER, REP
from .test_crm_call_report import NOW, ReportCommon


@tagged("-at_install", "post_install")
class TestCallReportPeople(ReportCommon):
    """Whom a report goes to where nobody leads who wrote it: a small company has no teams."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the story's managers and nobody else
        others = cls.env["res.users"].search(
            [("all_group_ids", "in", cls.env.ref(MANAGER).id), ("id", "!=", cls.manager.id)]
        )
        for one in others - cls.administrator:
            one.write(
                {
                    "company_id": cls.other_company.id,
                    "company_ids": [Command.set(cls.other_company.ids)],
                }
            )
        cls.alone = new_test_user(cls.env, "sft_alone", groups=REP, name="Alma Alone")

    def _report(self, person):
        Report = self.env["crm.call.report"].with_user(person)
        return Report.create({"partner_id": self.customer.id, "purpose": "Agree", "date": NOW})

    def test_it_goes_to_the_sales_manager(self):
        report = self._report(self.alone)
        self.assertEqual(report.to_ids, self.manager)
        self.assertFalse(report.is_to_nobody)
        proposed = report.default_get(["to_ids", "user_id"])["to_ids"]
        self.assertEqual(proposed, [Command.set(self.manager.ids)])
        report.action_submit()
        report.with_user(self.manager)._acknowledge("Well done")

    def test_reports_of_one_person_are_addressed_at_once(self):
        Report = self.env["crm.call.report"].with_user(self.alone)
        asked, find = [], type(Report)._find_superiors

        def counted(report):
            asked.append(report)
            return find(report)

        self.patch(type(Report), "_find_superiors", counted)
        values = {"partner_id": self.customer.id, "purpose": "Agree", "date": NOW}
        reports = Report.create([values] * 3)
        self.assertEqual([report.to_ids for report in reports], [self.manager] * 3)
        self.assertEqual(len(asked), 1)

    def test_without_one_it_goes_to_the_administrators(self):
        self.manager.active = False
        self.assertEqual(self._report(self.alone).to_ids, self.administrator)

    def test_of_many_managers_none_is_told_and_the_form_says_so(self):
        for number in range(3):
            new_test_user(self.env, f"sft_manager_{number}", groups=MANAGER)
        report = self._report(self.alone)
        self.assertFalse(report.to_ids)
        self.assertTrue(report.is_to_nobody)
        today = self.env["crm.today"].with_user(self.alone)
        self.assertTrue(today.get_report(report.id)["is_to_nobody"], "and so does the phone")
        report.cc_ids = self.colleague
        self.assertFalse(report.is_to_nobody)

    def test_who_has_nobody_above_him_tells_nobody(self):
        report = self._report(self.manager)
        self.assertFalse(report.to_ids or report.is_to_nobody)

    def test_a_leader_who_has_left_is_told_nothing(self):
        self.leader.active = False
        self.assertEqual(self._report(self.rep).to_ids, self.head)

    def test_a_late_one_is_told_to_the_manager(self):
        report = self._report(self.alone)
        Report = self.env["crm.call.report"]
        self._at(datetime(2026, 12, 10, 12))
        Report._remind_of_due()
        self._at(datetime(2026, 12, 10, 12) + timedelta(days=2))
        Report._remind_of_due()
        self.assertEqual(report.activity_ids.user_id, self.alone | self.manager)
