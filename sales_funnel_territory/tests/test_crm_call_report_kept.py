from datetime import datetime, timedelta
from unittest.mock import patch

from lxml import etree
from odoo import Command
from odoo.addons.web.models.models import Base
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .test_crm_call_report import NOW, ReportCommon

HOSTILE = (
    "'",
    "''); DROP TABLE res_partner; --",
    "trial' & '",
    "trial:* | !night",
    "<-> trial",
    "%",
    "_",
    "\\",
    "\\'",
    "trial\x00",
    "(((",
    "&|!",
    "a:bc",
    "trial " * 20000,
    "质量" * 5000,
    " ".join(map(str, range(30000))),
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "ignore"),
)


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


@tagged("-at_install", "post_install")
class TestCallReportKept(ReportCommon):
    """What was submitted stays as it was, whatever changes around it."""

    def test_other_hours_count_for_open_reports_only(self):
        still = self._create_report()
        self._submit()
        before, due = self.report.deadline, still.deadline
        self.assertFalse(self.report.is_late)
        self.env.company.call_report_hours = 400
        self.assertEqual(self.report.deadline, before)
        self.assertGreater(still.deadline, due)
        self.env.company.call_report_hours = 1
        self.env.flush_all()
        self.assertEqual(self.report.deadline, before)
        self.assertEqual((self.report.timeliness, self.report.is_late), ("on_time", False))

    def test_the_clock_is_set_forward(self):
        calendar = self.env["resource.calendar"].create({"name": "Berlin", "tz": "Europe/Berlin"})
        self.rep.company_id.resource_calendar_id = calendar
        self.rep.tz = "Europe/Berlin"
        last = max(calendar.attendance_ids.mapped("hour_to"))
        self._at(datetime(2027, 3, 26, 15))  # a Friday; on Sunday clocks are set forward
        report = self._create_report(
            date=datetime(2027, 3, 26, 13), date_end=datetime(2027, 3, 26, 14)
        )
        # as work ends on Monday: two hours ahead of UTC by then, not one
        self.assertEqual(report.deadline, datetime(2027, 3, 29) + timedelta(hours=last - 2))
        late = self._create_report(
            date=datetime(2027, 3, 24, 20), date_end=datetime(2027, 3, 24, 22, 30)
        )
        self.assertEqual(late.deadline, datetime(2027, 3, 25, 22, 30), "24 hours, late at night")

    def test_messages_about_it_stay(self):
        self._submit()
        message = self.report.with_user(self.rep).message_post(
            body="He agreed", message_type="comment"
        )
        with self.assertRaisesRegex(UserError, "write another message"):
            self.report.with_user(self.rep)._message_update_content(message, body="He refused")
        self.assertIn("agreed", message.body)

    def test_nobody_submits_twice(self):
        self._submit()
        moment = self.report.submitted_on
        self._at(NOW + timedelta(hours=1))
        with self.assertRaises(UserError):
            self._submit()
        with self.assertRaises(UserError):
            self.report.with_user(self.manager).action_start()
        self.assertEqual(self.report.submitted_on, moment)

    def test_a_copy_is_a_new_report(self):
        self._submit()
        self.report.with_user(self.leader)._acknowledge("Fine")
        copy = self.report.with_user(self.rep).copy()
        self.assertEqual((copy.state, copy.visit_id), ("prepared", copy.visit_id.browse()))
        self.assertFalse(copy.submitted_on or copy.acknowledged_by_id or copy.manager_comment)
        self.assertNotEqual(copy.name, self.report.name)

    def test_merged_people_and_opportunities_are_named_once(self):
        twin = self.contact.copy({"name": "Vera Buyer again"})
        leads = self._create_lead(self.stage_in) | self._create_lead(self.stage_in)
        self.report.write(
            {
                "contact_ids": [Command.set((self.contact | twin).ids)],
                "opportunity_ids": [Command.set(leads.ids)],
                "action_ids": [
                    Command.create({"name": "A", "contact_id": twin.id, "lead_id": leads[1].id})
                ],
            }
        )
        self._submit()
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [Command.set((self.contact | twin).ids)]}
        )
        wizard._merge((self.contact | twin).ids, self.contact)
        lead = leads.merge_opportunity()
        self.env.invalidate_all()
        self.assertEqual(self.report.contact_ids, self.contact)
        self.assertEqual(self.report.opportunity_ids, lead)
        self.assertEqual(self.report.action_ids.contact_id, self.contact)
        self.assertEqual(self.report.action_ids.lead_id, lead)
        self.assertEqual(self.report.state, "submitted")

    def test_a_colleague_reads_it_by_the_writers_clock(self):
        self.rep.tz = "Asia/Shanghai"
        self._submit()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
        self.env["crm.call.report"]._send_submitted()
        body = self.report.message_ids[0].body
        self.assertIn("5:00", body, "9 o'clock in UTC")
        self.assertIn("6:30", body)

    def test_a_submitted_report_shows_what_was_told_and_no_empty_parts(self):
        report = self._create_report(message_product="12,000 bottles an hour")
        self.assertIn("needs", report.open_parts, "asked for while it is written")
        self._submit(report)
        self.assertEqual(report.open_parts, "product")
        form = Form(report.with_user(self.rep))
        for name in ("message_needs", "reaction", "risk", "action_ids", "next_visit_on"):
            self.assertTrue(form._get_modifier(name, "invisible"), name)
        self.assertFalse(form._get_modifier("message_product", "invisible"))

    def test_a_pivot_names_each_month_once_and_as_odoo_does(self):
        for person in (self.rep, self.colleague):
            for month in (6, 7):
                start = datetime(2026, month, 3, 9)
                self._create_report(
                    user_id=person.id, date=start, date_end=start + timedelta(hours=1)
                )
        Report, plain = type(self.env["crm.call.report"]), Base
        asked = (
            [("date", "<", "2026-08-01")],
            [["user_id"], ["user_id", "date:month"]],
            ["__count", "on_time_rate:avg"],
        )
        named = []

        def name(reports, spec, values):
            formatter = plain._web_read_group_groupby_formatter(reports, spec, values)
            return lambda value: named.append(value) or formatter(value)

        reports = self.env["crm.call.report"].with_context(tz="Europe/Berlin")
        found = reports.formatted_read_grouping_sets(*asked)
        self.assertEqual(len(found[1]), 4)
        self.assertEqual(len({group["date:month"] for group in found[1]}), 2)
        # as it would be without naming once
        with patch.object(Report, "_web_read_group_groupby_formatter", name):
            self.assertEqual(reports.formatted_read_grouping_sets(*asked), found)
        self.assertEqual(len(named), 10, "two persons; four cells of a person and a month")
        formatter = reports._web_read_group_groupby_formatter("date:month", ())
        with patch("babel.dates.format_datetime", return_value="June") as babel:
            self.assertEqual(formatter(datetime(2026, 6, 1)), formatter(datetime(2026, 6, 1)))
        self.assertEqual(babel.call_count, 1)

    def test_the_template_is_that_of_the_industry(self):
        industry = self.env["res.partner.industry"].create({"name": "Packing"})
        Template = self.env["crm.call.report.template"]
        Template.search([]).active = False
        # an industry whose number is that of the customer
        self.env.cr.execute(
            "UPDATE res_partner_industry SET id = %s WHERE id = %s", [self.customer.id, industry.id]
        )
        self.env.invalidate_all()
        Template.create(
            {"name": "P", "industry_ids": [Command.set([self.customer.id])], "purposes": "Pack"}
        )
        usual = (
            self.env["crm.preparation"]
            .with_user(self.rep)
            .get_preparation("res.partner", self.customer.id)
        )
        self.assertNotIn("Pack", [one["text"] for one in usual["purpose"]["suggestions"]])
        phone = self.env["crm.today"].with_user(self.rep).get_report(self.report.id)
        self.assertNotIn("Pack", phone["purposes"])


@tagged("-at_install", "post_install")
class TestCallReportHostile(ReportCommon):
    """Whatever somebody types into the word search, it looks for words."""

    def test_it_looks_for_words_and_nothing_else(self):
        Report = self.env["crm.call.report"].with_user(self.rep)
        count = self.env["res.partner"].search_count([])
        for typed in HOSTILE:
            for operator in ("ilike", "not ilike", "=", "in"):
                value = [typed] if operator == "in" else typed
                with self.subTest(typed=typed[:40], operator=operator):
                    Report.search([("word_search", operator, value)], limit=1)
        self.assertEqual(self.env["res.partner"].search_count([]), count)
        for typed in ("%", "_", "''", "&|!", "<->"):
            self.assertFalse(Report.search([("word_search", "ilike", typed)]), typed)
        own = [("id", "=", self.report.id)]
        for typed in ("trial' & 'night", "trial:*", "trial | nothing!"):
            found = Report.search([*own, ("word_search", "ilike", typed)])
            self.assertEqual(bool(found), "nothing" not in typed, typed)

    def test_lists_take_as_many_queries_for_many(self):
        reports = self.env["crm.call.report"].concat(
            *(self._create_report(visit_id=False) for _number in range(24))
        )
        views = self.env["crm.call.report"].get_views([(False, "list"), (False, "kanban")])
        for kind in ("list", "kanban"):
            names = self._get_specification(views["views"][kind]["arch"])
            few, many = (self._count_reading(reports[:number], names) for number in (4, 24))
            self.assertEqual(few, many, kind)

    def _get_specification(self, arch):
        fields = self.env["crm.call.report"]._fields
        found = {}
        for node in etree.fromstring(arch).iter("field"):
            name = node.get("name")
            if name in fields:
                spec = {"fields": {"display_name": {}}} if fields[name].relational else {}
                found[name] = spec
        return found

    def _count_reading(self, reports, names):
        self.env.flush_all()
        self.env.invalidate_all()
        Report = self.env["crm.call.report"].with_user(self.rep)
        Report.web_search_read([("id", "in", reports[:1].ids)], names)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        Report.web_search_read([("id", "in", reports.ids)], names)
        return self.cr.sql_log_count - before

    def test_markup_is_text(self):
        attack = "<img src=x onerror=alert(1)>'\"{{7919*7907}}<t t-out='1'/>"
        texts = [
            name
            for name, field in self.env["crm.call.report"]._fields.items()
            if field.type in ("char", "text")
            and field.store
            and not field.readonly
            and not field.related
        ]
        self.report.with_user(self.rep).write(
            dict.fromkeys(texts, attack)
            | {
                "objective_ids": [
                    Command.create(
                        {"name": attack, "wanted": attack, "why": attack, "outcome": "not"}
                    )
                ],
                "action_ids": [Command.create({"name": attack, "user_id": self.rep.id})],
            }
        )
        self._submit()
        self.env["crm.call.report.addition"].with_user(self.rep).create(
            {"report_id": self.report.id, "text": attack}
        )
        self.report.with_user(self.leader)._acknowledge(attack)
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
        self.env["crm.call.report"]._send_submitted()
        dialog = self.env["crm.call.report.send"].with_user(self.rep)
        dialog = dialog.create({"report_id": self.report.id, "note": attack})
        dialog.action_send()
        Action = self.env["ir.actions.report"]
        paper = [
            Action._render_qweb_html(name, self.report.ids)[0].decode()
            for name in ("sales_funnel_territory.crm_call_report_document",)
        ]
        data = {"model": "crm.call.report", "res_id": self.report.id}
        paper.append(
            Action._render_qweb_html(
                "sales_funnel_territory.crm_preparation_document", [], data=data
            )[0].decode()
        )
        minutes = self.report.with_user(self.rep).action_send_to_customer()["context"]
        shown = [
            *self.report.message_ids.mapped("body"),
            *self.env["mail.mail"].sudo().search([]).mapped("body_html"),
            *paper,
            dialog.preview,
            minutes["default_body"],
            self.report.action_ids.activity_id.note,
        ]
        self.assertGreater(len(shown), 5)
        for text in shown:
            self.assertNotIn("<img src=x", str(text))
            self.assertNotIn('<img src="x"', str(text))
            self.assertNotIn(str(7919 * 7907), str(text))
        self.assertIn("&lt;img src=x", paper[0])
