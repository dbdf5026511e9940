from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LEADER, MANAGER, REP
from .test_crm_forecast_judgement import forget_forecasts


@tagged("-at_install", "post_install")
class TestForecastTours(HttpCase):
    def test_a_manager_reads_the_pivot_and_moves_a_deal_on_the_board(self):
        self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        new_test_user(self.env, "sft_tour_manager", groups=MANAGER)
        today = fields.Date.today()
        later = today.replace(day=15) + relativedelta(months=1)
        self._create("Tour: overdue", today - relativedelta(days=40))
        deal = self._create("Tour: open", later)
        won = self._create("Tour: won", today)
        won.action_set_won()
        self.start_tour(
            "/odoo/funnel-forecast",
            "sales_funnel_territory_forecast",
            login="sft_tour_manager",
        )
        self.assertEqual(deal.date_deadline, later + relativedelta(months=1))
        self.assertEqual(won.date_deadline, today, "refused, and nothing changed")

    def test_a_leader_judges_and_submits(self):
        leader, team = self._create_team()
        self.start_tour(
            "/odoo/forecast-board", "sales_funnel_territory_forecast_leader", login=leader.login
        )
        number = self.env["crm.forecast.adjustment"].search([("user_id", "=", leader.id)])
        self.assertEqual((number.amount, number.note), (800, "The buyer is on leave"))
        snapshot = self.env["crm.forecast.snapshot"].search([("team_id", "=", team.id)])
        self.assertEqual((snapshot.state, snapshot.comment), ("locked", "One deal is late"))

    def test_a_leader_above_judges_beside_the_leader(self):
        leader, team = self._create_team()
        head = new_test_user(self.env, "sft_tour_head", groups=LEADER, name="Tour Head")
        team.parent_id = self.env["crm.team"].create({"name": "Tour Above", "user_id": head.id})
        Board = self.env["crm.forecast.board"].with_user(leader)
        Board.set_number({}, f"team-{team.id}", 800, "The buyer is on leave")
        self.start_tour(
            "/odoo/forecast-board", "sales_funnel_territory_forecast_head", login=head.login
        )
        numbers = self.env["crm.forecast.adjustment"].search([("about_team_id", "=", team.id)])
        self.assertEqual(
            {one.level: (one.user_id, one.amount, one.is_current) for one in numbers},
            {"leader": (leader, 800, True), "head": (head, 700, True)},
        )

    def test_a_manager_goes_from_the_bar_to_the_deal(self):
        self._create_team()
        new_test_user(self.env, "sft_tour_fall", groups=MANAGER)
        self.start_tour(
            "/odoo/forecast-board", "sales_funnel_territory_forecast_manager", login="sft_tour_fall"
        )

    def test_a_manager_searches_the_waterfall(self):
        leader, _team = self._create_team()
        self.env["crm.lead"].search([("name", "=", "Tour: open")]).city = "Bremen"
        period = self.env["crm.forecast.board"]._read_asked({}).period
        for name in ("Tour: hers", "Tour: hers too"):
            self._create(name, period.last, user_id=leader.id)
        self.env.flush_all()
        new_test_user(self.env, "sft_tour_search", groups=MANAGER)
        self.start_tour(
            "/odoo/forecast-waterfall",
            "sales_funnel_territory_waterfall_search",
            login="sft_tour_search",
        )
        favourite = self.env["ir.filters"].search([("name", "=", "His by city")])
        self.assertEqual(favourite.model_id, "crm.lead")
        self.assertIn("city", favourite.context)

    def _create_team(self):
        """One team with one rep, a committed deal of today, and a target above it."""
        self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        forget_forecasts(self.env)
        leader = new_test_user(self.env, "sft_tour_leader", groups=LEADER, name="Tour Leader")
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tour Rep")
        team = self.env["crm.team"].create(
            {"name": "Tour Team", "user_id": leader.id,
             "crm_team_member_ids": [(0, 0, {"user_id": rep.id})]}
        )  # fmt: skip
        stage = self.env["crm.stage"].create(
            {"name": "Tour stage", "team_ids": team.ids, "forecast_category": "commit"}
        )
        period = self.env["crm.forecast.board"]._read_asked({}).period
        values = {"user_id": rep.id, "team_id": team.id, "stage_id": stage.id}
        self._create("Tour: open", period.last, **values)
        version = self.env["crm.sales.target.version"].create({"name": "Tour", "year": period.year})
        self.env["crm.sales.target"].create(
            {"version_id": version.id, "user_id": rep.id, "value": 9000,
             "period_kind": "quarter", "date_from": period.first}
        )  # fmt: skip
        version.write({"state": "approved"})  # as superuser, for the story
        self.env.flush_all()
        return leader, team

    def _create(self, name, closing, **values):
        return self.env["crm.lead"].create(
            {
                "name": name,
                **values,
                "type": "opportunity",
                "date_deadline": closing,
                "expected_revenue": 1000,
            }
        )
