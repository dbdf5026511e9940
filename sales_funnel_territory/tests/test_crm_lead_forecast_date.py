from datetime import date, datetime

from odoo.tests import tagged

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestForecastDate(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"

    def _win(self, lead, moment):
        lead.write({"stage_id": self.stage_won.id})
        lead.write({"date_closed": moment})
        self.env.flush_all()

    def test_open_by_expected_closing_won_by_the_day_it_was_won(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 24))
        self.assertEqual(lead.forecast_date, date(2026, 12, 24))
        self._win(lead, datetime(2026, 11, 30, 20, 0))
        self.assertEqual(lead.forecast_date, date(2026, 12, 1), "it is December in Shanghai")
        lead.stage_id = self.stage_in
        self.assertEqual(lead.forecast_date, date(2026, 12, 24), "open again")

    def test_lost_deals_stay_at_their_expected_closing(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 24))
        lead.action_set_lost()
        self.assertEqual((lead.won_status, lead.forecast_date), ("lost", date(2026, 12, 24)))

    def test_the_time_zone_is_that_of_the_company_or_its_working_hours(self):
        self.assertEqual(self.company._get_time_zone(), "Asia/Shanghai")
        self.company.resource_calendar_id.tz = "Pacific/Honolulu"
        self.company.partner_id.tz = False
        self.assertEqual(self.company._get_time_zone(), "Pacific/Honolulu")
        self.company.resource_calendar_id = False
        self.assertEqual(self.company._get_time_zone(), "UTC")

    def test_a_new_time_zone_moves_won_deals_in_one_statement(self):
        leads = self.env["crm.lead"]
        for _index in range(3):
            lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 24))
            self._win(lead, datetime(2026, 11, 30, 20, 0))
            leads |= lead
        self.company.partner_id.tz = "Pacific/Honolulu"
        self.assertEqual(set(leads.mapped("forecast_date")), {date(2026, 11, 30)})
        with self.assertQueryCount(1):
            self.env["crm.lead"]._refresh_forecast_dates()

    def test_a_company_of_its_own_has_its_own_days(self):
        self.other_company.partner_id.tz = "Pacific/Honolulu"
        leads = self.env["crm.lead"].create(
            [
                {"name": "Ours", "company_id": self.company.id},
                {"name": "Theirs", "company_id": self.other_company.id},
                {"name": "Nobody's", "company_id": False, "user_id": False, "team_id": False},
            ]
        )
        self._make_won(leads, datetime(2026, 11, 30, 20, 0))
        days = dict(zip(leads.mapped("name"), leads.mapped("forecast_date"), strict=True))
        self.assertEqual(days["Ours"], date(2026, 12, 1))
        self.assertEqual(days["Theirs"], date(2026, 11, 30))
        zone = self.env["crm.team"]._default_company()._get_time_zone()
        self.assertEqual(self.env["res.company"]._get_time_zone(), zone)
        self.assertEqual(days["Nobody's"].day, 1 if zone == "Asia/Shanghai" else 30)

    def _make_won(self, leads, moment):
        stage = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        leads.write({"stage_id": stage.id, "probability": 100})
        leads.write({"date_closed": moment})
        self.env.flush_all()

    def test_the_statement_of_the_installation_gives_what_the_orm_gives(self):
        leads = self.env["crm.lead"].with_context(active_test=False).search([])
        won = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 24))
        self._win(won, datetime(2026, 11, 30, 20, 0))
        leads |= won
        before = leads.mapped("forecast_date")
        self.env.cr.execute("UPDATE crm_lead SET forecast_date = NULL")
        self.env["crm.lead"]._fill_forecast_dates()
        leads.invalidate_recordset()
        self.assertEqual(leads.mapped("forecast_date"), before)

    def test_winning_asks_no_query_more_for_the_day(self):
        """The company's zone is cached: the day of a won deal costs no query of its own."""
        leads = self.env["crm.lead"].browse()
        for _index in range(5):
            leads |= self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 24))
        self.env["res.company"]._time_zones()
        leads.mapped("date_closed")
        with self.assertQueryCount(0):
            leads._compute_forecast_date()
