from lxml import etree
from odoo import Command
from odoo.tests import tagged

from .test_crm_call_report import ReportCommon

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
