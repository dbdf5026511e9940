import io

from odoo.exceptions import AccessError
from odoo.tests import tagged
from openpyxl import load_workbook

from .common import MANAGER
from .test_crm_forecast_board import BoardCommon


@tagged("-at_install", "post_install")
class TestForecastBoardHead(BoardCommon):
    """A leader of a team above says his own number over the teams below, beside their leaders'."""

    def setUp(self):
        super().setUp()
        self.harbour = f"team-{self.team.id}"
        self.rosa = f"user-{self.team.id}-{self.rep.id}"

    def _say(self, user, amount, key=None, note="As I see it"):
        Board = self.env["crm.forecast.board"].with_user(user)
        Board.set_number({}, key or self.harbour, amount, note)

    def _level_labels(self, user=None):
        return dict(self._board(user)["levels"])

    def _sheet(self, user):
        content, _name = self.env["crm.forecast.board"].with_user(user).get_xlsx({})
        lines = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        labels = next(lines)
        return {line[0]: dict(zip(labels[1:], line[1:], strict=True)) for line in lines}

    def test_each_beside_the_other_and_the_one_above_counts(self):
        self._say(self.leader, 130)
        self.assertEqual(self._rows()["North"]["best"], 130)
        self._say(self.head, 110)
        self._say(self.leader, 135)
        for user in (self.leader, self.head, self.manager):
            with self.subTest(user=user.login):
                row = self._rows(user)["Harbour"]
                self.assertEqual(row["numbers"], {"leader": 135, "head": 110})
                self.assertEqual(row["notes"]["head"]["by"], "Hanna Head")
                self.assertEqual((row["below"], row["best"]), (140, 110))
        self.assertEqual(self._rows()["North"]["best"], 110)
        self._say(self.manager, 100)
        rows = self._rows()
        self.assertEqual(rows["Harbour"]["numbers"], {"leader": 135, "head": 110, "manager": 100})
        self.assertEqual(rows["North"]["best"], 100)

    def test_as_whom_the_reader_speaks(self):
        people = {"Rosa Rep": "head", "Carl Colleague": "head", "Bea Beside": "head"}
        for user, expected in (
            (self.rep, {"Rosa Rep": "person"}),
            (self.leader, {"Harbour": "leader", "Rosa Rep": "leader", "Carl Colleague": "leader"}),
            (self.head, {"North": "leader", "Harbour": "head", "Hills": "head", **people}),
        ):
            with self.subTest(user=user.login):
                rows = self._rows(user)
                self.assertEqual({name: row["level"] for name, row in rows.items()}, expected)
        self.assertEqual({row["level"] for row in self._rows().values()}, {"manager"})

    def test_who_is_manager_too_speaks_as_manager(self):
        self.head.group_ids |= self.env.ref(MANAGER)
        self._say(self.head, 110)
        self.assertEqual(self._rows()["Harbour"]["numbers"], {"manager": 110})

    def test_a_person_is_led_by_those_of_his_own_team_wherever_he_sells(self):
        """Rosa of Harbour sells for North only: its leader is not hers, but the one above."""
        self.env["crm.lead"].search([("user_id", "=", self.rep.id)]).team_id = self.team_parent
        self.env.flush_all()
        [home, there] = self._rows_of_rosa()
        self.assertEqual((home["team"], home["level"]), ("Harbour", "head"))
        self.assertEqual((there["team"], there["level"]), ("North", False))
        self._say(self.head, 70, home["key"])
        self.assertEqual(
            [row["numbers"] for row in self._rows_of_rosa()], [{"head": 70}, {}], "where it was set"
        )

    def _rows_of_rosa(self):
        rows = [row for row in self._board(self.head)["rows"] if row["name"] == "Rosa Rep"]
        return sorted(rows, key=lambda row: row["team"])

    def test_the_person_sees_none_over_himself(self):
        self._say(self.leader, 91, self.rosa, "Her leader says")
        self._say(self.head, 92, self.rosa, "The one above says")
        own = self._rows(self.rep)["Rosa Rep"]
        self.assertEqual((own["numbers"], own["notes"], own["best"]), ({}, {}, 140))
        self.assertNotIn("head", self._level_labels(self.rep))
        self.assertNotIn(92, self._sheet(self.rep)["Rosa Rep"].values())

    def test_the_column_stands_where_it_is_needed(self):
        self.assertIn("head", self._level_labels(self.head), "she may set one")
        for user in (self.rep, self.leader, self.manager):
            self.assertNotIn("head", self._level_labels(user))
            self.assertNotIn("Leader Above's", self._sheet(user)["Total"])
        self._say(self.head, 110)
        levels = ["person", "leader", "head", "manager"]
        for user in (self.leader, self.head, self.manager):
            self.assertEqual(list(self._level_labels(user)), levels)
            self.assertEqual(self._sheet(user)["Harbour"]["Leader Above's"], 110)
        self.assertNotIn("head", self._level_labels(self.rep))

    def test_not_of_teams_beside_or_above(self):
        for user, key in (
            (self.leader, f"team-{self.team_beside.id}"),
            (self.leader, f"team-{self.team_parent.id}"),
            (self.rep, self.harbour),
            (self.head, ""),
        ):
            with self.subTest(user=user.login, key=key), self.assertRaises(AccessError):
                self.env["crm.forecast.board"].with_user(user).set_number({}, key, 1, "No")

    def test_the_submitted_week_keeps_both(self):
        self._say(self.leader, 130)
        self._say(self.head, 110)
        self._say(self.manager, 100)
        self.env["crm.forecast.board"].with_user(self.leader).submit({}, self.team.id)
        line = self.env["crm.forecast.snapshot.line"].with_user(self.leader).search(
            [("is_team", "=", True), ("team_id", "=", self.team.id)]
        )  # fmt: skip
        self.assertEqual(
            (line.leader_number, line.head_number, line.manager_number), (130, 110, 100)
        )
