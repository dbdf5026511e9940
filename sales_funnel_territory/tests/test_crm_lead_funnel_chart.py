from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FunnelCommon

NOW = freeze_time("2026-05-20 10:00:00")
POSITIONS = ("above", "in", "best_few")


@tagged("post_install", "-at_install")
class TestFunnelChart(FunnelCommon):
    """The chart shows what its viewer may see, and its figures are those of the leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with NOW:
            cls._tell_story()

    @classmethod
    def _tell_story(cls):
        cls.env["crm.lead"].search([]).active = False  # only the story's
        stages = [cls.stage_above, cls.stage_in, cls.stage_best]
        for index, user in enumerate([cls.rep, cls.colleague, cls.rep_beside]):
            team = cls.team_beside if user == cls.rep_beside else cls.team
            for number, stage in enumerate(stages):
                cls._create_lead(
                    cls.stage_beside if team == cls.team_beside else stage,
                    user_id=user.id,
                    team_id=team.id,
                    expected_revenue=1000.33 * (number + 1) + 10 * index,
                    date_deadline=date(2026, 5 + number, 28),
                )
        cls.order = cls._create_lead(cls.stage_in, expected_revenue=5000)
        cls.order.action_set_won()
        cls.lost = cls._create_lead(cls.stage_in, expected_revenue=9999)
        cls.lost.action_set_lost()
        cls.env.flush_all()

    def _chart(self, user, **filters):
        chart = self.env["crm.lead"].with_user(user).get_funnel_chart({"period": "all", **filters})
        return chart, {band["key"]: band for band in chart["bands"]}

    def _leads(self, user, domain=()):
        return self.env["crm.lead"].with_user(user).search([("type", "=", "opportunity"), *domain])

    @NOW
    def test_figures_are_those_of_the_leads_as_each_role(self):
        for user, opens in [
            (self.rep, 3), (self.leader, 6), (self.head, 9), (self.manager, 9)
        ]:  # fmt: skip
            _chart, bands = self._chart(user)
            leads = self._leads(user, [("won_status", "=", "pending")])
            self.assertEqual(len(leads), opens, user.name)
            for position in POSITIONS:
                mine = leads.filtered(lambda lead, p=position: lead.funnel_position == p)
                band = bands[position]
                self.assertEqual(band["count"], len(mine))
                self.assertAlmostEqual(band["expected"], sum(mine.mapped("expected_revenue")))
                self.assertAlmostEqual(band["weighted"], sum(mine.mapped("prorated_revenue")))

    @NOW
    def test_click_opens_the_leads_of_the_band(self):
        _chart, bands = self._chart(self.leader, period="year")
        for band in bands.values():
            leads = self.env["crm.lead"].with_user(self.leader).search(band["domain"])
            self.assertEqual(len(leads), band["count"])
        self.assertEqual(bands["order"]["count"], 1)
        self.assertEqual(bands["order"]["expected"], 5000)

    @NOW
    def test_filters(self):
        chart, bands = self._chart(self.head, user_id=self.colleague.id)
        self.assertEqual(sum(bands[position]["count"] for position in POSITIONS), 3)
        self.assertIn([self.colleague.id, "Carl Colleague"], chart["users"])
        _chart, bands = self._chart(self.head, team_id=self.team_beside.id)
        self.assertEqual(sum(bands[position]["count"] for position in POSITIONS), 3)
        _chart, bands = self._chart(self.head, team_id=self.team_parent.id)
        self.assertEqual(sum(bands[position]["count"] for position in POSITIONS), 9)

    @NOW
    def test_period_says_what_it_leaves_out(self):
        undated = self._create_lead(self.stage_in, expected_revenue=1)
        for period, inside, outside in [
            ("month", 1, 3), ("quarter", 2, 2), ("year", 3, 1), ("all", 4, 0), ("now", 4, 0)
        ]:  # fmt: skip
            chart, bands = self._chart(self.rep, period=period)
            self.assertEqual(sum(bands[position]["count"] for position in POSITIONS), inside)
            self.assertEqual(chart["outside"]["count"], outside, period)
        chart, _bands = self._chart(self.rep, period="year")
        self.assertEqual(self._leads(self.rep, chart["outside"]["domain"]), undated)

    @NOW
    def test_orders_of_another_period_do_not_count(self):
        self.order.date_closed = datetime(2025, 12, 31, 12)
        _chart, bands = self._chart(self.rep, period="year")
        self.assertEqual(bands["order"]["count"], 0)
        _chart, bands = self._chart(self.rep)
        self.assertEqual(bands["order"]["count"], 1)

    @NOW
    def test_oldest_and_largest(self):
        old, older = self._leads(self.rep, [("won_status", "=", "pending")])[:2]
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '40 days' WHERE id = %s",
            [old.id],
        )
        older.date_open = datetime.now() - timedelta(days=50)  # taken up before it was imported
        self.env.invalidate_all()
        chart, bands = self._chart(self.rep)
        self.assertEqual([lead["id"] for lead in chart["oldest"][:2]], [older.id, old.id])
        self.assertEqual(chart["oldest"][0]["days"], 50)
        self.assertEqual(bands[older.funnel_position]["days"], 50)
        largest = [lead["expected"] for lead in chart["largest"]]
        self.assertEqual(largest, sorted(largest, reverse=True))
        self.assertAlmostEqual(largest[0], 3000.99)

    @NOW
    def test_two_currencies(self):
        """Each company's amounts are converted at the day's rate to the viewer's company."""
        crown = self.env["res.currency"].create({"name": "CRX", "symbol": "Cr", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            [
                {"currency_id": crown.id, "rate": 4, "name": "2026-01-01", "company_id": False},
                {"currency_id": crown.id, "rate": 9, "name": "2026-06-01", "company_id": False},
            ]
        )
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": crown.id})
        home = self.env.company
        self.manager.company_ids |= abroad
        foreign = self._create_lead(
            self.shared_stages[:1], company_id=abroad.id, team_id=False, user_id=self.manager.id,
            expected_revenue=40000, partner_id=False,
        )  # fmt: skip
        foreign.stage_id = self.stage_in
        foreign.probability = 40
        self.env.flush_all()
        Lead = self.env["crm.lead"].with_user(self.manager)
        rate = crown._get_conversion_rate(crown, home.currency_id, home, date(2026, 5, 20))
        alone = Lead.with_context(allowed_company_ids=home.ids).get_funnel_chart()
        both = Lead.with_context(allowed_company_ids=[home.id, abroad.id]).get_funnel_chart()
        swapped = Lead.with_context(allowed_company_ids=[abroad.id, home.id]).get_funnel_chart()
        band = {key: {b["key"]: b for b in chart["bands"]}["in"] for key, chart in [
            ("alone", alone), ("both", both), ("swapped", swapped)]}  # fmt: skip
        self.assertAlmostEqual(
            band["both"]["expected"], band["alone"]["expected"] + 40000 * rate, 4
        )
        self.assertAlmostEqual(
            band["both"]["weighted"], band["alone"]["weighted"] + 16000 * rate, 4
        )
        self.assertEqual(swapped["currency_id"], crown.id)
        self.assertEqual(both["largest"][0]["id"], foreign.id)
        self.assertAlmostEqual(both["largest"][0]["expected"], 40000 * rate, 4)

    @NOW
    def test_stages_not_set_up(self):
        plain = self.env["crm.team"].create({"name": "Plain", "probability_source": "predictive"})
        stage = self._create_stage("Unset", 0, teams=plain)
        self._create_lead(stage, team_id=plain.id, expected_revenue=7)
        chart, bands = self._chart(self.rep)
        self.assertEqual(bands["not_set_up"]["count"], 1)
        self.assertEqual(bands["not_set_up"]["expected"], 7)
        self.assertFalse(chart["can_set_up"])
        chart, _bands = self._chart(self.administrator)
        self.assertTrue(chart["can_set_up"])

    @NOW
    def test_number_of_queries_is_fixed(self):
        def count():
            self.env.invalidate_all()
            self._chart(self.manager)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._chart(self.manager)
            return self.cr.sql_log_count - before

        few = count()
        for _number in range(20):
            self._create_lead(self.stage_best, expected_revenue=77)
        self.assertEqual(count(), few)

    @NOW
    def test_outsiders(self):
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["crm.lead"].with_user(user).get_funnel_chart()
