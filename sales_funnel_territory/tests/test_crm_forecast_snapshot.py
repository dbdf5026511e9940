from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_forecast_judgement import JudgementCommon


class SnapshotCommon(JudgementCommon):
    def setUp(self):
        super().setUp()
        self.mine = self._create_lead(
            stage=self.stage_best, expected_revenue=100, date_deadline=self.today
        )
        self.theirs = self._create_lead(
            stage=self.stage_best, expected_revenue=40, date_deadline=self.quarter.last,
            user_id=self.colleague.id,
        )  # fmt: skip
        self._create_lead(stage=self.stage_in, expected_revenue=7)  # without a date

    def _submit(self, user=None, teams=None, **values):
        Snapshot = self.env["crm.forecast.snapshot"].with_user(user or self.leader)
        return Snapshot.browse(Snapshot.submit((teams or self.team).ids, **values))


@tagged("-at_install", "post_install")
class TestForecastSnapshot(SnapshotCommon):
    """What was submitted in a week stays as it was then."""

    def test_figures_and_deals_as_of_then(self):
        self._set(self.rep, 120)
        snapshot = self._submit(comment="A good week")
        self.mine.expected_revenue = 999
        self.env.flush_all()
        deals = snapshot.deal_ids.grouped("lead_name")
        self.assertEqual(sum(snapshot.deal_ids.mapped("amount")), 140)
        self.assertEqual(len(deals), 1)
        rep = snapshot.line_ids.filtered(lambda line: line.user_name == "Rosa Rep")
        self.assertEqual((rep.count, rep.amount, rep.weighted, rep.own_number), (1, 100, 75, 120))
        self.assertEqual(snapshot.submitted_by_id, self.leader)
        self.assertEqual(snapshot.week.weekday(), 0)

    def test_who_is_erased_goes_from_it(self):
        snapshot = self._submit()
        self.env["crm.personal.data"]._erase_person(
            self.rep.partner_id.ids, self.rep.ids, "Somebody"
        )
        names = {*snapshot.deal_ids.mapped("user_name"), *snapshot.line_ids.mapped("user_name")}
        self.assertNotIn("Rosa Rep", names)
        self.assertIn("Erased person", names)
        self.assertIn(self.colleague.name, names)

    def test_again_in_the_same_week_until_it_is_locked(self):
        first = self._submit()
        self.mine.expected_revenue = 60
        second = self._submit()
        self.assertEqual(second, first, "with what was said about it")
        self.assertEqual(sum(second.deal_ids.mapped("amount")), 100)
        second.action_lock()
        with self.assertRaises(UserError):
            self._submit()
        self._submit(period_kind="month")

    def test_only_leaders_submit_their_teams(self):
        for user, teams in (
            (self.rep, self.team),
            (self.leader, self.team_beside),
            (self.foreigner, self.team),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._submit(user, teams)
        self._submit(self.head, self.team | self.team_beside)
        self._submit(self.manager, self.team)
        with self.assertRaises(AccessError):
            self._submit().with_user(self.rep).action_lock()

    def test_nobody_writes_them(self):
        snapshot = self._submit()
        for user in (self.leader, self.manager, self.administrator):
            own = snapshot.with_user(user)
            for attempt in (
                lambda own=own: own.write({"comment": "Better"}),
                own.unlink,
                lambda own=own: own.deal_ids[:1].write({"amount": 1}),
                lambda own=own: own.line_ids[:1].write({"amount": 1}),
            ):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    attempt()

    def test_a_rep_sees_his_own_rows_only(self):
        snapshot = self._submit()
        for model, total in (("deal", 100), ("line", 100)):
            Model = self.env[f"crm.forecast.snapshot.{model}"]
            domain = [("snapshot_id", "=", snapshot.id)]
            sees = {self.rep: total, self.leader: 140, self.manager: 140, self.foreigner: 0,
                    self.rep_beside: 0}  # fmt: skip
            for user, amount in sees.items():
                with self.subTest(model=model, user=user.login):
                    [(found,)] = Model.with_user(user)._read_group(domain, [], ["amount:sum"])
                    self.assertEqual(found or 0, amount)
            self.assertEqual(
                sum(snapshot.with_user(self.rep)[f"{model}_ids"].mapped("amount")), total
            )
        with self.assertRaises(AccessError):
            self.env["crm.forecast.snapshot.line"].with_user(self.rep).search([]).mapped(
                "leader_number"
            )

    def test_a_fixed_number_of_queries(self):
        teams = self.team | self.team_beside
        self._submit(self.head, teams)
        counts = []
        for number in (1, 20):
            for _time in range(number):
                self._create_lead(
                    stage=self.stage_best, expected_revenue=1, date_deadline=self.today
                )
            self.env.flush_all()
            # else a second time within a second would have nothing to write
            self.env.cr.execute("UPDATE crm_forecast_snapshot SET submitted_on = NULL")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._submit(self.head, teams)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
