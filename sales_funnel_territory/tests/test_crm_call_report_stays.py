from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .test_crm_call_report import ReportCommon


@tagged("-at_install", "post_install")
class TestCallReportStays(ReportCommon, HttpCase):
    """What a submitted report names, what was said about it and its files stay with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.group_ids += cls.env.ref("base.group_partner_manager")
        cls.rep.password = f"{cls.rep.login}-Secret-1"

    def test_people_of_a_submitted_report_are_not_deleted(self):
        told, theirs, seen = (
            self.env["res.partner"].create({"name": name, "parent_id": self.customer.id})
            for name in ("Told of", "Has to do something", "Competitor")
        )
        self.report.write(
            {
                "fact_ids": [
                    Command.create(
                        {"field_name": "interests", "contact_id": told.id, "value_text": "Sails"}
                    )
                ],
                "action_ids": [Command.create({"name": "Sponsor", "contact_id": theirs.id})],
                "rival_ids": [Command.create({"competitor_id": seen.id})],
            }
        )
        self._submit()
        for person in (self.contact, told, theirs, seen):
            with (
                self.subTest(person=person.name),
                self.assertRaisesRegex(UserError, f"{person.name}.*archive the contact"),
                self.cr.savepoint(),
            ):
                (person | self.env["res.partner"].create({"name": "Any"})).with_user(
                    self.rep
                ).unlink()
        self.contact.with_user(self.rep).action_archive()
        self.assertEqual(self.report.with_context(active_test=False).contact_ids, self.contact)

    def test_people_of_an_open_report_may_go(self):
        self.contact.with_user(self.rep).unlink()
        self.assertFalse(self.report.contact_ids)

    def test_who_is_to_be_forgotten_can_be_deleted(self):
        """By an administrator, with Odoo's privacy lookup, which deletes for him."""
        self._submit()
        self.contact.sudo().unlink()
        self.assertFalse(self.report.contact_ids)

    def test_the_visit_of_a_submitted_report_is_not_deleted(self):
        self._submit()
        self.visit.sudo().state = "cancelled"
        for person in (self.rep, self.leader, self.manager):
            with (
                self.subTest(person=person.login),
                self.assertRaisesRegex(UserError, "submitted call report"),
                self.cr.savepoint(),
            ):
                self.visit.with_user(person).unlink()
        self.assertEqual(self.report.visit_id, self.visit)

    def test_a_message_is_not_rewritten_by_its_author_or_its_readers(self):
        own = self.report.with_user(self.rep).message_post(
            body="He agreed", message_type="comment", partner_ids=self.leader.partner_id.ids
        )
        own.with_user(self.rep).write({"body": "He agreed at once"})
        self._submit()
        for person in (self.rep, self.leader, self.manager):
            for values in ({"body": "No"}, {"subject": "No"}, {"res_id": 0}, {"author_id": 1}):
                with (
                    self.subTest(person=person.login, values=values),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    own.with_user(person).write(values)
        self.assertIn("at once", own.body)
        own.with_user(self.rep).toggle_message_starred()
        elsewhere = self.customer.with_user(self.rep).message_post(body="Hello")
        elsewhere.with_user(self.rep).write({"body": "Hello again"})
        self.assertIn("again", elsewhere.body)

    def test_a_token_of_before_takes_no_file_away(self):
        file = self.env["ir.attachment"].create(
            {"name": "hall.png", "raw": b"x", "res_model": "crm.call.report"}
        )
        file.res_id = self.report.id
        self.report.photo_ids = file
        token = file._get_ownership_token()
        mine = file.with_user(self.colleague)
        self.assertTrue(mine._has_attachments_ownership([token]), "Odoo's way, while it is open")
        self._submit()
        self.assertFalse(mine._has_attachments_ownership([token]))
        self.authenticate(self.rep.login, f"{self.rep.login}-Secret-1")
        params = {"attachment_id": file.id, "access_token": token}
        self.url_open(
            "/mail/attachment/delete",
            json={"id": 0, "jsonrpc": "2.0", "method": "call", "params": params},
        )
        self.assertEqual(self.report.photo_ids, file)
