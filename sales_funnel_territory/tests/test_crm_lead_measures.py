from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import MANAGER, FunnelCommon

TOTALS = ["__count", "expected_revenue:sum_currency", "prorated_revenue:sum_currency"]


@tagged("-at_install", "post_install")
class TestForecastMeasures(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].with_context(active_test=False).search([]).active = False
        cls.contact = cls.env["res.partner"].create(
            {"name": "Hugo Hale", "parent_id": cls.customer.id}
        )
        cls.big = cls._create_lead(stage=cls.stage_in, expected_revenue=1000)
        cls.small = cls._create_lead(
            stage=cls.stage_best, expected_revenue=100, partner_id=cls.contact.id
        )
        cls.nobodys = cls._create_lead(
            stage=cls.stage_in, expected_revenue=400, partner_id=False, user_id=False
        )

    def _read(self, groupby=(), aggregates=("close_rate:avg",), user=None):
        leads = self.env["crm.lead"].with_user(user or self.env.user)
        return leads._read_group([("type", "=", "opportunity")], groupby, aggregates)

    # ------------------------------------------------------------------ close rate, customers

    def test_the_close_rate_of_many_is_no_average_of_rates(self):
        expected = 100 * (400 + 75 + 160) / 1500
        self.assertAlmostEqual(self._read()[0][0], expected, 6)
        self.assertAlmostEqual(self.big.close_rate, 40)
        by_grade = dict(self._read(["grade"]))
        self.assertAlmostEqual(by_grade[self.stage_best.grade], 75)

    def test_nothing_expected_has_no_close_rate(self):
        (self.big | self.small | self.nobodys).expected_revenue = 0
        self.env.flush_all()
        self.assertFalse(self._read()[0][0])
        self.assertEqual(self.big.close_rate, 0)

    def test_customers_are_counted_by_company_and_leads_without_one_stand_apart(self):
        self.assertEqual(self._read(aggregates=["customer_id:count_distinct"]), [(1,)])
        rows = dict(self._read(["customer_id"], ["__count"]))
        self.assertEqual(rows, {self.customer: 2, self.env["res.partner"]: 1})

    def test_the_web_client_may_group_and_measure_by_them(self):
        fields = self.env["crm.lead"].fields_get()
        for name in ("customer_id", "period_status", "forecast_column", "forecast_grade"):
            self.assertTrue(fields[name]["groupable"], name)
        self.assertEqual(fields["close_rate"]["aggregator"], "avg")
        self.assertEqual(fields["customer_id"]["aggregator"], "count_distinct")

    # ------------------------------------------------------------------ currencies

    def _read_of_two_companies(self, company):
        leads = self.env["crm.lead"].with_context(
            allowed_company_ids=(company | self.other_company | self.env.company).ids
        )
        return leads._read_group([], [], [*TOTALS, "close_rate:avg"])[0]

    def test_amounts_convert_to_the_readers_company_whatever_its_own_rate_is(self):
        """Here no company's currency is the one that all rates are told against."""
        here, there = self.env.company.currency_id, self.env.ref("base.EUR")
        other = there if here != there else self.env.ref("base.USD")
        self.other_company.currency_id = other
        self.env["res.currency.rate"].search([("currency_id", "in", (here | other).ids)]).unlink()
        self._set_rate(here, 2.0)
        self._set_rate(other, 8.0)
        theirs = self.env["crm.lead"].create(
            {
                "name": "Theirs",
                "company_id": self.other_company.id,
                "user_id": False,
                "team_id": False,
                "expected_revenue": 800,
                "probability": 50,
            }
        )
        self.env.flush_all()
        _count, expected, weighted, rate = self._read_of_two_companies(self.env.company)
        self.assertAlmostEqual(expected, 1500 + 800 * 2 / 8, 6)
        self.assertAlmostEqual(weighted, 635 + 400 * 2 / 8, 6)
        self.assertAlmostEqual(rate, 100 * weighted / expected, 6)
        _count, expected, *_others = self._read_of_two_companies(self.other_company)
        of_no_company = self.nobodys.expected_revenue
        self.assertAlmostEqual(expected, 1100 * 8 / 2 + of_no_company + 800, 6)
        self.assertEqual(theirs.company_currency, other)

    def test_in_one_currency_nothing_is_converted_or_looked_up(self):
        """The same answer as Odoo's, which looks at the company of every lead."""
        self._set_rate(self.env.company.currency_id, 1.25)
        aggregates = ["company_currency:array_agg_distinct", *TOTALS]
        own = [("id", "in", (self.big | self.small | self.nobodys).ids)]
        self.nobodys.company_id = False
        as_manager = self.env["crm.lead"].with_user(self.manager)
        fast = as_manager.formatted_read_group(own, ["grade"], aggregates)
        slow = as_manager.sudo().formatted_read_group(own, ["grade"], aggregates)
        self.assertEqual(fast, slow)
        self.assertEqual(sum(row["expected_revenue:sum_currency"] for row in fast), 1500)
        nothing = [("id", "=", 0)]
        self.assertEqual(
            as_manager.formatted_read_group(nothing, [], aggregates),
            as_manager.sudo().formatted_read_group(nothing, [], aggregates),
        )
        query = as_manager._search(own)
        as_manager._read_group_select("expected_revenue:sum_currency", query)
        self.assertNotIn("res_company", str(query.from_clause))

    def _set_rate(self, currency, rate):
        currency.active = True
        for company in self.env.company | self.other_company:
            self.env["res.currency.rate"].create(
                {
                    "currency_id": currency.id,
                    "company_id": company.id,
                    "rate": rate,
                    "name": date(2020, 1, 1),
                }
            )

    # ------------------------------------------------------------------ who sees which totals

    def test_totals_hold_what_the_reader_may_see_and_no_more(self):
        """The rep: own and unassigned; leaders: their teams; others: unassigned only."""
        table = [
            (self.rep, 3, 1500),
            (self.colleague, 1, 400),
            (self.leader, 3, 1500),
            (self.head, 3, 1500),
            (self.manager, 3, 1500),
            (self.rep_beside, 1, 400),
            (self.foreigner, 1, 400),
        ]
        for user, count, expected in table:
            with self.subTest(user=user.name):
                self.assertEqual(self._read((), TOTALS[:2], user)[0], (count, expected))
                dialog = self.env["crm.forecast.grade.print"].with_user(user).create({})
                total = dialog._get_table().total
                self.assertEqual((total.opportunities, total.amount), (count, expected))

    def test_portal_and_public_have_no_forecast(self):
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self._read((), TOTALS, user)
            with self.assertRaises(AccessError):
                self.env["crm.forecast.grade.print"].with_user(user).create({})

    def test_a_manager_of_two_companies_sees_the_one_he_has_open(self):
        both = self.env.company | self.other_company
        manager = new_test_user(
            self.env, "sft_two", groups=MANAGER, company_ids=[Command.set(both.ids)]
        )
        self.big.company_id = self.env.company
        self.env.flush_all()
        leads = self.env["crm.lead"].with_user(manager)
        only_other = leads.with_context(allowed_company_ids=self.other_company.ids)
        self.assertNotIn(self.big, only_other.search([]))
        self.assertIn(self.big, leads.with_context(allowed_company_ids=both.ids).search([]))


@tagged("-at_install", "post_install")
class TestForecastByGrade(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].with_context(active_test=False).search([]).active = False
        cls.deal = cls._create_lead(
            stage=cls.stage_in, expected_revenue=1000, date_deadline=date(2026, 12, 5)
        )
        cls.second = cls._create_lead(stage=cls.stage_best, expected_revenue=100)
        cls.lost = cls._create_lead(stage=cls.stage_best, expected_revenue=7)
        cls.lost.action_set_lost()
        cls.won = cls._create_lead(stage=cls.stage_won, expected_revenue=300)

    def _print(self, **values):
        return self.env["crm.forecast.grade.print"].create(values)

    def test_open_by_grade_won_apart_lost_nowhere(self):
        table = self._print(team_ids=[Command.set(self.team.ids)])._get_table()
        rows = {row.grade: row for row in table.rows if row.opportunities}
        self.assertEqual(set(rows), {self.stage_in.grade, self.stage_best.grade})
        self.assertEqual(rows[self.stage_in.grade].close_rate, 40)
        self.assertEqual((table.total.customers, table.total.opportunities), (1, 2))
        self.assertEqual((table.total.amount, table.total.expected_result), (1100, 475))
        self.assertEqual((table.won.opportunities, table.won.amount), (1, 300))

    def test_it_is_one_query(self):
        self._print()._get_table()
        with self.assertQueryCount(1):
            self.env["crm.lead"]._get_forecast_by_grade([])

    def test_period_team_person_and_selection_narrow_it(self):
        table = [
            ({"period": "custom", "date_from": "2026-12-01", "date_to": "2026-12-31"}, 1),
            ({"team_ids": [Command.set(self.team_parent.ids)]}, 2),
            ({"team_ids": [Command.set(self.team_beside.ids)]}, 0),
            ({"user_ids": [Command.set(self.colleague.ids)]}, 0),
            ({"lead_ids": [Command.set((self.second | self.won).ids)]}, 1),
        ]
        for values, count in table:
            with self.subTest(values=values):
                total = self._print(**values)._get_table().total
                self.assertEqual(total.opportunities, count)

    def test_periods_are_whole_months_quarters_and_years(self):
        with freeze_time("2026-11-22 12:00:00"):
            table = [
                ("all", (None, None)),
                ("month", (date(2026, 11, 1), date(2026, 11, 30))),
                ("next_month", (date(2026, 12, 1), date(2026, 12, 31))),
                ("quarter", (date(2026, 10, 1), date(2026, 12, 31))),
                ("next_quarter", (date(2027, 1, 1), date(2027, 3, 31))),
                ("year", (date(2026, 1, 1), date(2026, 12, 31))),
            ]
            for period, days in table:
                with self.subTest(period=period):
                    self.assertEqual(self._print(period=period)._get_period(), days)

    def test_a_period_that_ends_before_it_starts_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "ends on"):
            self._print(period="custom", date_from="2026-12-31", date_to="2026-12-01")
        with self.assertRaisesRegex(ValidationError, "first or the last"):
            self._print(period="custom")

    def test_the_selection_of_a_list_is_taken(self):
        dialog = self.env["crm.forecast.grade.print"].with_context(
            active_model="crm.lead", active_ids=self.deal.ids
        )
        self.assertEqual(dialog.create({}).lead_ids, self.deal)

    def test_the_page_states_what_it_shows(self):
        dialog = self._print(team_ids=[Command.set(self.team.ids)])
        report = self.env.ref("sales_funnel_territory.crm_forecast_grade_print_action_report")
        html, _kind = report._render_qweb_html(report, dialog.ids)
        page = html.decode()
        for text in (self.env.company.name, self.team.name, "All Dates", "1,100.00", "475.00"):
            self.assertIn(text, page)

    def test_a_rep_prints_it(self):
        dialog = self.env["crm.forecast.grade.print"].with_user(self.rep).create({})
        action = dialog.action_print()
        self.assertEqual(action["type"], "ir.actions.report")
        report = self.env["ir.actions.report"].with_user(self.rep)
        html, _kind = report._render_qweb_html(action["report_name"], dialog.ids)
        self.assertIn("1,100.00", html.decode())
