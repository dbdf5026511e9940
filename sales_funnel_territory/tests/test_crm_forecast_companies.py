from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from .test_crm_forecast_board import BoardCommon


@tagged("-at_install", "post_install")
class TestForecastCompanies(BoardCommon):
    """Each company has its forecast; together they count every deal once."""

    def setUp(self):
        super().setUp()
        self.first = self.env["crm.team"]._default_company()
        self.both = self.first | self.other_company
        self.manager.company_ids |= self.both
        team = self.env["crm.team"].create({"name": "Shared", "company_id": False})
        self._create_stage("Signed", 100, teams=team, is_won=True, sequence=9)
        values = {
            "stage": self._create_stage("Begun", 10, teams=team),
            "user_id": False,
            "team_id": team.id,
            "partner_id": False,
        }
        self.theirs = self._create_lead(
            **{**values, "user_id": self.foreigner.id}, company_id=self.other_company.id,
            expected_revenue=1000, date_deadline=self.quarter.last,
        )  # fmt: skip
        self.nobodys = self._create_lead(
            **values, company_id=False, expected_revenue=20000, date_deadline=self.quarter.last
        )
        self.won_by_nobody = self._create_lead(**values, company_id=False, expected_revenue=300000)
        self.won_by_nobody.action_set_won()
        self.env.cr.flush()  # writes the history
        self.assertFalse((self.nobodys | self.won_by_nobody).company_id)
        self.other_company.currency_id = self.first.currency_id

    def _there(self, model, company):
        env = self.env[model].with_user(self.manager).with_context(
            allowed_company_ids=[company.id, *(self.both - company).ids]
        )  # fmt: skip
        return env.with_company(company)

    def _alone(self, model, company):
        Model = self.env[model].with_user(self.manager)
        return Model.with_context(allowed_company_ids=company.ids)

    def test_the_boards_of_all_companies_count_each_deal_once(self):
        counted = {
            company: self._there("crm.forecast.board", company).get_board({})["total"]
            for company in self.both
        }
        self.assertEqual(counted[self.other_company]["pipeline"], 1000)
        self.assertEqual(
            sum(one["pipeline"] for one in counted.values()), 100 + 30 + 50 + 7 + 1000 + 20000
        )
        self.assertEqual(sum(one["closed"] for one in counted.values()), 40 + 300000)
        opened = self._there("crm.forecast.board", self.other_company).action_open_deals({})
        Lead = self._there("crm.lead", self.other_company).with_context(active_test=False)
        self.assertEqual(Lead.search(opened["domain"]), self.theirs.with_env(Lead.env))

    def test_what_has_no_company_is_seen_in_each(self):
        for company in self.both:
            with self.subTest(company=company.name):
                found = self._alone("crm.lead", company).search([("id", "=", self.nobodys.id)])
                self.assertTrue(found)

    def test_changes_and_waterfall(self):
        for method in ("get_changes", "get_screen"):
            model = "crm.forecast.board" if method == "get_changes" else "crm.forecast.waterfall"
            ends = [
                getattr(self._alone(model, company), method)({})["end"] for company in self.both
            ]
            with self.subTest(method=method):
                self.assertEqual(ends[1], 1000)
                late = (
                    model == "crm.forecast.board" or self.late.date_deadline >= self.quarter.first
                )
                self.assertEqual(sum(ends), 100 + 30 * late + 50 + 7 + 21000)

    def test_what_has_no_company_is_in_the_money_of_the_first(self):
        """In whichever company its writer works."""
        coin = self.env["res.currency"].create({"name": "XYE", "symbol": "y", "rounding": 1})
        self.env["res.currency.rate"].create(
            {"name": "2020-01-01", "currency_id": coin.id, "rate": 160, "company_id": False}
        )
        self.other_company.currency_id = coin
        self._there("crm.lead", self.other_company).browse(self.nobodys.id).expected_revenue = 21000
        self.env.cr.flush()
        board = self._alone("crm.forecast.board", self.first)
        expected = board.get_board({})["total"]["pipeline"]
        self.assertEqual(expected, 100 + 30 + 50 + 7 + 21000)
        self.assertEqual(board.get_changes({})["end"], expected)

    def test_a_history_in_the_money_of_its_writers_comes_right(self):
        script = "sales_funnel_territory/migrations/19.0.1.9.0/post-history-currency.py"
        coin = self.env["res.currency"].create({"name": "XYE", "symbol": "y", "rounding": 1})
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead_history SET currency_id = %s", [coin.id])
        load_script(file_path(script), "post_history_currency").migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        History = self.env["crm.lead.history"]
        row = History.search([("lead_id", "=", self.nobodys.id)], limit=1)
        self.assertEqual(row.currency_id, self.first.currency_id)
        row = History.search([("lead_id", "=", self.theirs.id)], limit=1)
        self.assertEqual(row.currency_id, coin, "who has a company stays with its own")
        self.assertFalse(History._check(), "every lead agrees with its history")

    def test_targets_and_formula(self):
        """What is measured against targets, and gross profit."""
        measure = self.env["crm.sales.measure.revenue"]
        first, last = self.quarter.first, self.quarter.last
        reached = [
            sum(measure._measure(company, first, last, by).get(False, 0) for company in self.both)
            for by in ("", "user_id")
        ]
        self.assertEqual(reached, [300040, 300000])
        amounts = [
            self._alone("crm.sales.formula", company).get_formula({})["measured"]["amount"]
            for company in self.both
        ]
        self.assertEqual(amounts, [300040, 0])

    def test_a_submitted_week(self):
        shared = self.nobodys.team_id
        for company in self.both:
            self._there("crm.forecast.snapshot", company).submit(shared.ids)
        deals = self.env["crm.forecast.snapshot.deal"].search([("team_id", "=", shared.id)])
        self.assertEqual(
            sorted((deal.company_id.id, deal.amount) for deal in deals),
            sorted(
                [(self.first.id, 20000), (self.first.id, 300000), (self.other_company.id, 1000)]
            ),
        )

    def test_who_is_in_no_team_is_placed_by_deals_of_the_company(self):
        """Where he sells for another company is not told here."""
        there = self.env["crm.team"].create(
            {"name": "Their Secret", "company_id": self.other_company.id}
        )
        stage = self._create_stage("Theirs", 10, teams=there)
        self.foreigner.company_ids |= self.both
        theirs = {
            "stage": stage, "team_id": there.id, "partner_id": False,
            "user_id": self.foreigner.id, "company_id": self.other_company.id,
        }  # fmt: skip
        self.theirs.unlink()
        self._create_lead(**theirs)
        self._set(self.manager, 9, "manager", about_user_id=self.foreigner.id)
        place = self.foreigner._find_forecast_homes
        self.assertEqual(place(self.other_company), {self.foreigner.id: there.id})
        self.assertEqual(place(self.first), {})
        told = str(self._alone("crm.forecast.board", self.first).get_board({})["rows"])
        self.assertIn(self.foreigner.name, told)
        self.assertNotIn(there.name, told)
        old = self._create_lead(stage=self.stage_in, user_id=self.foreigner.id, partner_id=False)
        self.assertEqual(place(self.first), {self.foreigner.id: self.team.id})
        old.action_set_lost()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2000-01-01', date_closed = '2000-02-01'"
            " WHERE id = %s", [old.id],
        )  # fmt: skip
        self.env.invalidate_all()
        self.assertEqual(place(self.first), {}, "too long ago to tell where he sells")
