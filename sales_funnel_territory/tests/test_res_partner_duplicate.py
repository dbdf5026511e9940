from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.similar_names import (
    Identity,
    match_keys,
    name_key,
)
from odoo.addons.sales_funnel_territory.tools.match_keys import (
    MATCH_KEYS,
    NAME_KEY,
    drop_functions,
)
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .test_crm_customer_status import CustomerCommon

# The scripts names are written in; a database knows no NUL, and the capital İ is two to Python.
RANGES = ((0x01, 0x52F), (0x2000, 0x206F), (0x3000, 0x9FFF), (0xAC00, 0xD7A3), (0xFF00, 0xFFEF))
LETTERS = st.one_of(*(st.characters(min_codepoint=a, max_codepoint=b) for a, b in RANGES))
TEXT = st.text(LETTERS.filter(lambda letter: letter != "İ"), max_size=25)
WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "Hale",
                "Härtel",
                "GmbH",
                "Co.",
                "KG",
                "S.à",
                "r.l.",
                "&",
                "Søn",
                "O'Neill",
                "ＡＢＣ",
            ),
            *("华为", "上海", "技术", "有限公司", "（中国）", "株式会社", "삼성", "ＡＢＣ"),
            *("www.hale.example", "jo@hale.example", "+49", "(0)89", "1234567", "DE123456789"),
        ]
    ),
    max_size=6,
).map(" ".join)
VALUES = st.one_of(TEXT, WORDS)


class DuplicateCommon(CustomerCommon):
    """Hale Tools, a customer of the rep, has everything by which it may be recognised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(
            {
                "vat": "DE123456788",
                "phone": "+49 89 1234567",
                "website": "https://www.hale-tools.example/en",
                "city": "Munich",
            }
        )

    def _type(self, user=None, context=None, **values):
        """Return what the form says before somebody saves what he typed."""
        Partner = self.env["res.partner"].with_user(user or self.rep).with_context(**context or {})
        partner = Partner.new({"is_company": True, **values})
        return partner.likely_duplicates or []

    def _names(self, **values):
        return [line["name"] for line in self._type(**values)]


@tagged("-at_install", "post_install")
class TestDuplicates(DuplicateCommon):
    def test_by_name_number_phone_and_domain(self):
        for values, reasons in (
            ({"name": "HALE TOOLS Ltd."}, ["same name"]),
            ({"name": "Hale Tool"}, ["similar name"]),
            ({"name": "Else", "vat": "123456788"}, ["same tax ID"]),
            ({"name": "Else", "phone": "0049 (89) 1234567"}, ["same phone"]),
            ({"name": "Else", "email": "jo@hale-tools.example"}, ["same web domain"]),
            (
                {"name": "Hale Tools", "website": "hale-tools.example"},
                ["same name", "same web domain"],
            ),
        ):
            with self.subTest(values=values):
                (line,) = self._type(**values)
                self.assertEqual(line["reasons"], reasons)
                self.assertEqual(line["id"], self.customer.id)
                self.assertEqual(
                    (line["name"], line["city"], line["responsible"]),
                    ("Hale Tools", "Munich", "Rosa Rep"),
                )

    def test_short_chinese_names(self):
        self.env["res.partner"].create(
            [
                {"name": name, "is_company": True}
                for name in ("华鼎技术有限公司", "上海睿祺科技有限公司", "上海科技")
            ]
        )
        self.assertEqual(self._names(name="华鼎"), ["华鼎技术有限公司"])
        self.assertEqual(self._names(name="睿祺科技（上海）"), ["上海睿祺科技有限公司"])
        self.assertEqual(self._names(name="上海海天科技"), [])

    def test_nothing_is_said_where_there_is_nothing_to_say(self):
        self.assertEqual(self._type(name="Miller Tools"), [])
        self.assertEqual(self._type(name=False), [])
        self.assertEqual(self._type(name="Hale Tools", is_company=False), [], "a person")
        self.assertFalse(self.customer.likely_duplicates, "not itself")
        place = {"name": "Hale Tools", "is_company": True, "parent_id": self.customer.id}
        self.assertFalse(self.env["res.partner"].create(place).likely_duplicates)

    def test_the_form_says_it_before_saving_and_afterwards(self):
        with Form(self.env["res.partner"].with_user(self.rep)) as form:
            form.company_type = "company"
            form.name = "Hale Tools GmbH"
            self.assertEqual([line["id"] for line in form.likely_duplicates], self.customer.ids)
        self.assertTrue(form.record.likely_duplicates)

    def test_a_manager_merges_with_odoos_own_wizard(self):
        again = self.env["res.partner"].create({"name": "Hale-Tools AG", "is_company": True})
        self.manager.group_ids += self.env.ref("base.group_partner_manager")
        action = again.with_user(self.manager).action_merge_duplicates()
        wizard = Form(
            self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])
        ).save()
        self.assertEqual(wizard.partner_ids.sudo(), again | self.customer)
        wizard.dst_partner_id = self.customer
        wizard.action_merge()
        self.assertFalse(again.exists())
        self.assertFalse(self.customer.likely_duplicates)
        with self.assertRaisesRegex(UserError, "may be opened"):
            self.customer.action_merge_duplicates()

    def test_a_list_of_those_who_are_there_twice(self):
        Partner = self.env["res.partner"]
        double, place, alone, foreign = Partner.create(
            [
                {"name": "Hale-Tools GmbH", "is_company": True},
                {"name": "Yard", "is_company": True, "parent_id": self.customer.id},
                {"name": "Quite Another", "is_company": True},
                {"name": "Bell Works", "is_company": True, "company_id": self.other_company.id},
            ]
        )
        place.phone = self.customer.phone  # a place of the same customer is no double
        (double | place | alone | foreign).is_sales_customer = True
        Partner.create({"name": "Bell Works", "is_company": True})
        doubles = Partner.with_user(self.rep).search([("has_double", "=", True)])
        ours = self.customer | double | place | alone | foreign
        self.assertEqual(doubles.with_env(self.env) & ours, self.customer | double)
        self.assertTrue(double.with_user(self.rep).has_double)
        self.assertFalse(alone.with_user(self.rep).has_double)

    def test_archived_ones_are_found(self):
        self.customer.active = False
        (line,) = self._type(name="Hale Tools")
        self.assertTrue(line["is_archived"])

    def test_of_those_one_may_not_open_name_and_responsible(self):
        self.env["ir.rule"].create(
            {
                "name": "Own customers only",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": "['|', ('user_id', '=', False), ('user_id', '=', user.id)]",
            }
        )
        hidden = {"name": "Hale Tools", "responsible": "Rosa Rep", "id": False}
        self.assertEqual(self._type(self.colleague, name="Hale", phone="+49891234567"), [hidden])
        self.assertEqual(self._type(self.rep, name="Hale Tools")[0]["id"], self.customer.id)

    def test_customers_of_another_company_are_never_named(self):
        self.customer.company_id = self.env.company
        self.assertEqual(self._type(self.foreigner, name="Hale Tools"), [])
        self.customer.company_id = self.other_company
        self.assertEqual(self._type(self.rep, name="Hale Tools"), [])
        self.assertTrue(self._type(self.foreigner, name="Hale Tools"))
        self.customer.company_id = False
        self.assertTrue(self._type(self.foreigner, name="Hale Tools"))
        # who works in both is told, whichever is open
        self.customer.company_id = self.other_company
        self.manager.company_ids = [(4, self.other_company.id)]
        open_one = {"allowed_company_ids": self.env.company.ids}
        (line,) = self._type(self.manager, open_one, name="Hale Tools")
        self.assertEqual(line, {"name": "Hale Tools", "responsible": "Rosa Rep", "id": False})

    def test_who_is_told(self):
        for user in (self.rep, self.leader, self.manager, self.administrator):
            with self.subTest(user=user.login):
                self.assertTrue(self._type(user, name="Hale Tools"))
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                user.partner_id.with_user(user).read(["likely_duplicates"])

    def test_without_trigrams_the_same_name_is_found(self):
        with patch.object(self.registry, "has_trigram", False):
            self.assertEqual(self._names(name="hale-tools AG"), ["Hale Tools"])
            self.assertEqual(self._names(name="Hale Tool"), [])


@tagged("-at_install", "post_install")
class TestMatchKeys(CustomerCommon):
    """PostgreSQL computes the very marks that planning computes."""

    def _compute(self, *values):
        keys, name = self.env.execute_query(
            SQL(
                "SELECT %s(%s), %s(%s)",
                SQL.identifier(MATCH_KEYS),
                SQL(", ").join(SQL("%s::text", value) for value in values),
                SQL.identifier(NAME_KEY),
                values[0],
            )
        )[0]
        return set(keys), name

    @settings(deadline=None, max_examples=200)
    @given(st.tuples(*[VALUES] * 6))
    def test_as_planning_does(self, values):
        keys, name = self._compute(*values)
        self.assertEqual(name, name_key(values[0]))
        self.assertEqual(keys, match_keys(Identity(*values)))

    def test_they_go_with_the_app(self):
        drop_functions(self.env.cr)
        self.env.cr.execute(
            "SELECT 1 FROM pg_indexes WHERE indexdef LIKE '%sales_funnel_marks%'"
            " UNION ALL SELECT 1 FROM pg_proc WHERE proname LIKE 'sales_funnel_marks%'"
        )
        self.assertFalse(self.env.cr.fetchall())
        self.env["res.partner"].create({"name": "After", "is_company": True})
        self.env.flush_all()

    def test_one_query_with_the_indexes(self):
        self.env.cr.execute(
            """INSERT INTO res_partner (name, complete_name, is_company, active, type, phone)
            SELECT name, name, TRUE, TRUE, 'contact', '+49 30 ' || 1000000 + i * 7
            FROM (SELECT i, 'Firm ' || md5(i::text) AS name FROM generate_series(1, 20000) AS i)
                AS made"""
        )
        self.env.cr.execute("ANALYZE res_partner")
        for name in ("Hale Tools", "华鼎"):
            partner = self.env["res.partner"].new({"name": name, "is_company": True})
            query = partner.with_user(self.rep)._get_lookalikes_sql()
            code = query.code.split(";", 1)[1]
            plan = self.env.execute_query(SQL(f"EXPLAIN {code}", *query.params[1:]))
            text = "\n".join(line for (line,) in plan)
            with self.subTest(name=name):
                self.assertIn("res_partner_match_keys", text)
                self.assertIn("res_partner_name_key", text)
                self.assertNotIn("Seq Scan on res_partner\n", text)
        for _time in range(2):
            before = self.env.cr.sql_log_count
            partner._find_lookalikes()
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
