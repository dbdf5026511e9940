import datetime

from odoo.tests import tagged

from .test_crm_lead_history import HistoryCommon


@tagged("-at_install", "post_install")
class TestStageTransitions(HistoryCommon):
    """Four opportunities begin together; each takes another way through the funnel."""

    def setUp(self):
        super().setUp()
        stages = self.stage_above
        self.won, self.lost, self.back, self.skipping = (
            self._create_lead(stage=stages, name=name, expected_revenue=amount)
            for name, amount in (("Won", 400), ("Lost", 100), ("Back", 100), ("Skipping", 100))
        )
        self._wait(2)
        (self.won | self.lost | self.back).write({"stage_id": self.stage_in.id})
        self.skipping.stage_id = self.stage_best
        self._wait(4)
        self.won.action_set_won()
        self.lost.action_set_lost()
        self.back.stage_id = self.stage_above
        self._wait(1)

    def _wait(self, days):
        self.env.cr.flush()
        self._set_clock(self.clock + datetime.timedelta(days=days))

    @property
    def _leads(self):
        return self.won | self.lost | self.back | self.skipping

    def _report(self, groupby, aggregates, user=None):
        Report = self.env["crm.stage.transition.report"].with_user(user or self.manager)
        return Report._read_group([("lead_id", "in", self._leads.ids)], groupby, aggregates)

    def test_each_stay_says_where_it_led(self):
        rows = {
            (stage, direction): count
            for stage, direction, count in self._report(["stage_name", "direction"], ["__count"])
        }
        self.assertEqual(
            rows,
            {
                ("Above", "forward"): 3,
                ("Above", "skip"): 1,
                ("Above", "open"): 1,
                ("In", "won"): 1,
                ("In", "lost"): 1,
                ("In", "back"): 1,
                ("Best Few", "open"): 1,
                ("Order", "won"): 1,
            },
        )

    def test_conversion_win_rate_and_time_in_stage(self):
        rows = {
            stage: figures
            for stage, *figures in self._report(
                ["stage_name"], ["conversion_rate:avg", "win_rate:avg", "days:avg", "days_80:avg"]
            )
        }
        conversion, win_rate, median, four_of_five = rows["In"]
        self.assertAlmostEqual(conversion, 100 / 3)
        self.assertAlmostEqual(win_rate, 50)
        self.assertAlmostEqual(median, 4)
        self.assertAlmostEqual(four_of_five, 4)
        self.assertEqual(rows["Order"][:1] + rows["Order"][2:], [False] * 3, "no stay to leave")
        self.assertAlmostEqual(rows["Above"][0], 100)
        self.assertAlmostEqual(rows["Above"][2], 2)

    def test_velocity_is_won_revenue_by_cycle(self):
        [(velocity, cycle, value, win_rate)] = self._report(
            [], ["velocity:avg", "cycle:avg", "order_value:avg", "win_rate:avg"]
        )
        self.assertAlmostEqual(velocity, 400 / 6)
        self.assertEqual((cycle, value, win_rate), (6, 400, 50))
        decided = 2
        self.assertAlmostEqual(velocity, decided * win_rate / 100 * value / cycle)

    def test_a_closed_opportunity_ended_when_it_was_closed(self):
        """What changes afterwards prolongs neither its last stay nor the cycle."""
        (self.won | self.lost).write({"user_id": self.colleague.id})
        self._wait(50)
        [(cycle,)] = self._report([], ["cycle:avg"])
        self.assertAlmostEqual(cycle, 6)
        [(days,)] = self.env["crm.stage.transition.report"]._read_group(
            [("lead_id", "=", self.lost.id), ("stage_name", "=", "In")], [], ["days:avg"]
        )
        self.assertAlmostEqual(days, 4)

    def test_an_opportunity_that_came_back_counts_once_in_the_win_rate(self):
        self.back.stage_id = self.stage_in
        self._wait(1)
        self.back.action_set_lost()
        self._wait(1)
        rows = dict(self._report(["stage_name"], ["win_rate:avg"]))
        self.assertAlmostEqual(rows["In"], 100 / 3)

    def test_velocity_of_orders_in_two_currencies(self):
        company = self.env.company
        crown = self.env["res.currency"].create({"name": "CRX", "symbol": "Cr", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"currency_id": crown.id, "rate": 4, "name": "2020-01-01", "company_id": False}
        )
        self.other_company.currency_id = crown
        self.env.cr.execute(
            "UPDATE crm_lead_history SET currency_id = %s WHERE lead_id = %s",
            [crown.id, self.won.id],
        )
        rate = crown._get_conversion_rate(crown, company.currency_id, company, self.clock.date())
        [(velocity,)] = self._report([], ["velocity:avg"])
        self.assertAlmostEqual(velocity, 400 * rate / 6)

    def test_stages_are_listed_in_the_order_of_the_funnel(self):
        self.stage_above.name = "Zero"  # last in the alphabet, first in the funnel
        self.env.cr.execute("UPDATE crm_lead_history SET stage_name = 'Zero' WHERE stage_id = %s",
                            [self.stage_above.id])  # fmt: skip
        names = [name for name, _count in self._report(["stage_name"], ["__count"])]
        self.assertEqual(names, ["Zero", "In", "Best Few", "Order"])
        sets = self.env["crm.stage.transition.report"].formatted_read_grouping_sets(
            [("lead_id", "in", self._leads.ids)],
            [["entered:day"], ["entered:day", "stage_name"]],
            ["__count"],
        )
        days = [group["entered:day"][0] for group in sets[0]]
        self.assertEqual(days, sorted(days), "days in the order of time, whatever their stages")
        directions = [key for key, _count in self._report(["direction"], ["__count"])]
        self.assertEqual(directions, ["forward", "skip", "back", "won", "lost", "open"])

    def test_every_report_opens_for_everybody_who_sells(self):
        actions = ("", "_cohort", "_win_rate", "_time", "_moves", "_velocity")
        for name in actions:
            action = self.env.ref(
                f"sales_funnel_territory.crm_stage_transition_report_action{name}"
            )
            for user in (self.rep, self.leader, self.manager):
                Report = self.env["crm.stage.transition.report"].with_user(user)
                views = Report.get_views(
                    [(view_id, kind) for view_id, kind in action.views], {"toolbar": True}
                )
                self.assertEqual(set(views["views"]), {"pivot", "graph", "list"})

    def test_slipped_closing_dates_say_how_far(self):
        start = self.clock.date()
        self.back.date_deadline = start
        self._wait(1)
        self.back.date_deadline = start + datetime.timedelta(days=30)
        self._wait(1)
        self.back.expected_revenue = 1
        self._wait(1)
        self.back.date_deadline = start + datetime.timedelta(days=20)
        self._wait(1)
        slips = self._rows(self.back).filtered("deadline_from")
        self.assertEqual(slips.mapped("slipped_days"), [30, -10])

    def test_totals_leak_nothing(self):
        for user, count in (
            (self.rep, 10),
            (self.leader, 10),
            (self.head, 10),
            (self.rep_beside, 0),
            (self.foreigner, 0),
        ):
            with self.subTest(user=user.login):
                [(found,)] = self._report([], ["__count"], user)
                self.assertEqual(found, count)
