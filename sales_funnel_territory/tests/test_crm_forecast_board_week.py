import io
import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from openpyxl import load_workbook

from .common import LEADER, REP
from .test_crm_forecast_board import BoardCommon


@tagged("-at_install", "post_install")
class TestForecastBoardWeek(BoardCommon):
    """The week of a leader: what changed, what he says of it, what he submits."""

    def test_every_figure_is_the_sum_of_the_deals_it_opens(self):
        Board = self.env["crm.forecast.board"].with_user(self.manager)
        Lead = self.env["crm.lead"].with_user(self.manager)
        for filters in ({}, {"kind": "month"}, {"kind": "year"}, {"shift": 1}, {"shift": -1}):
            board = Board.get_board(filters)
            for row in [board["total"], *board["rows"]]:
                figures = {
                    "closed": row["closed"], "overdue": row["overdue"],
                    "weighted": row["weighted"],
                    **{name: row["categories"].get(name, 0) for name, _label in
                       board["categories"]},
                }  # fmt: skip
                for column, figure in figures.items():
                    with self.subTest(filters=filters, row=row["name"], column=column):
                        action = Board.action_open_deals(filters, row["key"], column)
                        deals = Lead.with_context(**action["context"]).search(action["domain"])
                        name = "prorated" if column == "weighted" else "expected"
                        self.assertAlmostEqual(sum(deals.mapped(f"{name}_revenue")), figure)

    def test_what_changed(self):
        self._new_day()
        self.committed.expected_revenue = 160
        self.carls.date_deadline = self.quarter.last + self.day
        self.late.action_set_lost()
        self.beas.action_set_won()
        new = self._create_lead(
            stage=self.stage_best, expected_revenue=500, date_deadline=self.quarter.last
        )
        self.env.cr.flush()
        changes = self._changes(self.manager, since=self.today)
        self.assertEqual(
            {one["key"]: (one["value"], one["count"]) for one in changes["changes"]},
            {"new": (500, 1), "bigger": (60, 1), "won": (-7, 1), "lost": (-30, 1),
             "slipped": (-50, 1)},
        )  # fmt: skip
        self.assertEqual((changes["start"], changes["end"]), (187, 660))
        self.assertEqual(changes["end"], self._board(self.manager)["total"]["pipeline"])
        self.assertEqual(changes["deals"][0]["lead_id"], new.id)
        self.assertEqual([one["value"] for one in changes["deals"]], [500, 60, -50, -30, -7])

    def test_which_numbers_others_have_set_since(self):
        """Her leader expects less than last week: the manager reads it beside the deals."""
        self._set(self.leader, 90, "leader")
        self.env.cr.execute("UPDATE crm_forecast_adjustment SET date = date - INTERVAL '10 days'")
        self.env.invalidate_all()
        self._set(self.leader, 70, "leader", note="One of two is gone")
        self._set(self.leader, 60, "leader", category="best_case")
        self._set(self.manager, 50, "manager", about_team_id=self.team.id)
        self._set(self.rep, 95)
        told = self._changes(self.manager)["numbers"]
        self.assertEqual(
            [(one["about"], one["by"], one["before"], one["after"]) for one in told],
            [("Rosa Rep", "Rosa Rep", None, 95), ("Rosa Rep", "Leo Leader", 90, 70)],
            "not those of other categories, nor the reader's own",
        )
        self.assertEqual(told[1]["note"], "One of two is gone")
        self.assertEqual(
            self._changes(self.rep)["numbers"], [], "what others expect of her is not hers"
        )
        self.assertEqual(self._changes(self.rep_beside)["numbers"], [])
        self.assertNotIn("numbers", self._changes(self.manager, key=f"team-{self.team.id}"))

    def test_each_kind_of_change_opens_its_deals(self):
        self._new_day()
        self.committed.expected_revenue = 160
        self.env.cr.flush()
        Board = self.env["crm.forecast.board"].with_user(self.manager)
        for kind in ("bigger", ""):
            action = Board.action_open_changes({}, str(self.today), "", kind)
            found = self.env[action["res_model"]].with_user(self.manager)
            lines = found.with_context(**action["context"]).search(action["domain"])
            self.assertEqual((lines.lead_id.id, lines.value), (self.committed.id, 60))

    def test_what_changed_is_told_of_ones_own(self):
        self._new_day()
        self.committed.expected_revenue = 160
        self.carls.expected_revenue = 5000
        self.env.cr.flush()
        for key in ("", f"user-{self.team.id}-{self.colleague.id}", f"team-{self.team.id}"):
            with self.subTest(key=key):
                told = json.dumps(self._changes(self.rep, since=self.today, key=key))
                self.assertNotIn("5000", told)
                self.assertNotIn("4950", told)
        self.assertEqual(self._changes(self.rep, since=self.today)["end"], 190)
        self.assertEqual(self._changes(self.foreigner, since=self.today)["end"], 0)
        with self.assertRaises(AccessError):
            self._changes(self.portal)

    def test_submitted_again_until_it_is_locked(self):
        Board = self.env["crm.forecast.board"].with_user(self.leader)
        [snapshot_id] = Board.submit({}, self.team.id, "First")
        snapshot = self.env["crm.forecast.snapshot"].with_user(self.leader).browse(snapshot_id)
        snapshot.message_post(body="Is the large one safe?")
        self.assertEqual(Board.submit({}, self.team.id, "Second"), [snapshot_id])
        self.assertEqual(snapshot.comment, "Second")
        self.assertIn("Is the large one safe?", str(snapshot.message_ids.mapped("body")))
        week = {row["name"]: row["week"] for row in self._board(self.leader)["rows"]}["Harbour"]
        self.assertEqual((week["state"], week["by"]), ("submitted", "Leo Leader"))
        with self.assertRaises(AccessError):
            self.env["crm.forecast.board"].with_user(self.rep).lock({}, self.team.id)
        self.assertEqual(Board.lock({}, self.team.id), [snapshot_id])
        with self.assertRaises(UserError):
            Board.submit({}, self.team.id)
        # the head's teams are kept all the same, the locked one as it is
        head = self.env["crm.forecast.board"].with_user(self.head)
        self.assertNotIn(snapshot_id, head.submit({}, self.team_parent.id))

    def test_a_lock_is_taken_back_by_who_set_it(self):
        Board = self.env["crm.forecast.board"]
        [snapshot_id] = Board.with_user(self.leader).submit({}, self.team.id)
        Board.with_user(self.head).submit({}, self.team_parent.id)
        locked = Board.with_user(self.leader).lock({}, self.team.id)
        others = Board.with_user(self.head).lock({}, self.team_parent.id)
        self.assertNotIn(snapshot_id, others, "it stays the leader's lock")
        snapshot = self.env["crm.forecast.snapshot"].browse(snapshot_id)
        for user in (self.rep, self.colleague, self.head, self.manager):
            with self.assertRaises(AccessError):
                snapshot.with_user(user).action_unlock()
        snapshot.week -= timedelta(weeks=1)
        with self.assertRaises(AccessError):
            snapshot.with_user(self.leader).action_unlock()
        snapshot.week += timedelta(weeks=1)
        self.team.user_id = self.colleague
        with self.assertRaises(AccessError, msg="who led the team when it was locked"):
            snapshot.with_user(self.leader).action_unlock()
        self.team.user_id = self.leader
        self.env.flush_all()
        snapshot.with_user(self.leader).browse(locked).action_unlock()
        self.assertEqual(Board.with_user(self.leader).submit({}, self.team.id), [snapshot_id])

    def test_what_is_said_of_a_week_is_not_for_its_people(self):
        Board = self.env["crm.forecast.board"]
        [snapshot_id] = Board.with_user(self.leader).submit({}, self.team.id, "Rosa is too bold")
        snapshot = self.env["crm.forecast.snapshot"].browse(snapshot_id)
        message = snapshot.with_user(self.leader).message_post(body="Rosa again")
        told = json.dumps(self._board(self.rep))
        self.assertNotIn("too bold", told)
        own = snapshot.with_user(self.rep)
        for attempt in (
            lambda: own.read(["comment"]),
            lambda: own.message_post(body="No"),
            lambda: message.with_user(self.rep).read(["body"]),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertFalse(
            self.env["mail.message"].with_user(self.rep).search(
                [("model", "=", "crm.forecast.snapshot"), ("res_id", "=", snapshot_id)]
            )
        )  # fmt: skip

    def test_who_leads_another_team_is_told_no_more_than_its_people(self):
        Board = self.env["crm.forecast.board"]
        [snapshot_id] = Board.with_user(self.leader).submit({}, self.team.id, "Rosa is too bold")
        snapshot = self.env["crm.forecast.snapshot"].browse(snapshot_id)
        message = snapshot.with_user(self.leader).message_post(body="Rosa again")
        guest = new_test_user(self.env, "sft_guest", groups=LEADER, name="Gerd Guest")
        self.env["crm.team.member"].create({"crm_team_id": self.team.id, "user_id": guest.id})
        self.team_beside.user_id = guest
        self.env.invalidate_all()
        own = snapshot.with_user(guest)
        self.assertFalse(own.comment)
        self.assertFalse(own.search([("comment", "ilike", "bold")]))
        self.assertNotIn("too bold", json.dumps(self._board(guest)))
        for attempt in (
            lambda: own.message_post(body="No"),
            lambda: message.with_user(guest).read(["body"]),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.env.invalidate_all()
        self.assertEqual(snapshot.with_user(self.leader).comment, "Rosa is too bold")
        self.assertEqual(snapshot.with_user(self.head).comment, "Rosa is too bold")

    def test_what_others_say_of_a_person_is_not_told_to_him(self):
        Board = self.env["crm.forecast.board"]
        rosa = f"user-{self.team.id}-{self.rep.id}"
        Board.with_user(self.leader).set_number({}, rosa, 12345, "She hopes too much")
        Board.with_user(self.head).set_number({}, rosa, 34567, "I count with less")
        Board.with_user(self.manager).set_number({}, rosa, 23456, "And so does he")
        told = json.dumps(self._board(self.rep))
        for secret in ("12345", "23456", "34567", "hopes", "so does", "with less", "head"):
            self.assertNotIn(secret, told)
        self.assertEqual(self._rows(self.rep)["Rosa Rep"]["best"], 140)
        notes = self._rows(self.manager)["Rosa Rep"]["notes"]
        self.assertEqual(notes["leader"]["by"], "Leo Leader")
        self.assertEqual(notes["manager"]["note"], "And so does he")

    def test_the_company_as_a_whole(self):
        Board = self.env["crm.forecast.board"]
        Board.with_user(self.manager).set_number({}, "", 99, "I count with less")
        self.assertEqual(self._board(self.manager)["total"]["best"], 99)
        self.assertEqual(self._board(self.leader)["total"]["best"], 140)
        for user in (self.rep, self.leader, self.head):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Board.with_user(user).set_number({}, "", 1, "No")

    def test_the_line_shows_closed_and_committed_as_the_board_has_them(self):
        self.stage_in.forecast_category = False
        self.won.stage_id.forecast_category = False
        reason = {"forecast_category_reason": "As good as signed"}
        self.late.write({"forecast_category": "commit", **reason})
        self.env.flush_all()
        self.env["crm.forecast.board"].with_user(self.head).submit({}, self.team_parent.id)
        total = self._board(self.head)["total"]
        self.assertEqual(total["line"][-1], total["closed"] + total["categories"]["commit"])
        self.assertEqual((total["line"][-1], total["overdue"]), (140, 30))

    def test_whom_to_ask_is_somebody_else(self):
        rosa = f"user-{self.team.id}-{self.rep.id}"
        self.assertEqual(
            self._board(self.leader)["asks"],
            [{"key": rosa, "reason": "overdue", "amount": 30, "overdue": 30}],
        )
        self.assertEqual(self._board(self.rep)["asks"], [])

    def test_teams_of_which_one_sees_a_part_only_are_not_shown(self):
        names = {
            self.rep: set(),
            self.leader: {"Harbour"},
            self.head: {"North", "Harbour", self.team_beside.name},
        }
        for user, expected in names.items():
            with self.subTest(user=user.login):
                rows = self._board(user)["rows"]
                self.assertEqual({row["name"] for row in rows if row["is_team"]}, expected)

    def test_a_sheet_of_what_one_sees(self):
        self.rep.name = "=HYPERLINK(1)"
        content, name = self.env["crm.forecast.board"].with_user(self.rep).get_xlsx({})
        self.assertTrue(name.startswith("forecast-"))
        sheet = load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertFalse([cell.value for cell in cells if cell.data_type == "f"])
        values = [cell.value for cell in cells]
        self.assertIn("'=HYPERLINK(1)", values)
        self.assertIn(100, values)
        self.assertNotIn("Carl Colleague", values)
        self.assertNotIn(50, values)
        with self.assertRaises(AccessError):
            self.env["crm.forecast.board"].with_user(self.portal).get_xlsx({})


@tagged("-at_install", "post_install")
class TestForecastBoardFile(HttpCase):
    def test_the_file_is_for_those_who_see_the_board(self):
        new_test_user(self.env, "sft_file_rep", groups=REP)
        new_test_user(self.env, "sft_file_portal", groups="base.group_portal")
        url = "/sales_funnel_territory/forecast.xlsx"
        self.authenticate("sft_file_rep", "sft_file_rep")
        answer = self.url_open(f"{url}?filters={json.dumps({'kind': 'year'})}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertEqual(self.url_open(f"{url}?filters=[1]").status_code, 400)
        self.authenticate("sft_file_portal", "sft_file_portal")
        self.assertNotEqual(self.url_open(url).status_code, 200)
