from ast import literal_eval
from datetime import timedelta

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged

from .test_crm_customer_status import CustomerCommon


@tagged("-at_install", "post_install")
class TestClassConfirm(CustomerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.class_b = cls.env.ref("sales_funnel_territory.crm_customer_class_b")
        cls.status.proposed_class_id = cls.class_b
        cls.env.flush_all()

    def test_confirming_keeps_who_when_and_what_was_before(self):
        status = self.status.with_user(self.rep)
        self.assertTrue(status.is_class_to_review)
        status.action_confirm_proposed()
        self.assertEqual(status.class_id, self.class_b)
        self.assertEqual(status.class_confirmed_by_id, self.rep)
        self.assertTrue(status.class_confirmed_on)
        self.assertFalse(status.is_class_to_review)
        change = status.class_change_ids.sorted("id")[-1]
        self.assertEqual(
            (change.before_id, change.after_id, change.changed_by_id),
            (self.class_a, self.class_b, self.rep),
        )
        with self.assertRaises(UserError):
            status.action_confirm_proposed()

    def test_the_same_class_again_is_no_change(self):
        count = len(self.status.class_change_ids)
        self.status.class_id = self.class_a
        self.assertEqual(len(self.status.class_change_ids), count)

    def test_many_at_once_each_gets_its_own(self):
        partners = self.env["res.partner"].create(
            [{"name": name, "is_sales_customer": True} for name in ("One", "Two")]
        )
        one, two = partners.customer_status_id
        one.proposed_class_id, two.proposed_class_id = self.class_d, self.class_b
        (one | two | self.status).with_user(self.manager).action_confirm_proposed()
        self.assertEqual(one.class_id, self.class_d)
        self.assertEqual((two | self.status).class_id, self.class_b)
        self.assertEqual(one.class_change_ids.mapped("before_id"), one.class_id.browse())

    def test_who_confirms(self):
        with self.assertRaises(AccessError):
            self.status.with_user(self.colleague).action_confirm_proposed()
        for user in (self.rep, self.leader, self.manager):
            with self.subTest(user=user.login):
                self.status.class_id = self.class_a
                self.status.with_user(user).action_confirm_proposed()
                self.assertEqual(self.status.class_confirmed_by_id, user)

    def test_nobody_rewrites_the_past(self):
        self.status.action_confirm_proposed()
        change = self.status.class_change_ids[:1]
        for user in (self.rep, self.manager, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                change.with_user(user).changed_by_id = user
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                change.with_user(user).read(["after_id"])

    def test_merged_customers_keep_their_classes_so_far(self):
        other = self.env["res.partner"].create({"name": "Hale", "is_sales_customer": True})
        other.customer_status_id.class_id = self.class_d
        other.customer_status_id.class_id = self.class_b
        so_far = (other.customer_status_id | self.status).class_change_ids
        stamp = self.status.class_confirmed_on
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((other | self.customer).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(self.customer.customer_status_id.class_change_ids, so_far)
        self.assertEqual(self.customer.customer_status_id.class_confirmed_on, stamp)

    def test_the_review_list_finds_them(self):
        Status = self.env["crm.customer.status"].with_user(self.rep)
        mine = [("id", "=", self.status.id)]
        review = [("is_class_to_review", "=", True)]
        self.assertEqual(Status.search(mine + review), self.status)
        self.assertFalse(Status.search([*mine, ("is_class_to_review", "=", False)]))
        self.status.class_id = False
        self.assertEqual(Status.search(mine + review), self.status, "a first class, too")
        self.status.proposed_class_id = False
        self.assertFalse(Status.search(mine + review))

    def test_reasons_are_words(self):
        rule = self.env["crm.customer.class.rule"].create(
            {"measure": "potential", "low": 5000, "points": 30}
        )
        self.status.proposal_rule_ids = [rule.id]
        status = self.status.with_user(self.rep)
        self.assertEqual(status.proposal_reasons, "Yearly Potential: from 5,000 (+30)")
        rule.unlink()
        self.status.invalidate_recordset(["proposal_reasons"])
        self.assertEqual(status.proposal_reasons, "No rule gave points.")


@tagged("-at_install", "post_install")
class TestCustomerAtAGlance(CustomerCommon):
    def _find(self, *domain, user=None):
        Partner = self.env["res.partner"].with_user(user or self.rep)
        return Partner.search([("id", "=", self.customer.id), *domain])

    def _set_due(self, days):
        """Let the next contact fall due so many days from today."""
        self.env.flush_all()
        due = Date.context_today(self.customer) + timedelta(days=days)
        self.env.cr.execute(
            "UPDATE crm_customer_status SET next_contact_due = %s, next_visit_due = NULL"
            " WHERE id = %s",
            [due, self.status.id],
        )
        self.env.invalidate_all()

    def _get_filter(self, name):
        view = self.env.ref("sales_funnel_territory.res_partner_view_search_customer")
        node = etree.fromstring(view.get_combined_arch()).find(f".//filter[@name='{name}']")
        return literal_eval(node.get("domain"))

    def test_days_left_are_computed_and_searched(self):
        self._set_due(-5)
        customer = self.customer.with_user(self.rep)
        self.assertEqual(customer.contact_due_in, -5)
        self.assertTrue(self._find(("contact_due_in", "<", 0)))
        self.assertTrue(self._find(("contact_due_in", "=", -5)))
        self.assertTrue(self._find(("next_contact_due", "<", "today")))
        self.assertFalse(self._find(("contact_due_in", ">=", 0)))
        self.assertFalse(self._find(("visit_due_in", "<", 0)), "no due date is never overdue")

    def test_due_this_week_is_the_week_of_the_readers_language(self):
        self.env["res.lang"]._lang_get("en_US").week_start = "1"
        today = Date.context_today(self.customer)
        week = self._get_filter("due_this_week")
        for days, expected in (
            (-today.weekday() - 1, False),
            (-today.weekday(), True),
            (6 - today.weekday(), True),
            (7 - today.weekday(), False),
        ):
            with self.subTest(days=days):
                self._set_due(days)
                self.assertEqual(bool(self._find(*week)), expected)

    def test_customers_are_sorted_and_grouped_by_what_stands_in_the_status(self):
        second = self.env["res.partner"].create({"name": "Second", "is_sales_customer": True})
        second.customer_status_id.class_id = self.class_d
        self._set_due(-2)
        both = self.customer | second
        Partner = self.env["res.partner"].with_user(self.rep)
        domain = [("id", "in", both.ids)]
        self.assertEqual(Partner.search(domain, order="next_contact_due, id")[0], self.customer)
        self.assertEqual(Partner.search(domain, order="next_contact_due desc, id")[0], second)
        groups = Partner._read_group(domain, ["customer_class_id"], ["__count"])
        self.assertEqual({one.code: count for one, count in groups}, {"A": 1, "D": 1})

    def test_rhythm_in_words(self):
        customer = self.customer.with_user(self.rep)
        self.assertEqual(customer.contact_rhythm, "1 x a week (class A)")
        self.status.write({"contact_number": 3, "contact_unit": "day"})
        self.assertEqual(customer.contact_rhythm, "every 3 days (own)")
        self.assertEqual(customer.open_days, "any day")
        self.status.write({"is_open_saturday": False, "is_open_sunday": False, "hour_from": 8.5})
        self.assertEqual(customer.open_days, "Mon, Tue, Wed, Thu, Fri 08:30-24:00")

    def test_sales_only(self):
        own = self.portal.partner_id
        own.sudo().is_sales_customer = True
        for name in ("last_contact_on", "customer_class_id", "access_notes", "contact_due_in"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                own.with_user(self.portal).read([name])

    def test_a_rep_makes_a_customer_and_takes_it_back(self):
        company = self.env["res.partner"].create({"name": "Newcomer", "is_company": True})
        company.with_user(self.rep).action_make_customer()
        self.assertTrue(company.customer_status_id.active)
        company.with_user(self.rep).action_stop_customer()
        self.assertFalse(company.is_sales_customer)


@tagged("-at_install", "post_install")
class TestCustomerFigures(CustomerCommon):
    def test_each_company_sees_its_own(self):
        figures = self.env["crm.customer.figures"].create(
            [
                {"status_id": self.status.id, "company_id": company.id, "potential": 1000}
                for company in (self.env.company, self.other_company)
            ]
        )
        Figures = self.env["crm.customer.figures"]
        mine = [("id", "in", figures.ids)]
        self.assertEqual(Figures.with_user(self.rep).search(mine), figures[0])
        self.assertEqual(Figures.with_user(self.foreigner).search(mine), figures[1])
        figures[0].with_user(self.rep).potential = 2000
        with self.assertRaises(AccessError):
            figures[0].with_user(self.colleague).potential = 1
        with self.assertRaises(AccessError):
            figures[0].with_user(self.foreigner).read(["potential"])

    def test_a_potential_just_noted_counts_in_the_proposal(self):
        figures = self.env["crm.customer.figures"].create(
            {"status_id": self.status.id, "company_id": self.env.company.id}
        )
        self.env["crm.customer.class.rule"].search([]).active = False
        self.env["crm.customer.class.rule"].create(
            {"measure": "potential", "low": 100_000, "points": 50}
        )
        self.env.flush_all()
        figures.potential = 250_000
        self.env["crm.customer.status"]._propose_classes(self.status.ids)
        self.assertEqual(self.status.value_score, 50)
        self.assertEqual(self.status.proposed_class_id.code, "C", "of value, with nothing urgent")
