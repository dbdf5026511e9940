from odoo import Command
from odoo.tests import tagged

from .test_crm_call_report import ReportCommon


@tagged("-at_install", "post_install")
class TestCallReportErased(ReportCommon):
    """Somebody is forgotten: the words of reports, their copies and activities forget him, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report.write(
            {
                "purpose": "Win Vera Buyer over",
                "to_ids": [Command.set(cls.leader.ids)],
                "action_ids": [
                    Command.create({"name": "Call Vera Buyer", "user_id": cls.rep.id}),
                ],
            }
        )

    def _find(self, typed):
        return self.env["crm.call.report"].search(
            [("word_search", "ilike", typed), ("id", "=", self.report.id)]
        )

    def test_words_copies_and_activities_lose_the_name(self):
        self._submit()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
        self.env["crm.call.report"]._send_submitted()
        self.assertTrue(self._find("vera buyer"))
        copy = self.report.message_ids.filtered(lambda one: "Vera Buyer" in one.body)
        self.assertTrue(copy)
        self.env["crm.personal.data"]._erase_person(self.contact.ids, [], "Vera Buyer")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._find("vera"))
        self.assertTrue(self._find("win over"))
        self.assertNotIn("vera", self.report.words)
        self.assertNotIn("Vera", copy.body)
        self.assertIn("Erased person", copy.body)
        self.assertEqual(self.report.action_ids.activity_id.summary, "Call Erased person")

    def test_a_chinese_name_and_one_that_markup_writes_otherwise(self):
        self.contact.name = "王伟"
        self.report.purpose = "与王伟讨论合同"
        obrien = self.contact.copy({"name": "Pat O'Brien & Co"})
        self.report.contact_ids |= obrien
        self._submit()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
        self.env["crm.call.report"]._send_submitted()
        for person in (self.contact, obrien):
            name = person.name
            self.env["crm.personal.data"]._erase_person(person.ids, [], name)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._find("王伟"))
        self.assertTrue(self._find("合同"))
        bodies = "".join(self.report.message_ids.mapped("body"))
        self.assertNotIn("王伟", bodies)
        self.assertNotIn("Brien", bodies)
