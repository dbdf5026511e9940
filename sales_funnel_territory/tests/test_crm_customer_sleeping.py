import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import tagged

from ..planning.sleeping import order_rhythm
from .test_crm_customer_status import CustomerCommon


class OrderedCommon(CustomerCommon):
    """Opportunities won in the past."""

    @classmethod
    def _win(cls, days_ago, customer=None, amount=100, **values):
        lead = cls._create_lead(
            stage=cls.stage_won,
            partner_id=(customer or cls.customer).id,
            expected_revenue=amount,
            **values,
        )
        lead.date_closed = datetime.datetime.combine(
            Date.today() - datetime.timedelta(days=days_ago), datetime.time(10)
        )
        return lead

    @classmethod
    def _refresh(cls):
        cls.env.flush_all()
        return cls.env["crm.customer.figures"]._refresh()

    def _figures(self, customer=None, company=None):
        return self.env["crm.customer.figures"].search(
            [
                ("status_id", "=", (customer or self.customer).customer_status_id.id),
                ("company_id", "=", (company or self.env.company).id),
            ]
        )


@tagged("-at_install", "post_install")
class TestCustomerSleeping(OrderedCommon):
    """Hale Tools used to order every six weeks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for days_ago in (182, 140, 98):
            cls._win(days_ago)
        cls._refresh()

    def test_the_own_rhythm_says_who_sleeps(self):
        figures = self._figures()
        last = Date.today() - datetime.timedelta(days=98)
        self.assertEqual(figures.order_day_count, 3)
        self.assertEqual(figures.order_gap, 42)
        self.assertTrue(figures.has_own_order_rhythm)
        self.assertEqual(figures.next_order_on, last + datetime.timedelta(days=42))
        self.assertEqual(figures.sleeping_from, last + datetime.timedelta(days=63))
        customer = self.customer.with_user(self.rep)
        self.assertTrue(customer.is_sleeping)
        self.assertEqual(customer.sleeping_words, "usually every 6 weeks, last order 14 weeks ago")

    def test_an_order_wakes_him(self):
        self._win(1)
        self._refresh()
        self.assertFalse(self.customer.is_sleeping)
        self.assertEqual(self.customer.sleeping_words.split("order ")[1], "1 day ago")

    def test_fewer_than_three_orders_follow_the_class(self):
        young = self.env["res.partner"].create(
            {"name": "Young", "is_company": True, "is_sales_customer": True}
        )
        young.customer_status_id.class_id = self.class_d
        self._win(100, young)
        self._refresh()
        figures = self._figures(young)
        self.assertEqual((figures.order_gap, figures.has_own_order_rhythm), (365, False))
        self.assertFalse(young.is_sleeping)
        self.class_d.order_gap_days = 60
        self._refresh()
        young.invalidate_recordset()
        self.assertTrue(young.is_sleeping)
        self.assertIn("expected every 9 weeks", young.sleeping_words)

    def test_in_bulk_as_planning_says(self):
        """Whatever the days: the statement decides as the pure function does."""
        cases = [(0,), (3, 3), (1, 2), (1, 2, 3), (5, 5, 9, 20, 400), (700, 300, 11, 4), (60,) * 4]
        customers = self.env["res.partner"].create(
            [
                {"name": f"Firm {number}", "is_company": True, "is_sales_customer": True}
                for number in range(len(cases))
            ]
        )
        for customer, days in zip(customers, cases, strict=True):
            for days_ago in days:
                self._win(days_ago, customer)
        self._refresh()
        for customer, days in zip(customers, cases, strict=True):
            with self.subTest(days=days):
                today = Date.today()
                rhythm = order_rhythm(today - datetime.timedelta(days=one) for one in days)
                figures = self._figures(customer)
                self.assertEqual(
                    (figures.order_gap, figures.has_own_order_rhythm, figures.next_order_on,
                     figures.sleeping_from),
                    (rhythm.gap, rhythm.is_own, rhythm.expected_on, rhythm.sleeping_from),
                )  # fmt: skip

    def test_what_is_gone_is_forgotten_and_nothing_is_written_twice(self):
        self.assertEqual(self._refresh(), 0)
        self.env["crm.lead"].search([("partner_id", "=", self.customer.id)]).unlink()
        self._refresh()
        figures = self._figures()
        self.assertEqual(figures.order_day_count, 0)
        self.assertFalse(figures.sleeping_from or figures.order_gap or figures.last_order_on)
        self.assertFalse(self.customer.is_sleeping)
        self.assertFalse(self.customer.sleeping_words)

    def test_the_filter_is_one_question_to_the_database(self):
        partners = self.env["res.partner"].with_user(self.rep)
        scope = [("id", "in", self.customer.ids)]
        self.assertEqual(partners.search_count([("is_sleeping", "=", True), *scope]), 1)
        self.assertEqual(partners.search_count([("is_sleeping", "=", False), *scope]), 0)
        self.assertEqual(partners.search_count([("is_sleeping", "!=", True), *scope]), 0)
        self._win(0)
        self._refresh()
        self.assertEqual(partners.search_count([("is_sleeping", "=", True), *scope]), 0)
        self.assertEqual(partners.search_count([("is_sleeping", "=", False), *scope]), 1)

    def test_cards_of_many_cost_as_many_queries_as_one(self):
        customers = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "is_company": True, "is_sales_customer": True} for n in range(9)]
        )
        for customer in customers:
            self._win(50, customer)
        self._refresh()

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.rep).read(["is_sleeping", "sleeping_words"])
            return self.env.cr.sql_log_count - before

        count(customers)
        self.assertEqual(count(customers), count(customers[:2]))

    def test_it_is_the_companys_own_business(self):
        """A customer who orders from another company sleeps for ours, and nobody there sees."""
        self.env["crm.customer.figures"].create(
            {"status_id": self.status.id, "company_id": self.other_company.id}
        )
        foreign = self.customer.with_user(self.foreigner)
        self.assertFalse(foreign.is_sleeping)
        self.assertFalse(foreign.sleeping_words)
        Partner = self.env["res.partner"].with_user(self.foreigner)
        self.assertNotIn(self.customer.id, Partner.search([("is_sleeping", "=", True)]).ids)
        Figures = self.env["crm.customer.figures"].with_user(self.foreigner)
        self.assertFalse(Figures.search([("sleeping_from", "!=", False)]))
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).read(["is_sleeping"])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["res.partner"].with_user(user).search([("is_sleeping", "=", True)])

    def test_merged_customers_have_one_rhythm(self):
        double = self.env["res.partner"].create(
            {"name": "Hale Tools Ltd", "is_company": True, "is_sales_customer": True}
        )
        self._win(10, double)
        self._refresh()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | double).ids, self.customer
        )
        self.env.invalidate_all()
        figures = self._figures()
        self.assertEqual((figures.order_day_count, figures.order_gap), (4, 42))
        self.assertFalse(self.customer.is_sleeping)

    def test_nobody_writes_what_is_counted(self):
        with self.assertRaisesRegex(AccessError, "keeps itself"):
            self._figures().with_user(self.rep).write({"sleeping_from": "2026-01-01"})


@tagged("-at_install", "post_install")
class TestPotentialAndActual(OrderedCommon):
    """Hale Tools could buy for 1,000 a year; of Newcomer nothing is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = cls.env["res.partner"].create(
            {"name": "Newcomer", "is_company": True, "is_sales_customer": True}
        )
        cls.newcomer.customer_status_id.class_id = cls.class_a
        cls._win(20, amount=250)
        cls._win(400, amount=70)
        cls._win(20, cls.newcomer, amount=500)
        cls._refresh()

    def setUp(self):
        super().setUp()
        self._figures().potential = 1000
        self.env.flush_all()

    def test_gap_and_share(self):
        figures = self._figures()
        self.assertEqual((figures.gap, figures.share_of_wallet), (750, 25))
        other = self._figures(self.newcomer)
        self.assertEqual((other.gap, other.share_of_wallet), (0, 0), "nothing is known of him")

    def test_totals_are_right_and_the_companys_own(self):
        """The share of several is that of sums, over those whose potential is known."""
        domain = [("status_id", "in", (self.status | self.newcomer.customer_status_id).ids)]
        self.env["crm.customer.figures"].create(
            {"status_id": self.status.id, "company_id": self.other_company.id, "potential": 77}
        )
        wanted = ["potential:sum", "gap:sum", "won_12_months:sum", "share_of_wallet:avg"]
        for user in self.rep | self.leader | self.manager:
            with self.subTest(user=user.login):
                rows = (
                    self.env["crm.customer.figures"]
                    .with_user(user)
                    ._read_group(domain, ["class_id"], wanted)
                )
                self.assertEqual(rows, [(self.class_a, 1000, 750, 750, 25)])
        foreign = self.env["crm.customer.figures"].with_user(self.foreigner)
        self.assertEqual(foreign._read_group(domain, [], wanted), [(77, 77, 0, 0)])

    def test_years_are_those_of_the_company(self):
        """Won in the last minutes of the year in Auckland: in UTC it is noon."""
        lead = self._win(20, amount=9)
        this_year = Date.today().year
        summer = datetime.datetime(this_year, 6, 15, 12)  # nowhere another year
        self.patch(self.env.cr, "_now", summer)
        self.startPatcher(freeze_time(summer))
        lead.date_closed = datetime.datetime(this_year - 1, 12, 31, 23, 30)
        self.env.company.partner_id.tz = "UTC"
        self._refresh()
        before = self._figures().won_last_year
        self.env.company.partner_id.tz = "Pacific/Auckland"
        self._refresh()
        self.assertEqual(self._figures().won_last_year, before - 9)
