from datetime import date, datetime

from lxml import html
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CountsQueries
from .test_crm_call_report import ReportCommon

MOST_QUERIES = 25


class PreparationCommon(ReportCommon):
    """The rep will visit Hale Tools again on Thursday; much is open there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(
            {"user_id": cls.rep.id, "phone": "+49 40 1", "city": "Hamburg", "street": "Hafen 1"}
        )
        cls.customer.customer_status_id.class_id = cls.env["crm.customer.class"].search(
            [("code", "=", "A")]
        )
        cls.contact.write({"birthday": "1980-12-12", "relationship_level": "3"})
        cls.report.write(
            {
                "reaction": "Wants <b>figures</b>",
                "next_step": "Show the figures",
                "next_step_date": date(2026, 12, 20),
                "action_ids": [
                    Command.create(
                        {"name": "Quotation", "user_id": cls.rep.id, "date_due": "2026-12-07"}
                    ),
                    Command.create(
                        {
                            "name": "Drawing of the hall",
                            "contact_id": cls.contact.id,
                            "user_id": False,
                            "date_due": "2026-12-08",
                        }
                    ),
                    Command.create({"name": "Done before", "user_id": cls.rep.id, "state": "done"}),
                ],
            }
        )
        cls.gate = cls.env["crm.stage.gate"].create(
            {"name": "Budget is known", "stage_id": cls.stage_in.id, "kind": "statement"}
        )
        cls.lead = cls._create_lead(cls.stage_in, name="New hall", expected_revenue=5000)
        cls.next_visit = cls.env["crm.visit"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.rep.id,
                "window_from": date(2026, 12, 10),
                "start": datetime(2026, 12, 10, 9),
                "state": "planned",
                "contact_ids": [Command.set(cls.contact.ids)],
            }
        )
        cls.env.cr.flush()

    def _prepare(self, record, user=None):
        preparation = self.env["crm.preparation"].with_user(user or self.rep)
        preparation = preparation.with_context(lang="en_US")  # as a client's call has it
        preparation.env.invalidate_all()
        return preparation.get_preparation(record._name, record.id)

    def _part(self, preparation, key):
        return next(part for part in preparation["parts"] if part["key"] == key)

    def _titles(self, preparation, key):
        return [item["title"] for item in self._part(preparation, key)["items"]]


@tagged("-at_install", "post_install")
class TestPreparation(PreparationCommon):
    def setUp(self):
        super().setUp()
        self._submit()
        self.env.flush_all()

    def test_all_there_is_to_know_before_a_visit(self):
        found = self._prepare(self.next_visit)
        self.assertEqual(found["head"]["name"], "Hale Tools")
        self.assertEqual(found["head"]["phone"], "+49 40 1")
        self.assertEqual(found["head"]["address"], "Hafen 1, Hamburg")
        self.assertIn("A", found["head"]["class"])
        (report,) = self._part(found, "report")["items"]
        self.assertEqual(report["title"], "Agree on the trial")
        self.assertIn("Vera Buyer", report["text"])
        lines = [line["text"] for line in report["lines"]]
        self.assertEqual(lines, ["Wants <b>figures</b>", "Show the figures (12/20/2026)"])
        self.assertEqual(self._titles(found, "action"), ["Drawing of the hall", "Quotation"])
        groups = [item["group"] for item in self._part(found, "action")["items"]]
        self.assertEqual(groups, ["Theirs", "Ours"])
        (person,) = self._part(found, "person")["items"]
        self.assertIn("Birthday in 4 days", [badge["text"] for badge in person["badges"]])
        (deal,) = self._part(found, "opportunity")["items"]
        lines = [line["text"] for line in deal["lines"]]
        self.assertIn("Budget is known", lines)
        self.assertIn("Economic Buyer: nobody named", lines)
        self.assertTrue(self._part(found, "profile")["items"])

    def test_purposes_are_suggested_and_taken_over(self):
        purpose = self._prepare(self.next_visit)["purpose"]
        self.assertEqual((purpose["model"], purpose["res_id"]), ("crm.visit", self.next_visit.id))
        self.assertTrue(purpose["may_write"])
        kinds = [one["kind"] for one in purpose["suggestions"]]
        self.assertEqual(kinds[:4], ["next_step", "theirs", "role", "criterion"])
        self.assertEqual(purpose["suggestions"][0]["text"], "Show the figures")
        seen = self._prepare(self.next_visit, self.colleague)["purpose"]
        self.assertFalse(seen["may_write"])
        self.assertFalse(self._prepare(self.report)["purpose"]["may_write"])
        self.assertFalse(self._prepare(self.customer)["purpose"]["model"])

    def test_from_a_person_an_opportunity_and_a_report(self):
        for record in (self.contact, self.lead, self.customer):
            with self.subTest(record=record):
                found = self._prepare(record)
                self.assertEqual(self._titles(found, "report"), ["Agree on the trial"])
        other = self._create_lead(self.stage_above, name="Large", expected_revenue=9_000)
        self.assertEqual(
            self._titles(self._prepare(self.lead), "opportunity"), ["New hall", "Large"]
        )
        self.assertEqual(self._titles(self._prepare(other), "opportunity")[0], "Large")
        # a report is no last report of itself
        self.assertFalse(self._titles(self._prepare(self.report), "report"))

    def test_what_one_may_not_read_is_not_there(self):
        found = self._prepare(self.customer, self.rep_beside)
        for key in ("report", "action", "opportunity"):
            with self.subTest(key=key):
                self.assertEqual(self._titles(found, key), [])
        texts = str(found)
        for secret in ("figures", "Quotation", "Drawing", "New hall", "Budget is known"):
            self.assertNotIn(secret, texts)
        found = self._prepare(self.customer, self.leader)
        self.assertEqual(self._titles(found, "action"), ["Drawing of the hall", "Quotation"])
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self._prepare(self.customer, user)
        with self.assertRaises(AccessError):
            self._prepare(self.report, self.rep_beside)
        with self.assertRaises(AccessError):
            self._prepare(self.report, self.foreigner)

    def test_who_has_to_do_something_sees_no_more_of_the_report(self):
        self.report.action_ids.filtered(lambda one: one.name == "Quotation").sudo().write(
            {"user_id": self.rep_beside.id}
        )
        self.report.sudo().to_ids -= self.rep_beside
        found = self._prepare(self.customer, self.rep_beside)
        (item,) = self._part(found, "action")["items"]
        self.assertEqual(item["title"], "Quotation")
        self.assertFalse(self._titles(found, "report"))

    def test_what_cannot_be_prepared(self):
        for model, res_id in (
            ("res.users", 1),
            ("crm.visit", 0),
            ("crm.visit", self.visit.id + 99),
        ):
            with self.assertRaises(UserError):
                self.env["crm.preparation"].with_user(self.rep).get_preparation(model, res_id)
        nobody = self.env["crm.visit"].create(
            {"user_id": self.rep.id, "start": datetime(2026, 12, 9)}
        )
        with self.assertRaisesRegex(UserError, "no customer"):
            self._prepare(nobody)

    def test_a_report_is_offered_where_one_can_be_written(self):
        visit = self.visit.copy()
        self.assertTrue(self._prepare(visit)["may_report"])
        self.assertFalse(self._prepare(visit, self.rep_beside)["may_report"], "not his visit")
        self.customer.is_sales_customer = False
        self.assertFalse(self._prepare(visit)["may_report"], "a customer no longer")
        self.assertTrue(self._prepare(self.visit)["may_report"], "there is one already")

    def test_a_new_customer(self):
        fresh = self.env["res.partner"].create(
            {"name": "Brook Mills", "is_company": True, "is_sales_customer": True}
        )
        self.env.cr.flush()
        found = self._prepare(fresh)
        for part in found["parts"]:
            self.assertTrue(part["label"])
            self.assertTrue(part["empty"])
        self.assertFalse(self._titles(found, "report"))

    def test_on_paper(self):
        action = (
            self.env["crm.preparation"]
            .with_user(self.rep)
            .print_preparation("crm.visit", self.next_visit.id)
        )
        self.assertEqual(action["report_type"], "qweb-pdf")
        reports = self.env["ir.actions.report"].with_user(self.rep)
        page, _type = reports._render_qweb_html(action["report_name"], [], data=action["data"])
        text = " ".join(html.fromstring(page).text_content().split())
        for word in ("Hale Tools", "Show the figures", "Drawing of the hall", "Budget is known"):
            self.assertIn(word, text)
        self.assertIn("Wants <b>figures</b>", text)
        outside = self.env["ir.actions.report"].with_user(self.portal)
        with self.assertRaises(AccessError):
            outside._render_qweb_html(action["report_name"], [], data=action["data"])


@tagged("-at_install", "post_install")
class TestPreparationQueries(CountsQueries, PreparationCommon):
    """However long the story with a customer is."""

    def test_few_queries_whatever_there_is(self):
        self._submit()
        self.env["crm.buying.role"].create(
            {"lead_id": self.lead.id, "partner_id": self.contact.id, "role": "technical"}
        )
        few = self._count_prepare()
        self._fill()
        many = self._count_prepare()
        self.assertEqual(many, few)
        self.assertLessEqual(many, MOST_QUERIES)

    def _count_prepare(self):
        def work():
            self._prepare(self.next_visit)

        return self._count(work)

    def _fill(self):
        """500 reports with two action items each, 50 opportunities with a buying role each."""
        self.env.cr.execute(
            """WITH made AS (
                INSERT INTO crm_call_report (name, kind, state, partner_id, user_id, date,
                    company_id, active, purpose, next_step)
                SELECT 'B' || i, 'phone', 'submitted', %s, %s, %s, %s, TRUE, 'p' || i, 'n' || i
                FROM generate_series(1, 500) AS i RETURNING id)
            INSERT INTO crm_call_report_action (report_id, name, user_id, contact_id, is_theirs,
                date_due, state, sequence)
            SELECT made.id, 'a', CASE WHEN who THEN %s END, CASE WHEN NOT who THEN %s END,
                NOT who, '2026-12-01', 'open', 10
            FROM made, unnest(ARRAY[TRUE, FALSE]) AS who""",
            [
                *(self.customer.id, self.rep.id, datetime(2026, 1, 5), self.env.company.id),
                *(self.rep.id, self.contact.id),
            ],
        )
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Hall {number}",
                    "type": "opportunity",
                    "partner_id": self.customer.id,
                    "user_id": self.rep.id,
                    "team_id": self.team.id,
                    "stage_id": (self.stage_in if number % 2 else self.stage_above).id,
                    "expected_revenue": number,
                }
                for number in range(50)
            ]
        )
        people = self.env["res.partner"].create(
            [
                {"name": f"P {n}", "parent_id": self.customer.id, "birthday": "1970-12-20"}
                for n in range(50)
            ]
        )
        self.env["crm.buying.role"].create(
            [
                {"lead_id": lead.id, "partner_id": person.id, "role": "user"}
                for lead, person in zip(leads, people, strict=True)
            ]
        )
        self.env.flush_all()
        self.env.cr.flush()
