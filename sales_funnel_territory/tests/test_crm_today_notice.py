from datetime import datetime

from freezegun import freeze_time
from lxml import html
from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import tagged

from .test_crm_today import TodayCommon


@tagged("-at_install", "post_install")
class TestNotices(TodayCommon):
    """Rosa wants no notice of each visit she is given; Leo writes to her all the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.email = "rosa@example.com"
        cls.rep.notification_type = "inbox"
        cls.env.flush_all()

    def _told(self):
        """Return what Rosa has been told, the latest first."""
        notices = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.rep.partner_id.id)], order="id desc"
        )
        return notices.mail_message_id

    def _assign(self, record):
        record.with_user(self.leader).activity_schedule(
            "mail.mail_activity_data_todo",
            Date.to_date("2026-12-08"),
            "Bring it",
            user_id=self.rep.id,
        )

    def _send(self):
        return self.env["crm.funnel.job"]._job_morning_message()

    def test_each_as_it_comes(self):
        self._assign(self.visit)
        self.assertEqual(len(self._told()), 1)

    def test_muted(self):
        self.rep.with_user(self.rep).sales_notice = "none"
        self._assign(self.visit)
        self._assign(self.customer)
        visit = self.visit.with_context(tracking_disable=False)
        visit.copy({"user_id": self.colleague.id}).with_user(self.leader).user_id = self.rep
        self.assertFalse(self._told())
        self.assertEqual(self._look()["activities"]["count"], 2, "they stand in her day")
        self.visit.with_user(self.leader).message_post(
            body="Take the catalogue", message_type="comment", partner_ids=self.rep.partner_id.ids
        )
        self.assertEqual(len(self._told()), 1, "what a colleague writes always comes")
        self._send()
        self.assertEqual(len(self._told()), 1, "nor in the morning")

    def test_bundled_into_one_message_in_the_morning(self):
        self.rep.with_user(self.rep).sales_notice = "morning"
        self._assign(self.visit)
        self.assertFalse(self._told())
        with freeze_time("2026-12-08 04:30:00"):  # half past five in Berlin
            self._send()
        self.assertFalse(self._told())
        self._send()
        message = self._told()
        self.assertEqual(len(message), 1)
        for words in ("10:00", self.customer.name, "Agree on the trial", "Bring it"):
            self.assertIn(words, message.body)
        self._send()
        self.assertEqual(len(self._told()), 1, "one a day")

    def test_every_row_opens_what_it_tells(self):
        self.rep.sales_notice = "morning"
        self._assign(self.customer)
        report = self._owe_a_report()
        self._send()
        page = html.fromstring(self._told().body)
        links = {one.text_content().strip(): one.get("href") for one in page.xpath("//a")}
        self.assertEqual(links[self.customer.name], f"/odoo/call-reports/{report.id}")
        self.assertEqual(links[f"10:00 {self.customer.name}"], f"/odoo/visits/{self.visit.id}")
        self.assertEqual(links["Bring it"], f"/odoo/res.partner/{self.customer.id}")
        self.assertIn("due Today", page.text_content())
        self.assertFalse(self._told().model, "nobody is asked to open himself")

    def test_a_late_report_is_told_once(self):
        self.rep.sales_notice = "morning"
        self._owe_a_report()
        self.env["crm.call.report"]._remind_of_due()
        self._send()
        body = self._told().body
        self.assertEqual(body.count("What he wants"), 1)
        self.assertNotIn("Submit the call report", body)

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        view = self.env.ref("sales_funnel_territory.crm_today_message")
        view.update_field_translations("arch_db", {"fr_FR": {"Late Reports": "En retard"}})
        self.rep.write({"sales_notice": "morning", "lang": "fr_FR"})
        report = self._owe_a_report()
        self._send()
        self.assertIn("En retard", self._told().body)
        self.env["crm.call.report"]._remind_of_due()
        with self.subTest("the day that his clock has"):
            self.assertEqual(report.activity_ids.date_deadline, Date.to_date("2026-12-04"))

    def test_new_activities_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        kind = self.env["mail.activity.type"].create({"name": "Bring a sample"})
        kind.with_context(lang="fr_FR").name = "Apporter un modèle"
        self.rep.write({"sales_notice": "morning", "lang": "fr_FR"})
        self.customer.with_user(self.leader).activity_schedule(
            activity_type_id=kind.id,
            date_deadline=Date.to_date("2026-12-08"),
            user_id=self.rep.id,
        )
        self._send()
        self.assertIn("Apporter un modèle", self._told().body)

    def test_an_activity_on_nothing_opens_the_day(self):
        self.rep.sales_notice = "morning"
        self.env["mail.activity"].create(
            {
                "summary": "Think it over",
                "user_id": self.rep.id,
                "date_deadline": Date.to_date("2026-12-08"),
            }
        )
        self._send()
        (link,) = html.fromstring(self._told().body).xpath("//a[text()='Think it over']/@href")
        self.assertEqual(link, "/odoo/today")

    def test_from_the_company_of_the_person(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.write({"company_ids": [Command.link(other.id)], "company_id": other.id})
        self.rep.write({"sales_notice": "morning", "notification_type": "email"})
        prepare = self.registry["mail.thread"]._notify_by_email_prepare_rendering_context
        heads = []

        def keep(thread, *args, **options):
            values = prepare(thread, *args, **options)
            heads.append(values["company"])
            return values

        self.patch(self.registry["mail.thread"], "_notify_by_email_prepare_rendering_context", keep)
        self._send()
        self.assertEqual(heads, [self.rep.company_id])

    def _owe_a_report(self):
        return self.env["crm.call.report"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "date": datetime(2026, 12, 2, 22),
                "date_end": datetime(2026, 12, 2, 23),
                "state": "in_progress",
                "purpose": "What he wants",
            }
        )

    def test_none_on_a_day_off(self):
        self.rep.sales_notice = "morning"
        self.visit.start = datetime(2026, 12, 12, 9)
        with freeze_time("2026-12-12 08:00:00"):  # a Saturday
            self._send()
        self.assertFalse(self._told())

    def test_none_where_there_is_nothing_to_say(self):
        self.rep.sales_notice = "morning"
        self.visit.unlink()
        self._send()
        self.assertFalse(self._told())

    def test_morning_in_honolulu(self):
        self.rep.tz = "Pacific/Honolulu"
        self.rep.sales_notice = "morning"
        self._assign(self.visit)
        self._send()
        self.assertFalse(self._told(), "half past nine in the evening, a day before")
        with freeze_time("2026-12-08 16:30:00"):
            self._send()
        self.assertEqual(len(self._told()), 1)

    def test_markup_in_a_purpose_is_words(self):
        self.rep.sales_notice = "morning"
        self.visit.purpose = "<b onclick='x'>Trial</b>"
        self._send()
        self.assertIn("&lt;b onclick", self._told().body)

    def test_outsiders_get_none(self):
        self.portal.sales_notice = "morning"
        self.assertNotIn(self.portal, self.env["res.users"]._find_morning_readers())

    def test_everybody_sets_his_own(self):
        self.rep.with_user(self.rep).sales_notice = "morning"
        with self.assertRaises(AccessError):
            self.rep.with_user(self.colleague).sales_notice = "none"
        with self.assertRaises(AccessError):
            self.rep.with_user(self.rep).sales_notice_on = "2026-12-08"
