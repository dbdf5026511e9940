from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_crm_forecast_board import BoardCommon


@tagged("-at_install", "post_install")
class TestForecastRights(BoardCommon):
    """No way round leads to a colleague's figures: forged rows, contexts, sums, other users."""

    def _keys(self):
        """Return the rows of others that a rep might ask for by hand."""
        return (
            f"user-{self.team.id}-{self.colleague.id}",
            f"user-{self.team_beside.id}-{self.rep_beside.id}",
            f"team-{self.team_beside.id}",
        )

    def test_a_rep_asks_for_rows_of_others(self):
        board = self.env["crm.forecast.board"].with_user(self.rep)
        for key in self._keys():
            with self.subTest(key=key):
                changes = board.get_changes({}, None, key)
                self.assertEqual((changes["start"], changes["end"]), (0, 0))
                self.assertFalse(changes["deals"])
                action = board.action_open_deals({}, key)
                Lead = self.env["crm.lead"].with_user(self.rep).with_context(active_test=False)
                self.assertFalse(Lead.search_count(action["domain"]))
                with self.assertRaises(AccessError):
                    board.set_number({}, key, 1, "Not mine")
        with self.assertRaises(AccessError):
            board.submit({}, self.team.id)
        board.with_user(self.leader).submit({}, self.team.id)
        with self.assertRaises(AccessError):
            board.lock({}, self.team.id)

    def test_a_context_asks_for_a_colleague(self):
        self.env.cr.flush()  # writes the history
        asked = {"domain": [("user_id", "=", self.colleague.id)], "first": "2000-01-01"}
        Line = self.env["crm.forecast.waterfall"].with_context(waterfall=asked)
        self.assertTrue(Line.with_user(self.manager)._read_group([], [], ["__count"])[0][0])
        self.assertFalse(Line.with_user(self.rep)._read_group([], [], ["__count"])[0][0])
        fall = Line.with_user(self.rep).get_waterfall({**asked, "group_by": "user_id"})
        self.assertEqual((fall["end_count"], fall["bars"], fall["groups"]), (0, [], []))
        self.carls.action_set_won()
        self.env.cr.flush()  # writes who won it
        formula = {"user_id": self.colleague.id}
        Formula = self.env["crm.sales.formula"].with_context(formula=formula)
        sums = ["amount:sum", "order_count:sum"]
        self.assertEqual(Formula.with_user(self.manager)._read_group([], [], sums)[0][0], 50)
        self.assertFalse(any(Formula.with_user(self.rep)._read_group([], [], sums)[0]))

    def test_sums_of_what_came_out(self):
        self.carls.action_set_won()
        self.env.cr.flush()  # writes who won it
        Report = self.env["crm.result.report"]
        for user, won in ((self.rep, [self.rep]), (self.leader, [self.colleague, self.rep])):
            rows = Report.with_user(user)._read_group(
                [("kind", "=", "won"), ("amount", ">", 0)], ["user_id"], ["amount:sum"]
            )
            with self.subTest(user=user.login):
                self.assertEqual({row[0] for row in rows}, set(won))

    def test_a_submitted_week(self):
        board = self.env["crm.forecast.board"].with_user(self.leader)
        board.submit({}, self.team.id, "Between us")
        for model in ("crm.forecast.snapshot.line", "crm.forecast.snapshot.deal"):
            rows = self.env[model].with_user(self.rep)._read_group([], ["user_id"], ["amount:sum"])
            with self.subTest(model=model):
                self.assertEqual({user.id for user, _amount in rows}, {self.rep.id})
        Snapshot = self.env["crm.forecast.snapshot"].with_user(self.rep)
        self.assertFalse(Snapshot.search([("line_ids.user_id", "=", self.colleague.id)]))
        with self.assertRaises(AccessError):
            Snapshot.search([("comment", "ilike", "between")])

    def test_who_is_not_in_sales_is_told_nothing(self):
        outsiders = [
            new_test_user(self.env, "forecast_portal", groups="base.group_portal"),
            new_test_user(self.env, "forecast_plain", groups="base.group_user"),
            self.env.ref("base.public_user"),
        ]
        asks = [
            ("crm.forecast.board", "get_board", ()),
            ("crm.forecast.board", "get_changes", ()),
            ("crm.forecast.board", "get_xlsx", ()),
            ("crm.forecast.board", "set_number", ({}, "", 1, "No")),
            ("crm.forecast.board", "submit", ({}, self.team.id)),
            ("crm.forecast.waterfall", "get_waterfall", ()),
            ("crm.forecast.waterfall", "get_screen", ()),
            ("crm.sales.formula", "get_formula", ()),
            ("crm.sales.formula", "get_screen", ()),
            ("crm.sales.target", "get_grid", ()),
            ("crm.sales.target", "set_cells", ({}, [])),
            ("crm.sales.target.version", "begin_year", (2031,)),
            ("crm.forecast.snapshot", "submit", ([self.team.id],)),
        ]
        for user in outsiders:
            for model, method, args in asks:
                with (
                    self.subTest(user=user.login, method=f"{model}.{method}"),
                    self.assertRaises(AccessError),
                ):
                    getattr(self.env[model].with_user(user), method)(*args)
