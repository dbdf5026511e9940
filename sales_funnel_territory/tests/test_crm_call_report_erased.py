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

    def test_notes_that_reports_left_elsewhere_lose_the_name(self):
        lead = self._create_lead(self.stage_in)
        self.report.opportunity_ids = lead
        self.env["crm.buying.role"].create(
            {"lead_id": lead.id, "partner_id": self.contact.id, "role": "economic"}
        )
        self.report.person_ids.attitude = "supporter"
        self.report.action_ids.lead_id = lead
        self._submit()
        self.report.change_ids.with_user(self.rep).action_accept()
        self.report.action_ids.with_user(self.rep).action_done()
        noted = lead.message_ids | self.contact.message_ids
        noted |= self.customer.message_ids
        naming = noted.filtered(lambda one: "Vera Buyer" in one.body)
        self.assertTrue(naming.filtered("mail_activity_type_id"), "what was done")
        self.assertTrue(naming - naming.filtered("mail_activity_type_id"), "what was changed")
        other = self.customer.message_post(body="Vera Buyer called")
        self._forget("Vera Buyer")
        self.assertNotIn("Vera", "".join(naming.mapped("body")))
        self.assertIn("Vera", other.body, "what people write on a customer is Odoo's lookup's")

    def test_what_the_purpose_was_before_loses_the_name(self):
        values = self.env["mail.tracking.value"].create(
            {
                "mail_message_id": self.report._message_log(body="").id,
                "field_id": self.env["ir.model.fields"]._get(self.report._name, "purpose").id,
                "old_value_char": "Win Vera Buyer over",
                "new_value_char": "Win Vera Buyer and her boss over",
            }
        )
        self._forget("Vera Buyer")
        self.assertEqual(values.old_value_char, "Win Erased person over")
        self.assertEqual(values.new_value_char, "Win Erased person and her boss over")

    def test_files_lose_the_name(self):
        names = {
            "Vera Buyer.jpg": "Erased person.jpg",
            "card_vera_buyer_2.png": "card_Erased person_2.png",
            "Vera-Buyer (front).png": "Erased person (front).png",
            "Vera Buyers.png": "Vera Buyers.png",
            "hall.png": "hall.png",
        }
        values = [{"name": name, "raw": b"x", "res_model": "crm.call.report"} for name in names]
        files = self.env["ir.attachment"].create(values)
        files.res_id = self.report.id
        self.report.photo_ids = files
        self._submit()
        self._forget("Vera Buyer")
        self.assertEqual(files.mapped("name"), list(names.values()))

    def test_a_chinese_name_in_files_of_his_company_only(self):
        self.contact.name = "王伟"
        other = self.env["res.partner"].create({"name": "Far Mills", "is_sales_customer": True})
        elsewhere = self._create_report(partner_id=other.id, contact_ids=False)
        files = self.env["ir.attachment"].create(
            [
                {"name": "王伟名片.jpg", "raw": b"x", "res_model": one._name, "res_id": one.id}
                for one in (self.report, elsewhere)
            ]
        )
        self._forget("王伟")
        self.assertEqual(files.mapped("name"), ["Erased person名片.jpg", "王伟名片.jpg"])

    def _forget(self, name):
        self.env["crm.personal.data"]._erase_person(self.contact.ids, [], name)
        self.env.flush_all()
        self.env.invalidate_all()
