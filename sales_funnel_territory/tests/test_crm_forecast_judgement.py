from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from ..planning.forecast.periods import period_of
from .common import FunnelCommon


def forget_forecasts(env):
    """Clear what demo data expects, so that a story begins with nothing said."""
    env.flush_all()
    for table in ("crm_forecast_adjustment", "crm_forecast_snapshot", "crm_sales_target"):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.cr.execute("UPDATE crm_sales_target_version SET state = 'superseded'")
    env.invalidate_all()


class JudgementCommon(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        forget_forecasts(cls.env)
        cls.today = cls.env["crm.lead"]._todays()[cls.env.company.id]
        cls.quarter = period_of(cls.today, "quarter", cls.env.company._get_fiscal_scheme())
        cls.stage_best.forecast_category = "commit"

    def _set(self, user, amount, level="person", **values):
        about = {} if {"about_user_id", "about_team_id"} & values.keys() else {
            "about_user_id": self.rep.id}  # fmt: skip
        return self.env["crm.forecast.adjustment"].with_user(user).create(
            {
                "level": level,
                "category": "commit",
                "period_kind": "quarter",
                "date_from": self.quarter.first,
                "amount": amount,
                "note": "As they told me",
                **about,
                **values,
            }
        )  # fmt: skip


@tagged("-at_install", "post_install")
class TestForecastAdjustment(JudgementCommon):
    """Each level says its own number; none overwrites another's, and none is lost."""

    def test_the_latest_of_a_level_counts_and_the_others_stay(self):
        first, second = self._set(self.rep, 100), self._set(self.rep, 120)
        leaders = self._set(self.leader, 80, "leader")
        managers = self._set(self.manager, 70, "manager")
        self.assertEqual(
            [one.is_current for one in (first, second, leaders, managers)],
            [False, True, True, True],
        )
        numbers = self.env["crm.forecast.adjustment"].with_user(self.manager)._read_numbers(
            self.env.company, self.quarter
        )  # fmt: skip
        rep = (self.rep.id, False, "commit")
        self.assertEqual(
            {key: value for key, value in numbers.items() if key[1:] == rep},
            {("person", *rep): 120, ("leader", *rep): 80, ("manager", *rep): 70},
        )
        self.assertEqual(second.user_id, self.rep)

    def test_a_level_is_set_by_those_it_belongs_to(self):
        team = {"about_team_id": self.team.id}
        for user, level, values in (
            (self.rep, "leader", {}),
            (self.rep, "manager", {}),
            (self.rep, "person", {"about_user_id": self.colleague.id}),
            (self.rep, "person", team),
            (self.leader, "person", {}),
            (self.leader, "manager", {}),
            (self.leader, "leader", {"about_user_id": self.rep_beside.id}),
            (self.leader, "leader", {"about_team_id": self.team_beside.id}),
            (self.manager, "person", {}),
            (self.manager, "leader", {}),
            (self.foreigner, "person", {"about_user_id": self.foreigner.id,
                                        "company_id": self.env.company.id}),
        ):  # fmt: skip
            with self.subTest(user=user.login, level=level), self.assertRaises(AccessError):
                self._set(user, 1, level, **values)
        self._set(self.leader, 1, "leader", **team)
        self._set(self.head, 1, "leader", about_team_id=self.team_beside.id)
        self._set(self.manager, 1, "manager", about_user_id=False)

    def test_a_leader_is_not_told_what_is_said_of_himself(self):
        self.env["crm.team.member"].create({"crm_team_id": self.team.id, "user_id": self.leader.id})
        about = {"about_user_id": self.leader.id}
        with self.assertRaises(AccessError):
            self._set(self.leader, 9, "leader", **about)
        own = self._set(self.leader, 8, **about)
        of_him = self._set(self.manager, 7, "manager", **about)
        of_his = self._set(self.manager, 6, "manager")
        found = own.with_user(self.leader).search([("id", "in", (own | of_him | of_his).ids)])
        self.assertEqual(found.sudo(), own | of_his)

    def test_nothing_is_overwritten(self):
        one = self._set(self.rep, 100)
        for user in (self.rep, self.manager, self.administrator):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    one.with_user(user).write({"amount": 1})
                with self.assertRaises(UserError):
                    one.with_user(user).unlink()
        with self.assertRaises(UserError):
            self._set(self.rep, 1, note="  ")
        with self.assertRaises(UserError):
            self._set(self.rep, 1, date_from=self.today.replace(month=2, day=2))

    def test_whose_team_it_is_nobody_says_himself(self):
        forged = {"about_user_id": self.rep_beside.id, "team_id": self.team.id}
        with self.assertRaises(AccessError):
            self._set(self.leader, 1, "leader", **forged)
        default = self.env["crm.forecast.adjustment"].with_context(default_team_id=self.team.id)
        with self.assertRaises(AccessError):
            default.with_user(self.leader).create(
                {
                    "level": "leader", "about_user_id": self.rep_beside.id, "amount": 1,
                    "note": "Not mine", "date_from": self.quarter.first,
                }
            )  # fmt: skip

    def test_a_number_about_a_team_never_becomes_the_companys(self):
        subjects = {"about_team_id": self.team_beside, "about_user_id": self.colleague}
        for name, about in subjects.items():
            self._set(self.manager, 7, "manager", **{name: about.id})
            with (
                self.subTest(about=about.name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                about.unlink()

    def test_who_set_it_is_who_did(self):
        one = self._set(self.rep, 1, user_id=self.manager.id, is_current=False, date="2020-01-01")
        self.assertEqual((one.user_id, one.is_current), (self.rep, True))
        self.assertNotEqual(one.date.year, 2020)

    def test_who_sees_which(self):
        own, leaders = self._set(self.rep, 100), self._set(self.leader, 80, "leader")
        whole = self._set(self.manager, 70, "manager", about_user_id=False)
        for user, expected in (
            (self.rep, own),
            (self.colleague, own.browse()),
            (self.rep_beside, own.browse()),
            (self.leader, own | leaders),
            (self.head, own | leaders),
            (self.manager, own | leaders | whole),
            (self.foreigner, own.browse()),
        ):
            with self.subTest(user=user.login):
                found = own.with_user(user).search([("id", "in", (own | leaders | whole).ids)])
                self.assertEqual(found.sudo(), expected.sudo())
                total = own.with_user(user)._read_group([], [], ["amount:sum"])[0][0] or 0
                self.assertGreaterEqual(total, sum(expected.sudo().mapped("amount")))
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                own.with_user(user).search([])


@tagged("-at_install", "post_install")
class TestForecastSnapshot(JudgementCommon):
    """What was submitted in a week stays as it was then."""

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

    def _approve_targets(self, *targets):
        version = self.env["crm.sales.target.version"].create(
            {"name": "Plan", "year": self.quarter.year}
        )
        self.env["crm.sales.target"].create(
            [
                {"version_id": version.id, "period_kind": "quarter",
                 "date_from": self.quarter.first, **values}
                for values in targets
            ]
        )  # fmt: skip
        version.write({"state": "approved"})  # as superuser, for the story

    def _said(self, snapshot):
        """Return {who: (deals, own, leader's, manager's, target)} of what is committed."""
        lines = snapshot.line_ids.filtered(lambda line: line.category == "commit")
        return {
            line.about: (
                line.count, line.own_number, line.leader_number, line.manager_number, line.target
            )
            for line in lines
        }  # fmt: skip

    def test_every_number_is_kept_whether_or_not_a_deal_stands_for_it(self):
        self.mine.stage_id = self.stage_above  # in no category any more
        self.env.flush_all()
        self._set(self.rep, 120)
        self._set(self.leader, 90, "leader")
        self._set(self.manager, 80, "manager")
        self._set(self.leader, 130, "leader", about_team_id=self.team.id)
        self._set(self.manager, 110, "manager", about_team_id=self.team.id)
        self._set(self.rep, 33, category="best_case")
        self._approve_targets(
            {"user_id": self.rep.id, "value": 200}, {"team_id": self.team.id, "value": 500}
        )
        snapshot = self._submit(self.manager)
        self.assertEqual(
            self._said(snapshot),
            {
                "Carl Colleague": (1, 0, 0, 0, 0),
                "Rosa Rep": (0, 120, 90, 80, 200),
                "The Team": (0, 0, 130, 110, 500),
            },
        )
        best = snapshot.line_ids.filtered(lambda line: line.category == "best_case")
        self.assertEqual((best.about, best.own_number), ("Rosa Rep", 33))
        self.assertEqual(sum(snapshot.line_ids.mapped("amount")), 140, "no deal counts twice")
        self.assertEqual(set(self._said(snapshot.with_user(self.leader))), set(self._said(snapshot)))
        self.env.invalidate_all()
        own = snapshot.with_user(self.rep).line_ids.filtered(lambda one: one.category == "commit")
        self.assertEqual((own.own_number, own.target), (120, 200))
        for name in ("leader_number", "manager_number"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.mapped(name)

    def test_who_sells_for_two_teams_counts_once_for_whoever_is_above(self):
        two = self.team_beside
        self.env["ir.config_parameter"].sudo().set_param("sales_team.membership_multi", True)
        self.env["crm.team.member"].create({"crm_team_id": two.id, "user_id": self.rep.id})
        self._create_lead(
            stage=self.stage_beside, expected_revenue=60, date_deadline=self.today,
            team_id=two.id, forecast_category="commit", forecast_category_reason="Promised",
        )  # fmt: skip
        self._set(self.rep, 170)
        self._set(self.head, 150, "leader")
        self._approve_targets({"user_id": self.rep.id, "value": 300})
        self._submit(self.head, self.team | two)
        Line = self.env["crm.forecast.snapshot.line"].with_user(self.head)
        sums = ["amount:sum", "own_number:sum", "leader_number:sum", "target:sum"]
        rows = Line._read_group([("user_id", "=", self.rep.id)], ["team_id"], sums)
        self.assertEqual(
            {team: figures for team, *figures in rows},
            {self.team: [100, 170, 150, 300], two: [60, 0, 0, 0]},
        )
        row = next(
            row
            for row in self.env["crm.forecast.board"].with_user(self.head).get_board({})["rows"]
            if row["notes"]
        )
        self.assertEqual((row["name"], row["team"]), ("Rosa Rep", "Harbour"))

    def test_a_home_without_deals_is_a_home(self):
        self._create_lead(
            stage=self.stage_beside, expected_revenue=60, date_deadline=self.today,
            team_id=self.team_beside.id, forecast_category="commit",
            forecast_category_reason="Promised",
        )  # fmt: skip
        self.mine.unlink()
        self._set(self.rep, 170)
        self._submit(self.head, self.team | self.team_beside)
        Line = self.env["crm.forecast.snapshot.line"].with_user(self.head)
        [(team, own)] = Line._read_group([("own_number", ">", 0)], ["team_id"], ["own_number:sum"])
        self.assertEqual((team, own), (self.team, 170))
        rows = self.env["crm.forecast.board"].with_user(self.head).get_board({})["rows"]
        mine = {row["team"]: row for row in rows if row["name"] == "Rosa Rep"}
        self.assertEqual(mine["Harbour"]["numbers"], {"person": 170})
        self.assertEqual((mine["Hills"]["numbers"], mine["Hills"]["below"]), ({}, 60))

    def test_a_leader_is_not_told_what_others_expect_of_himself(self):
        self.env["crm.team.member"].create({"crm_team_id": self.team.id, "user_id": self.leader.id})
        about = {"about_user_id": self.leader.id}
        self._set(self.leader, 50, **about)
        self._set(self.manager, 41, "manager", **about)
        self._set(self.head, 42, "leader", **about)
        snapshot = self._submit()
        self.env.invalidate_all()
        self.assertEqual(self._said(snapshot)["Leo Leader"], (0, 50, 0, 0, 0))
        Line = self.env["crm.forecast.snapshot.line"].with_user(self.leader)
        domain = [("user_id", "=", self.leader.id)]
        [sums] = Line._read_group(domain, [], ["leader_number:sum", "manager_number:sum"])
        self.assertFalse(any(sums))
        self.assertFalse(Line.search([*domain, ("manager_number", ">", 0)]))
        self.env.invalidate_all()
        told = self._said(snapshot.with_user(self.manager))
        self.assertEqual(told["Leo Leader"], (0, 50, 42, 41, 0))

    def test_a_team_of_all_companies_is_submitted_in_each(self):
        shared = self.team_beside
        shared.company_id = False
        self.manager.company_ids |= self.other_company
        first = self._submit(self.manager, shared)
        there = {"allowed_company_ids": [self.other_company.id, self.env.company.id]}
        Snapshot = self.env[first._name].with_user(self.manager).with_context(**there)
        second = Snapshot.browse(Snapshot.submit(shared.ids))
        self.assertNotEqual(first, second)
        self.assertEqual(second.company_id, self.other_company)

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
