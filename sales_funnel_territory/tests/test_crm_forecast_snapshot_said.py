from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_forecast_snapshot import SnapshotCommon


@tagged("-at_install", "post_install")
class TestForecastSnapshotSaid(SnapshotCommon):
    """A submitted week keeps what everybody said, once, for those it was meant for."""

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
        """Return {who: (deals, own, leader's, head's, manager's, target)} of what is committed."""
        lines = snapshot.line_ids.filtered(lambda line: line.category == "commit")
        return {
            line.about: (
                line.count, line.own_number, line.leader_number, line.head_number,
                line.manager_number, line.target,
            )
            for line in lines
        }  # fmt: skip

    def test_every_number_is_kept_whether_or_not_a_deal_stands_for_it(self):
        self.mine.stage_id = self.stage_above  # in no category any more
        self.env.flush_all()
        self._set(self.rep, 120)
        self._set(self.leader, 90, "leader")
        self._set(self.head, 85, "head")
        self._set(self.manager, 80, "manager")
        self._set(self.leader, 130, "leader", about_team_id=self.team.id)
        self._set(self.head, 120, "head", about_team_id=self.team.id)
        self._set(self.manager, 110, "manager", about_team_id=self.team.id)
        self._set(self.rep, 33, category="best_case")
        self._approve_targets(
            {"user_id": self.rep.id, "value": 200}, {"team_id": self.team.id, "value": 500}
        )
        snapshot = self._submit(self.manager)
        self.assertEqual(
            self._said(snapshot),
            {
                "Carl Colleague": (1, 0, 0, 0, 0, 0),
                "Rosa Rep": (0, 120, 90, 85, 80, 200),
                "The Team": (0, 0, 130, 120, 110, 500),
            },
        )
        best = snapshot.line_ids.filtered(lambda line: line.category == "best_case")
        self.assertEqual((best.about, best.own_number), ("Rosa Rep", 33))
        self.assertEqual(sum(snapshot.line_ids.mapped("amount")), 140, "no deal counts twice")
        self.assertEqual(
            set(self._said(snapshot.with_user(self.leader))), set(self._said(snapshot))
        )
        self.env.invalidate_all()
        own = snapshot.with_user(self.rep).line_ids.filtered(lambda one: one.category == "commit")
        self.assertEqual((own.own_number, own.target), (120, 200))
        for name in ("leader_number", "head_number", "manager_number"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.mapped(name)
        with self.assertRaises(AccessError):
            snapshot.with_user(self.rep).read(["has_head_number"])

    def test_who_sells_for_two_teams_counts_once_for_whoever_is_above(self):
        two = self.team_beside
        self.env["ir.config_parameter"].sudo().set_param("sales_team.membership_multi", True)
        self.env["crm.team.member"].create({"crm_team_id": two.id, "user_id": self.rep.id})
        self._create_lead(
            stage=self.stage_beside, expected_revenue=60, date_deadline=self.today,
            team_id=two.id, forecast_category="commit", forecast_category_reason="Promised",
        )  # fmt: skip
        self._set(self.rep, 170)
        self._set(self.head, 150, "head")
        self._approve_targets({"user_id": self.rep.id, "value": 300})
        self._submit(self.head, self.team | two)
        Line = self.env["crm.forecast.snapshot.line"].with_user(self.head)
        sums = ["amount:sum", "own_number:sum", "head_number:sum", "target:sum"]
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
        self._set(self.head, 42, "head", **about)
        snapshot = self._submit()
        self.env.invalidate_all()
        self.assertEqual(self._said(snapshot)["Leo Leader"], (0, 50, 0, 0, 0, 0))
        Line = self.env["crm.forecast.snapshot.line"].with_user(self.leader)
        domain = [("user_id", "=", self.leader.id)]
        hidden = ("leader_number", "head_number", "manager_number")
        [sums] = Line._read_group(domain, [], [f"{name}:sum" for name in hidden])
        self.assertFalse(any(sums))
        for name in hidden:
            self.assertFalse(Line.search([*domain, (name, ">", 0)]))
        self.assertFalse(snapshot.has_head_number, "not even that there is one")
        self.env.invalidate_all()
        told = self._said(snapshot.with_user(self.manager))
        self.assertEqual(told["Leo Leader"], (0, 50, 0, 42, 41, 0))
        self.assertTrue(snapshot.with_user(self.manager).has_head_number)

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
