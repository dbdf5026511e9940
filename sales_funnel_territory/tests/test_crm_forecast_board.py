from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_forecast_judgement import JudgementCommon


class BoardCommon(JudgementCommon):
    """Rosa has a deal committed, one overdue and one won; Carl and Bea have one each."""

    day = timedelta(days=1)

    def setUp(self):
        super().setUp()
        self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        self.stage_in.forecast_category = "pipeline"
        end = self.quarter.last
        self.committed = self._create_lead(
            stage=self.stage_best, expected_revenue=100, date_deadline=end
        )
        self.late = self._create_lead(
            stage=self.stage_in, expected_revenue=30, date_deadline=self.today - timedelta(days=1)
        )
        self.carls = self._create_lead(
            stage=self.stage_in, expected_revenue=50, date_deadline=end, user_id=self.colleague.id
        )
        self.beas = self._create_lead(
            stage=self.stage_beside, expected_revenue=7, date_deadline=end,
            user_id=self.rep_beside.id, team_id=self.team_beside.id,
        )  # fmt: skip
        self.won = self._create_lead(stage=self.stage_in, expected_revenue=40)
        self.won.action_set_won()
        self._create_lead(  # of the next quarter
            stage=self.stage_best, expected_revenue=900, date_deadline=end + timedelta(days=1)
        )
        self.env.flush_all()

    def _board(self, user=None, **filters):
        return self.env["crm.forecast.board"].with_user(user or self.manager).get_board(filters)

    def _rows(self, user=None, **filters):
        rows = self._board(user, **filters)["rows"]
        return {row["name"]: row for row in rows}

    def _changes(self, user, since=None, key=""):
        Board = self.env["crm.forecast.board"].with_user(user)
        return Board.get_changes({}, since and str(since), key)

    def _new_day(self):
        """Let everything so far have been so for a month."""
        self.env.cr.flush()  # writes the history
        self.env.cr.execute(
            "UPDATE crm_lead_history SET valid_from = valid_from - INTERVAL '30 days',"
            " valid_to = valid_to - INTERVAL '30 days'"
        )
        self.env.invalidate_all()


@tagged("-at_install", "post_install")
class TestForecastBoard(BoardCommon):
    """Will the quarter be made, what is it made of, and whom to ask."""

    def test_each_in_its_column(self):
        rows = self._rows()
        rosa = rows["Rosa Rep"]
        self.assertEqual(
            (rosa["closed"], rosa["categories"]["commit"], rosa["overdue"], rosa["weighted"]),
            (40, 100, 30, 87),
        )
        self.assertEqual((rosa["below"], rosa["best"], rosa["win_rate"]), (140, 140, 1))
        north = rows["North"]
        self.assertEqual((north["closed"], north["pipeline"], north["best"]), (40, 187, 140))
        self.assertEqual(rows["Harbour"]["depth"], 1)
        self.assertEqual(self._board()["total"]["closed"], 40)

    def test_who_sells_for_two_teams_is_judged_where_he_is_at_home(self):
        self.team_beside.sequence, self.team.sequence = 1, 2  # home comes second
        self._create_lead(
            stage=self.stage_beside, expected_revenue=60, date_deadline=self.quarter.last,
            team_id=self.team_beside.id,
        )  # fmt: skip
        rows = [row for row in self._board()["rows"] if row["name"] == "Rosa Rep"]
        self.assertEqual(
            {row["team"]: row["level"] for row in rows}, {"Harbour": "manager", "Hills": False}
        )
        [home] = (row["key"] for row in rows if row["level"])
        Board = self.env["crm.forecast.board"].with_user(self.manager)
        Board.set_number({}, home, 5000, "Two ships are coming")
        numbers = {row["key"]: row["numbers"] for row in self._board()["rows"]}
        self.assertEqual(numbers[home], {"manager": 5000}, "where it was set")

    def test_numbers_over_what_comes_from_below(self):
        board = self.env["crm.forecast.board"]
        rosa = f"user-{self.team.id}-{self.rep.id}"
        board.with_user(self.rep).set_number({}, rosa, 160, "One more will sign")
        self.assertEqual(self._rows()["Harbour"]["best"], 160)
        board.with_user(self.leader).set_number({}, rosa, 150, "Not that one")
        board.with_user(self.leader).set_number({}, f"team-{self.team.id}", 130, "Holidays")
        found = self.env["crm.forecast.adjustment"].search([], order="id")
        self.assertEqual(found.mapped("computed_amount"), [140, 140, 150])
        rows = self._rows()
        self.assertEqual(rows["Rosa Rep"]["numbers"], {"person": 160, "leader": 150})
        self.assertEqual((rows["Harbour"]["below"], rows["Harbour"]["best"]), (150, 130))
        self.assertEqual(rows["North"]["best"], 130)
        for user in (self.rep_beside, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                board.with_user(user).set_number({}, rosa, 1, "No")
        with self.assertRaises(UserError):
            board.with_user(self.rep).set_number({}, rosa, "much", "No")

    def test_target_gap_and_coverage(self):
        version = self.env["crm.sales.target.version"].create(
            {"name": "Plan", "year": self.quarter.year}
        )
        self.env["crm.sales.target"].create(
            {
                "version_id": version.id, "user_id": self.rep.id, "value": 240,
                "period_kind": "quarter", "date_from": self.quarter.first,
            }
        )  # fmt: skip
        version.write({"state": "approved"})  # as superuser, for the story
        lost = self._create_lead(stage=self.stage_in, expected_revenue=5)
        lost.action_set_lost()
        self.env.flush_all()
        rosa = self._rows()["Rosa Rep"]
        self.assertEqual((rosa["target"], rosa["gap"], rosa["win_rate"]), (240, 100, 0.5))
        self.assertAlmostEqual(rosa["coverage"], 130 / (200 / 0.5))
        self.assertEqual(self._rows()["North"]["target"], 240)

    def test_pace_against_the_same_day_of_earlier_quarters(self):
        self.won.date_closed = self.quarter.first - timedelta(days=80)
        self.env.flush_all()
        rosa = self._rows()["Rosa Rep"]
        self.assertEqual((rosa["closed"], len(rosa["pace"])), (0, 4))
        self.assertEqual(sum(rosa["pace"]), 40)

    def test_each_sees_his_own(self):
        sees = {
            self.rep: {"Rosa Rep"},
            self.leader: {"Rosa Rep", "Carl Colleague"},
            self.head: {"Rosa Rep", "Carl Colleague", "Bea Beside"},
            self.manager: {"Rosa Rep", "Carl Colleague", "Bea Beside"},
            self.foreigner: set(),
        }
        for user, names in sees.items():
            with self.subTest(user=user.login):
                board = self._board(user)
                people = {row["name"] for row in board["rows"] if not row["is_team"]}
                self.assertEqual(people, names)
        self.assertEqual(self._board(self.rep)["total"]["pipeline"], 130)
        with self.assertRaises(AccessError):
            self._board(self.portal)

    def test_it_is_of_the_company_one_works_in(self):
        other = self.env["res.company"].create({"name": "Abroad"})
        self.manager.company_ids += other
        self._create_lead(
            stage=self.stage_in, expected_revenue=500, date_deadline=self.quarter.last,
            company_id=other.id, team_id=False, user_id=self.manager.id,
        )  # fmt: skip
        self.env.flush_all()
        self.env.cr.flush()  # writes the history
        both = (self.env.company | other).ids
        Board = self.env["crm.forecast.board"].with_user(self.manager)
        here = Board.with_context(allowed_company_ids=both)
        self.assertEqual(here.get_board()["total"]["pipeline"], 187)
        self.assertEqual(here.get_changes()["end"], 187)
        abroad = Board.with_context(allowed_company_ids=both[::-1])
        self.assertEqual(abroad.get_board()["total"]["pipeline"], 500)

    def test_every_figure_opens_its_deals(self):
        Board = self.env["crm.forecast.board"].with_user(self.manager)
        Lead = self.env["crm.lead"].with_user(self.manager)
        rosa = f"user-{self.team.id}-{self.rep.id}"
        for column, expected in (
            ("closed", self.won),
            ("commit", self.committed),
            ("overdue", self.late),
            ("weighted", self.committed | self.late),
            ("", self.committed | self.late | self.won),
        ):
            with self.subTest(column=column):
                action = Board.action_open_deals({}, rosa, column)
                found = Lead.with_context(**action["context"]).search(action["domain"])
                self.assertEqual(found.sudo(), expected.sudo())
        [view_id] = [view_id for view_id, kind in action["views"] if kind == "list"]
        shown = Lead.get_view(view_id, "list")["models"]["crm.lead"]
        self.assertLessEqual({"forecast_date", "stage_id", "probability", "activity_ids"}, {*shown})
        action = Board.action_open_deals({}, f"team-{self.team_parent.id}", "pipeline")
        self.assertEqual(Lead.search(action["domain"]).sudo(), (self.carls | self.beas).sudo())

    def test_submitting_draws_the_line_of_weeks(self):
        Board = self.env["crm.forecast.board"].with_user(self.head)
        ids = Board.submit({}, self.team_parent.id, "As agreed")
        self.assertEqual(len(ids), 3)
        board = self._board(self.head)
        self.assertEqual(len(board["weeks"]), 12)
        self.assertEqual(board["total"]["line"], [0] * 11 + [140])
        rows = {row["name"]: row for row in board["rows"]}
        self.assertEqual(rows["North"]["line"][-1], 140)
        self.assertEqual(rows["North"]["week"]["comment"], "As agreed")
        self.assertEqual(self._rows(self.rep)["Rosa Rep"]["line"][-1], 140)
        self.assertEqual(self._rows(self.colleague)["Carl Colleague"]["line"][-1], 0)
        with self.assertRaises(AccessError):
            self.env["crm.forecast.board"].with_user(self.rep).submit({}, self.team.id)

    def test_other_periods(self):
        self.assertEqual(self._rows(shift=1)["Rosa Rep"]["categories"], {"commit": 900})
        self.assertEqual(self._board(kind="year")["period"]["kind"], "year")
        with self.assertRaises(UserError):
            self._board(kind="week")

    def test_a_fixed_number_of_queries(self):
        def ask():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._board(self.manager)
            return self.env.cr.sql_log_count - before

        def hire(number):
            user = self.rep.copy({"login": f"sft_board_{number}"})
            self._create_lead(
                stage=self.stage_best, user_id=user.id, expected_revenue=1,
                date_deadline=self.quarter.last,
            )  # fmt: skip
            return user

        for user in (self.rep, hire(99)):
            self._set(self.manager, 1, "manager", about_user_id=user.id)
        self.env["crm.forecast.board"].with_user(self.head).submit({}, self.team_parent.id)
        ask()
        few = ask()  # four people, one of whom is in no team
        for number in range(27):
            user = hire(number)
            self._set(self.manager, number, "manager", about_user_id=user.id)
        self.env["crm.forecast.board"].with_user(self.head).submit({}, self.team_parent.id)
        self.env.flush_all()
        ask()  # new users empty Odoo's caches
        self.assertEqual(ask(), few)
