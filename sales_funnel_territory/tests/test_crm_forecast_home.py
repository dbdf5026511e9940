from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_forecast_board import BoardCommon


@tagged("-at_install", "post_install")
class TestForecastHome(BoardCommon):
    """A person's number has one place: where it is set, shown, kept and read."""

    def _rows_of(self, person, reader, **filters):
        rows = self._board(reader, **filters)["rows"]
        return {row["team"]: row for row in rows if row["user_id"] == person.id}

    def _sell_beside_only(self):
        """Let Rosa of Harbour have deals with Hills alone."""
        mine = self.env["crm.lead"].with_context(active_test=False)
        mine.search([("user_id", "=", self.rep.id)]).unlink()
        self._create_lead(
            stage=self.stage_beside, expected_revenue=60, date_deadline=self.quarter.last,
            team_id=self.team_beside.id,
        )  # fmt: skip
        self.env.flush_all()

    def test_a_number_stays_in_the_row_where_it_was_set(self):
        self._sell_beside_only()
        for reader, level in ((self.rep, "person"), (self.leader, "leader"), (self.head, "head")):
            with self.subTest(reader=reader.login):
                before = self._rows_of(self.rep, reader)
                self.assertEqual(
                    {team: row["level"] for team, row in before.items() if row["level"]},
                    {"Harbour": level},
                )
                Board = self.env["crm.forecast.board"].with_user(reader)
                made = Board.set_number({}, before["Harbour"]["key"], 170, "One will sign")
                number = self.env["crm.forecast.adjustment"].browse(made)
                self.assertEqual((number.team_id, number.computed_amount), (self.team, 0))
                after = self._rows_of(self.rep, reader)
                self.assertEqual(after["Harbour"]["numbers"][level], 170)
                self.assertEqual(after.keys(), before.keys())
        self.assertEqual(self._rows_of(self.rep, self.manager)["Hills"]["numbers"], {})

    def test_no_empty_row_for_who_has_nothing_to_say_there(self):
        self._sell_beside_only()
        self.team_beside.user_id = self.head
        self.team.parent_id = False
        rows = self._rows_of(self.rep, self.head)
        self.assertEqual({team: row["level"] for team, row in rows.items()}, {"Hills": False})
        last = self._rows_of(self.rep, self.manager, shift=-1)
        self.assertEqual(last, {}, "of what has passed nobody says a number")

    def test_who_is_in_no_team_is_at_home_where_he_sells(self):
        """His leader is that team's, and reads what he says."""
        self.env["crm.team.member"].search([("user_id", "=", self.rep.id)]).unlink()
        self.env.flush_all()
        number = self._set(self.rep, 120)
        self.assertEqual(number.team_id, self.team)
        row = self._rows_of(self.rep, self.leader)["Harbour"]
        self.assertEqual((row["level"], row["numbers"]), ("leader", {"person": 120}))
        self.assertEqual(self._set(self.leader, 100, "leader").team_id, self.team)
        with self.assertRaises(AccessError):
            self._set(self.rep_beside, 1, "leader")

    def test_a_home_is_of_the_company_the_number_is_for(self):
        """Where he belongs to a team of another company, that one's leader has no say here."""
        abroad = self.env["crm.team"].create(
            {"name": "Abroad", "company_id": self.other_company.id}
        )
        self.leader.company_ids |= self.other_company
        abroad.user_id = self.leader
        self.foreigner.company_ids |= self.env.company
        self.env["crm.team.member"].create({"crm_team_id": abroad.id, "user_id": self.foreigner.id})
        number = self._set(self.manager, 9, "manager", about_user_id=self.foreigner.id)
        self.assertFalse(number.team_id)
        with self.assertRaises(AccessError):
            self._set(self.leader, 9, "leader", about_user_id=self.foreigner.id)
