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
        self.assertAlmostEqual(rows["Above"][0], 100)
        self.assertAlmostEqual(rows["Above"][2], 2)

    def test_velocity_is_won_revenue_by_cycle(self):
        [(velocity,)] = self._report([], ["velocity:avg"])
        self.assertAlmostEqual(velocity, 400 / 6)

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
