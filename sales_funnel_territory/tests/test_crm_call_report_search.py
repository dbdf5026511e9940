from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ..planning.search_words import search_words
from .test_crm_call_report import ReportCommon

CHINESE = "客户对质量问题不满意，要求新的报价。"


@tagged("-at_install", "post_install")
class TestCallReportSearch(ReportCommon):
    """Whatever was written is found by its words, by whoever may read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chinese = cls._create_report(
            purpose="讨论合同", message_needs=CHINESE, message_product=False
        )
        cls.other_customer = cls.env["res.partner"].create(
            {"name": "Brook Mills", "is_company": True, "is_sales_customer": True}
        )
        cls.theirs = cls._create_report(
            partner_id=cls.other_customer.id,
            user_id=cls.rep_beside.id,
            purpose="质量问题 of somebody else",
            contact_ids=[Command.clear()],
            to_ids=[Command.clear()],
        )
        cls.env.flush_all()

    def _find(self, typed, user=None):
        reports = self.env["crm.call.report"].with_user(user or self.manager)
        return reports.search([("word_search", "ilike", typed), ("user_id", "in", self._ours())])

    def _ours(self):
        return (self.rep | self.rep_beside).ids

    def test_words_of_two_and_four_characters(self):
        for typed in ("报价", "质量问题", "合同", "钱"):
            with self.subTest(typed=typed):
                found = self._find(typed, self.rep)
                self.assertEqual(found, self.chinese if typed != "钱" else found.browse())
        self.assertFalse(self._find("问题质量"))

    def test_latin_words_by_their_beginning(self):
        for typed in ("NIGHT", "secon night", "trial line", "Agréé"):
            with self.subTest(typed=typed):
                self.assertIn(self.report, self._find(typed))
        self.assertFalse(self._find("econd"))
        self.assertEqual(self._find("second night", self.rep), self.report)

    def test_rows_are_found_with_their_report(self):
        self.report.write(
            {
                "objective_ids": [Command.create({"name": "Sample", "wanted": "three 样品"})],
                "action_ids": [Command.create({"name": "Send datasheet", "user_id": self.rep.id})],
                "risk": "Rückzug",
            }
        )
        self._submit()
        self.env["crm.call.report.addition"].with_user(self.rep).create(
            {"report_id": self.report.id, "text": "He called: 延期"}
        )
        self.report.with_user(self.leader)._acknowledge("Splendid")
        for typed in ("样品", "datasheet", "ruckzug", "延期", "splendid", self.report.name):
            with self.subTest(typed=typed):
                self.assertEqual(self._find(typed), self.report)
        self.report.action_ids.sudo().name = "Send brochure"
        self.assertFalse(self._find("datasheet"))

    def test_only_what_one_may_read_is_found(self):
        self.assertEqual(self._find("质量问题"), self.theirs | self.chinese)
        self.assertEqual(self._find("质量问题", self.rep), self.chinese)
        self.assertFalse(self._find("质量问题", self.foreigner))
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self._find("质量问题", user)

    def test_signs_are_no_syntax(self):
        for typed in (
            *("'", "''", "\\", "a' | 'b", "!报价", "报价:*", "报价 & !合同", "(", "%", "_", "<->"),
            "'; DROP TABLE crm_call_report; --",
            "%(x)s %s",
        ):
            with self.subTest(typed=typed):
                self._find(typed)
        self.assertEqual(self._find("报价 & 合同"), self.chinese)
        self.assertFalse(self._find("?!"))

    def test_nothing_typed_is_no_condition(self):
        self.assertIn(self.report, self._find(""))

    def test_several_words_and_none_of_them(self):
        reports = self.report | self.chinese
        domain = Domain("word_search", "in", ["报价", "night"])
        self.assertEqual(reports.search(domain & Domain("id", "in", reports.ids)), reports)
        others = reports.search(
            Domain("id", "in", reports.ids) & ~Domain("word_search", "ilike", "报价")
        )
        self.assertEqual(others, self.report)

    def test_the_words_are_kept_by_the_report_itself(self):
        words = search_words(CHINESE)
        self.assertLessEqual(set(words), set(self.chinese.words.split()))
        with self.assertRaises(AccessError):
            self.report.with_user(self.rep).words = "bribe"
        mine = self.env["crm.call.report"].with_user(self.rep)
        made = mine.create({"partner_id": self.customer.id, "words": "bribe", "purpose": "Tea"})
        self.assertNotIn("bribe", made.words)

    def test_many_reports_are_found_by_the_index(self):
        self.env.cr.execute(
            """INSERT INTO crm_call_report (name, kind, state, partner_id, user_id, date,
                company_id, active, words)
            SELECT 'B' || i, 'phone', 'submitted', %s, %s, %s, %s, TRUE,
                'line ' || md5(i::text) || CASE WHEN i %% 500 = 0 THEN ' 质量 量问 问题' ELSE '' END
            FROM generate_series(1, 5000) AS i""",
            [self.customer.id, self.rep.id, datetime(2026, 1, 5), self.env.company.id],
        )
        self.env.cr.execute("SELECT gin_clean_pending_list('crm_call_report_words_found')")
        self.env.cr.execute("ANALYZE crm_call_report")
        reports = self.env["crm.call.report"].with_user(self.rep)
        for typed in ("质量问题", "问题", "datasheet 报价"):
            query = reports._search([("word_search", "ilike", typed)], order="date desc", limit=80)
            plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            text = "\n".join(line for (line,) in plan)
            with self.subTest(typed=typed):
                self.assertIn("crm_call_report_words_found", text)
                self.assertNotIn("Seq Scan on crm_call_report\n", text)
        self.assertEqual(reports.search_count([("word_search", "ilike", "质量问题")]), 10 + 1)


@tagged("-at_install", "post_install")
class TestFollowUpLog(ReportCommon):
    """What happened, line by line; and on the customer's timeline."""

    def test_a_line_of_the_log(self):
        lead = self._create_lead(self.stage_in)
        self.report.write({"message_budget": "<b>5,000</b>", "opportunity_ids": lead})
        self._submit()
        line = self.report.with_user(self.leader)
        texts = ["Agree on the trial", "The second line runs at night as well.", "<b>5,000</b>"]
        self.assertEqual(line.log_content.splitlines(), texts)
        self.assertEqual(line.log_stage, "In")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_call_report_action_log"
        )
        self.assertIn("submitted", action["domain"])

    def test_a_stage_one_may_not_see_is_not_told(self):
        hidden = self._create_lead(self.stage_best, user_id=self.colleague.id, name="Hidden")
        self.report.opportunity_ids = hidden
        self.assertFalse(self.report.with_user(self.rep).log_stage)
        self.assertEqual(self.report.with_user(self.manager).log_stage, self.stage_best.name)

    def test_the_timeline_has_the_report_once(self):
        self.report.write({"reaction": "<i>wants</i> figures", "next_step": "Send them"})
        self.assertFalse(self._timeline(self.rep, "report"))
        self._submit()
        (entry,) = self._timeline(self.rep, "report")
        self.assertEqual(entry["title"], "Agree on the trial")
        self.assertEqual(entry["text"], "<i>wants</i> figures · Next step: Send them")
        self.assertEqual(entry["people"], "Vera Buyer")
        self.assertFalse(self._timeline(self.rep, "visit"))  # it is the report's
        self.assertFalse(self._timeline(self.colleague, "report"))
        self.assertTrue(self._timeline(self.colleague, "visit"))

    def _timeline(self, user, kind):
        self.env.flush_all()
        customer = self.customer.with_user(user)
        return customer.get_customer_timeline(kinds=[kind])["entries"]
