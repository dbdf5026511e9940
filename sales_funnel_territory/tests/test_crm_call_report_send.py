from lxml import html
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_crm_call_report import ReportCommon

PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    b"AABJRU5ErkJggg=="
)


@tagged("-at_install", "post_install")
class TestCallReportSend(ReportCommon):
    """Colleagues get the report; the customer only what a person sends him."""

    def setUp(self):
        super().setUp()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
        self.contact.email = "vera@hale.example"
        self.customer.email = "info@hale.example"
        self.report.write(
            {
                "cc_ids": [Command.set(self.colleague.ids)],
                "reaction": "<script>alert(1)</script> likes it",
                "message_budget": "Up to 5,000",
                "risk": "The competitor is cheaper",
                "next_step": "Trial",
                "action_ids": [Command.create({"name": "Send datasheet", "user_id": self.rep.id})],
            }
        )
        self.report.message_subscribe((self.contact | self.customer).ids)

    def _mails(self):
        return self.env["mail.mail"].sudo().search([])

    def _recipients(self, since):
        mails = self._mails() - since
        notified = (
            self.env["mail.notification"]
            .sudo()
            .search([("mail_message_id.model", "=", "crm.call.report")])
        )
        return mails.recipient_ids | notified.res_partner_id

    def test_submitting_tells_whom_it_is_addressed_to_and_nobody_else(self):
        before = self._mails()
        self._submit()
        self.assertTrue(self.report.is_to_send)
        self.assertEqual(self._mails(), before)
        self.env["crm.call.report"]._send_submitted()
        told = self._recipients(before)
        self.assertEqual(told, (self.leader | self.colleague).partner_id)
        self.assertFalse(self.report.is_to_send)
        self.assertEqual(self.env["crm.call.report"]._send_submitted(), 0)
        message = self.report.message_ids[0]
        self.assertEqual(message.author_id, self.rep.partner_id)
        text = html.fromstring(message.body).text_content()
        for word in ("Agree on the trial", "Vera Buyer", "Up to 5,000", "Send datasheet"):
            self.assertIn(word, text)
        self.assertNotIn("<script>", message.body)

    def test_no_customer_is_ever_mailed(self):
        before = self._mails()
        self._submit()
        self.env["crm.call.report"]._send_submitted()
        self.report.with_user(self.rep)._send_to_colleagues(self.portal | self.leader)
        self.report.with_user(self.leader)._acknowledge("Well done")
        self.report.message_post(body="Ask him again", subtype_xmlid="mail.mt_comment")
        outside = self.contact | self.customer | self.portal.partner_id
        self.assertFalse(self._recipients(before) & outside)
        sent = (self._mails() - before).mapped("email_to")
        self.assertFalse([one for one in sent if one and "hale.example" in one])

    def test_sending_again_with_a_word(self):
        with self.assertRaisesRegex(UserError, "not submitted"):
            self.report.with_user(self.rep).action_send()
        self._submit()
        dialog = Form(
            self.env["crm.call.report.send"]
            .with_user(self.leader)
            .with_context(default_report_id=self.report.id)
        )
        dialog.note = "Have a <look>"
        record = dialog.save()
        self.assertEqual(record.user_ids, self.colleague)
        self.assertIn("Have a &lt;look&gt;", record.preview)
        record.action_send()
        message = self.report.message_ids[0]
        self.assertIn("Have a &lt;look&gt;", message.body)
        self.assertEqual(message.author_id, self.leader.partner_id)

    def test_who_may_not_read_it_does_not_send_it(self):
        self._submit()
        for user in (self.rep_beside, self.foreigner):
            with self.assertRaises(AccessError):
                self.report.with_user(user).action_send()
            with self.assertRaises(AccessError):
                self.report.with_user(user).action_send_to_customer()
            dialog = self.env["crm.call.report.send"].with_user(user)
            with self.assertRaises(AccessError):
                made = dialog.create({"report_id": self.report.id, "user_ids": user.ids})
                made.action_send()

    def test_the_customer_gets_what_was_agreed_and_a_person_sends_it(self):
        self._submit()
        before = self._mails()
        action = self.report.with_user(self.rep).action_send_to_customer()
        self.assertEqual(self._mails(), before)  # nothing yet: it is read first
        self.assertEqual(action["res_model"], "mail.compose.message")
        body = str(action["context"]["default_body"])
        for word in ("Send datasheet", "Trial", "Vera Buyer; "):
            self.assertIn(word, body)
        subject = action["context"]["default_subject"]
        for word in ("Agree on the trial", "5,000", "competitor", "likes it", "runs at night"):
            self.assertNotIn(word, body + subject)
        composer = (
            self.env["mail.compose.message"].with_user(self.rep).with_context(**action["context"])
        )
        record = Form(composer).save()
        self.assertEqual(record.partner_ids, self.contact)
        record.action_send_mail()
        mails = self._mails() - before
        message = self.customer.message_ids[0]
        self.assertIn("Send datasheet", message.body)
        self.assertEqual(message.notified_partner_ids, self.contact)
        self.assertLessEqual(mails.recipient_ids, self.contact)

    def _compose(self):
        """Return the mail editor as the rep opens it on the submitted report."""
        action = self.report.with_user(self.rep).action_send_to_customer()
        return Form(
            self.env["mail.compose.message"].with_user(self.rep).with_context(**action["context"])
        )

    def test_the_customer_is_written_to_in_his_language(self):
        self._speak_french()
        self.contact.lang = "fr_FR"
        self._submit()
        before = self._mails()
        mail = self._compose()
        self.assertEqual(mail.call_report_lang, "fr_FR")
        self.assertEqual(mail.subject, "What we agreed on 08/12/2026")
        self.assertIn("Merci", mail.body)
        mail.call_report_lang = "en_US"
        self.assertEqual(mail.subject, "What we agreed on 12/08/2026")
        self.assertNotIn("Merci", mail.body)
        mail.call_report_lang = "fr_FR"
        mail.body = mail.body.replace("Merci", "Grand merci")
        self.assertEqual(self._mails(), before, "choosing a language sends nothing")
        record = mail.save()
        self.assertEqual(record.lang, "fr_FR", "the words around the text")
        record.action_send_mail()
        self.assertIn("Grand merci", self.customer.message_ids[0].body)

    def test_whose_language_it_is(self):
        self._speak_french()
        report = self.report.with_user(self.rep)
        self.contact.lang, self.customer.lang = False, "fr_FR"
        self.assertEqual(report._find_customer_lang(self.contact), "fr_FR")
        self.customer.lang = False
        self.env["res.lang"]._lang_get("fr_FR").active = False
        self.env.cr.execute("UPDATE res_partner SET lang = 'fr_FR' WHERE id = %s", self.contact.ids)
        self.contact.invalidate_recordset()
        self.assertEqual(report._find_customer_lang(self.contact), "en_US", "not installed")
        self._submit()
        self.assertFalse(self._compose().call_report_lang, "nothing to choose")

    def test_on_paper_stands_what_stands_in_the_mail(self):
        self._speak_french()
        self.contact.lang = "fr_FR"
        self._submit()
        printed = []

        def render(reports, name, ids, data):
            page, kind = reports._render_qweb_html(name, ids, data=data)
            printed.append((reports.env.lang, html.fromstring(page).text_content()))
            return page, kind

        self.patch(self.registry["ir.actions.report"], "_render_qweb_pdf", render)
        before = self._mails()
        record = self._compose().save()
        record.action_attach_call_report()
        self.assertEqual(self._mails(), before, "attached is not sent")
        paper = record.attachment_ids
        self.assertEqual(paper.mimetype, "application/pdf")
        record.body = record.body.replace("Merci", "Grand merci")
        record.action_send_mail()
        message = self.customer.message_ids[0]
        self.assertEqual(len(message.attachment_ids), 1)
        self.assertFalse(paper & message.attachment_ids, "printed anew from the text that is sent")
        lang, text = printed[-1]
        self.assertEqual(lang, "fr_FR")
        for word in ("Grand merci", "Send datasheet", "Hale Tools"):
            self.assertIn(word, text)
        for word in ("Agree on the trial", "5,000", "competitor", "likes it", "runs at night"):
            self.assertNotIn(word, text)

    def _composed_with_quick_paper(self):
        self._submit()
        printed = (b"paper", "pdf")
        self.patch(self.registry["ir.actions.report"], "_render_qweb_pdf", lambda *_args: printed)
        return self._compose().save()

    def test_a_paper_that_was_taken_away_does_not_come_back(self):
        record = self._composed_with_quick_paper()
        record.action_attach_call_report()
        record.attachment_ids = False
        record.action_send_mail()
        self.assertFalse(self.customer.message_ids[0].attachment_ids)

    def test_what_is_scheduled_has_no_paper(self):
        record = self._composed_with_quick_paper()
        record.scheduled_date = "2026-12-20 09:00:00"
        record.action_attach_call_report()
        with self.assertRaisesRegex(UserError, "send it now"):
            record.action_schedule_message()
        record.attachment_ids = False
        record.action_schedule_message()
        scheduled = self.env["mail.scheduled.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual(scheduled.partner_ids, self.contact)
        self.assertFalse(scheduled.attachment_ids)

    def _speak_french(self):
        self.env["res.lang"].search([("code", "!=", "en_US")]).active = False
        self.env["res.lang"]._activate_lang("fr_FR")
        words = {"Thank you for your time. This is what we noted:": "Merci de votre temps :"}
        view = self.env.ref("sales_funnel_territory.crm_call_report_minutes")
        view.update_field_translations("arch_db", {"fr_FR": words})


@tagged("-at_install", "post_install")
class TestCallReportPaper(ReportCommon):
    """On paper: the heads of a call report, the message, the action plan."""

    def _render(self, lang="en_US", user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.rep).with_context(lang=lang)
        name = "sales_funnel_territory.crm_call_report_document"
        page, _type = reports._render_qweb_html(name, self.report.ids)
        return html.fromstring(page)

    def test_the_heads_of_a_call_report(self):
        self.customer.write({"phone": "+49 40 1", "street": "Hafen 1", "city": "Hamburg"})
        self.report.write(
            {
                "cc_ids": [Command.set(self.colleague.ids)],
                "reaction": "<b>wants</b> 三份样品",
                "action_ids": [
                    Command.create(
                        {
                            "name": "Send datasheet",
                            "user_id": self.rep.id,
                            "date_due": "2026-12-15",
                        }
                    )
                ],
                "next_step": "Trial",
                "next_step_date": "2026-12-20",
            }
        )
        self._submit()
        page = self._render()
        heads = {
            row[0].text_content().strip(): row[1].text_content().strip()
            for row in page.xpath("//table[hasclass('o_sft_heads')]//tr")
        }
        self.assertEqual(heads["To"], self.leader.name)
        self.assertEqual(heads["CC"], self.colleague.name)
        self.assertEqual(heads["Company"], "Hale Tools")
        self.assertEqual(heads["Contact Name"], "Vera Buyer")
        self.assertEqual(heads["Group"], "Purchasing")
        self.assertEqual(heads["Phone"], "+49 40 1")
        self.assertEqual(heads["Address"], "Hafen 1, Hamburg")
        self.assertIn("Date", heads)
        text = page.text_content()
        for word in ("MESSAGE", "ACTION PLAN", "<b>wants</b> 三份样品", "12/15/2026", "Next Step"):
            self.assertIn(word, text)
        (plan,) = page.xpath("//table[@name='action_plan']//tbody/tr")
        self.assertEqual(plan[0].text_content().strip(), "Send datasheet")

    def test_a_head_with_nothing_in_it_stays(self):
        self.report.cc_ids = False
        labels = self._render().xpath("//table[hasclass('o_sft_heads')]//tr/td[1]/text()")
        self.assertEqual([one.strip() for one in labels][:2], ["To", "CC"])

    def test_objectives_have_no_empty_columns_before_the_visit(self):
        objective = self.env["crm.call.report.objective"].create(
            {"report_id": self.report.id, "name": "A date", "wanted": "In December"}
        )
        self.assertNotIn("Outcome", self._render().text_content())
        objective.outcome = "reached"
        self.assertIn("Outcome", self._render().text_content())

    def test_photos_are_printed_and_nothing_that_is_none(self):
        photo = {"res_model": "crm.call.report", "res_id": self.report.id, "name": "The gate"}
        good = {**photo, "datas": PIXEL, "mimetype": "image/png"}
        broken = {**photo, "raw": b"no photo", "name": "Broken"}
        # as it may have been stored long ago
        photos = self.env["ir.attachment"].create([good, broken])
        photos[1].mimetype = "image/png"
        self.report.photo_ids = photos
        images = self._render().xpath("//img[starts-with(@src, 'data:image')][@alt!='Logo']")
        self.assertEqual([one.get("alt") for one in images], ["The gate"])

    def test_the_signs_of_each_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        report = self.report.with_context(lang="en_US")
        self.assertIn("Noto Sans CJK SC", report._get_paper_fonts())
        self.assertIn("Noto Sans CJK TC", report.with_context(lang="zh_TW")._get_paper_fonts())

    def test_who_may_not_read_it_does_not_print_it(self):
        for user in (self.rep_beside, self.foreigner, self.portal):
            with self.assertRaises(AccessError):
                self._render(user=user)
