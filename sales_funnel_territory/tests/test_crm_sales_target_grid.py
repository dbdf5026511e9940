from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import REP
from .test_crm_sales_target import TargetCommon


class GridCommon(TargetCommon):
    def _options(self, **options):
        return {"version_id": self.version.id, "measure": "revenue", "kind": "quarter", **options}

    def _grid(self, user=None, **options):
        Target = self.env["crm.sales.target"].with_user(user or self.manager)
        return Target.get_grid(self._options(**options))

    def _set(self, cells, user=None, **options):
        Target = self.env["crm.sales.target"].with_user(user or self.manager)
        return Target.set_cells(
            self._options(**options),
            [{"key": key, "column": column, "value": value} for key, column, value in cells],
        )

    def _split(self, key, column, user=None, **how):
        Target = self.env["crm.sales.target"].with_user(user or self.manager)
        return Target.split_cell(self._options(), key, column, how)

    def _cells(self, grid, key):
        """Return {column: [entered, of its parts, from below, what counts]} of a row."""
        row = next(row for row in grid["rows"] if row["key"] == key)
        return dict(zip([one["key"] for one in grid["columns"]], row["cells"], strict=True))

    @property
    def rosa(self):
        return f"user-{self.rep.id}"

    @property
    def carl(self):
        return f"user-{self.colleague.id}"

    @property
    def harbour(self):
        return f"team-{self.team.id}"


YEAR = "year-2026-01-01"
FIRST, SECOND = "quarter-2026-01-01", "quarter-2026-04-01"


@tagged("-at_install", "post_install")
class TestSalesTargetGrid(GridCommon):
    """Targets entered in a grid: company, teams and people by periods, summed up the tree."""

    def test_a_new_company_is_told_that_there_are_no_targets(self):
        self.env["crm.sales.target.version"].search([]).unlink()
        for reader in (self.manager, self.rep):
            with self.subTest(reader=reader.name):
                grid = self.env["crm.sales.target"].with_user(reader).get_grid({})
                self.assertIs(grid["version"], False, "what the screen asks for")
                self.assertNotIn("rows", grid)

    def test_rows_hang_below_one_another(self):
        grid = self._grid()
        rows = {row["key"]: row for row in grid["rows"]}
        self.assertEqual(rows["company"]["depth"], 0)
        self.assertEqual(rows[f"team-{self.team_parent.id}"]["parent"], "company")
        self.assertEqual((rows[self.harbour]["depth"], rows[self.rosa]["depth"]), (2, 3))
        keys = list(rows)
        self.assertLess(keys.index(self.harbour), keys.index(self.rosa))
        self.assertEqual([one["kind"] for one in grid["columns"]], ["quarter"] * 4 + ["year"])
        months = self._grid(kind="month")["columns"]
        self.assertEqual(len(months), 17)
        self.assertEqual([one["kind"] for one in months[:4]], ["month"] * 3 + ["quarter"])

    def test_what_is_entered_adds_up_and_the_difference_stays(self):
        result = self._set(
            [
                ("company", YEAR, 1000000),
                (self.rosa, FIRST, 300000),
                (self.rosa, SECOND, 200000.5),
                (self.carl, YEAR, 520000),
            ]
        )
        grid = result["grid"]
        rosa = self._cells(grid, self.rosa)
        self.assertEqual(rosa[YEAR], [None, 500000.5, None, 500000.5])
        self.assertEqual(self._cells(grid, self.harbour)[YEAR], [None, None, 1020000.5, 1020000.5])
        company = self._cells(grid, "company")
        self.assertEqual(company[YEAR], [1000000, None, 1020000.5, 1000000])
        self.assertEqual(company[FIRST], [None, None, 300000, 300000])

    def test_undo_is_setting_what_was_there(self):
        self._set([(self.rosa, FIRST, 10)])
        result = self._set([(self.rosa, FIRST, 20), (self.carl, FIRST, 5)])
        self.assertEqual([cell["value"] for cell in result["undo"]], [10, None])
        Target = self.env["crm.sales.target"].with_user(self.manager)
        grid = Target.set_cells(self._options(), result["undo"])["grid"]
        self.assertEqual(self._cells(grid, self.rosa)[FIRST][0], 10)
        self.assertEqual(self._cells(grid, self.carl)[FIRST], [None] * 4)
        self.assertEqual(len(self.version.target_ids), 1, "an emptied cell is no target of zero")

    def test_what_somebody_else_entered_meanwhile_is_not_overwritten(self):
        self._set([(self.rosa, FIRST, 10)])
        Target = self.env["crm.sales.target"].with_user(self.manager_beside)
        cell = {"key": self.rosa, "column": FIRST, "value": 30}
        with self.assertRaisesRegex(UserError, "Rosa Rep, Q1 2026: somebody else"):
            Target.set_cells(self._options(), [{**cell, "was": None}])
        Target.set_cells(self._options(), [{**cell, "was": 10}])
        self.assertEqual(self.version.target_ids.value, 30)

    def test_bad_cells_are_told_in_a_sentence_and_nothing_is_written(self):
        table = [
            (self.rosa, FIRST, "abc", "Rosa Rep, Q1 2026: “abc” is no number"),
            (self.rosa, FIRST, True, "no number"),
            (self.rosa, FIRST, float("inf"), "no number"),
            (self.rosa, FIRST, -1, "Rosa Rep, Q1 2026: a target is not below zero"),
            (self.rosa, FIRST, 1e13, "too much"),
            (self.rosa, "quarter-2026-02-01", 1, "no period of the fiscal year 2026"),
            (self.rosa, "quarter-2027-01-01", 1, "no period of the fiscal year 2026"),
            (self.rosa, "week-2026-01-01", 1, "no period"),
            (self.rosa, "quarter-soon", 1, "no period"),
            ("user", FIRST, 1, "no row"),
            ("company-1", FIRST, 1, "no row"),
            ("partner-1", FIRST, 1, "no row"),
        ]
        for key, column, value, sentence in table:
            with self.subTest(column=column, value=value, key=key):
                with self.assertRaisesRegex(UserError, sentence):
                    self._set([("company", FIRST, 7), (key, column, value)])
                self.assertFalse(self.version.target_ids)
        with self.assertRaisesRegex(UserError, "not a whole number"):
            self._set([(self.rosa, FIRST, 1.5)], measure="visits")
        with self.assertRaisesRegex(UserError, "begin with those of a year"):
            self._set([(self.rosa, FIRST, 1)], version_id=False)

    def test_a_year_is_split_over_quarters_and_months(self):
        self._set([(self.rosa, YEAR, 1000.01)])
        cells = self._cells(self._split(self.rosa, YEAR, over="quarter")["grid"], self.rosa)
        quarters = [cell[0] for column, cell in cells.items() if column.startswith("quarter")]
        self.assertEqual(quarters, [250.01, 250, 250, 250])
        self.assertEqual(cells[YEAR][:2], [1000.01, 1000.01])
        self._split(self.rosa, FIRST, over="month", step=100)
        months = self.version.target_ids.filtered(lambda one: one.period_kind == "month")
        self.assertEqual(sorted(months.mapped("value")), [83, 83, 84.01])
        with self.assertRaisesRegex(UserError, "Enter the target first"):
            self._split(self.carl, YEAR, over="quarter")
        with self.assertRaisesRegex(UserError, "shorter periods"):
            self._split(self.rosa, FIRST, over="quarter")

    def test_counted_things_are_split_whole(self):
        Target = self.env["crm.sales.target"].with_user(self.manager)
        options = self._options(measure="visits")
        Target.set_cells(options, [{"key": self.rosa, "column": YEAR, "value": 10}])
        grid = Target.split_cell(options, self.rosa, YEAR, {"over": "quarter"})["grid"]
        cells = self._cells(grid, self.rosa)
        self.assertEqual([cell[0] for cell in cells.values()], [3, 3, 2, 2, 10])

    def test_split_over_those_below_like_last_year(self):
        for user, amount in ((self.rep, 300), (self.colleague, 100)):
            lead = self._create_lead(stage=self.stage_in, expected_revenue=amount, user_id=user.id)
            lead.action_set_won()
            lead.write({"date_closed": "2025-02-10"})
        self.env.cr.flush()  # with the credit for what was won
        self._set([(self.harbour, YEAR, 800)])
        grid = self._split(self.harbour, YEAR, over="below", by_season=True)["grid"]
        self.assertEqual(self._cells(grid, self.rosa)[YEAR][0], 600)
        self.assertEqual(self._cells(grid, self.carl)[YEAR][0], 200)
        north = f"team-{self.team_parent.id}"
        self._set([(north, YEAR, 90)])
        grid = self._split(north, YEAR, over="below", by_season=True)["grid"]
        self.assertEqual(self._cells(grid, self.harbour)[YEAR][0], 90, "Hills sold nothing")
        self.assertEqual(self._cells(grid, f"team-{self.team_beside.id}")[YEAR][0], 0)
        with self.assertRaisesRegex(UserError, "nobody below"):
            self._split(self.rosa, YEAR, over="below")

    def test_territories_and_product_categories_as_rows(self):
        zone = self.env["crm.territory"].create({"name": "Docks"})
        categ = self.env["product.category"].create({"name": "Cranes"})
        for by, key in (("territory", f"territory-{zone.id}"), ("categ", f"categ-{categ.id}")):
            with self.subTest(by=by):
                grid = self._set([(key, YEAR, 50)], by=by)["grid"]
                self.assertEqual(self._cells(grid, key)[YEAR][0], 50)
                self.assertEqual(self._cells(grid, "company")[YEAR][2], 50)
        self.assertIsNone(self._cells(self._grid(), "company")[YEAR][2], "no teams or people")

    def test_weeks_have_columns_of_their_own(self):
        self._set([(self.rosa, YEAR, 10)])
        self.env.company.write({"fiscal_scheme": "445", "fiscal_first_weekday": "0"})
        grid = self._grid()
        self.assertEqual(grid["columns"][-1]["key"], "year-2025-12-29")
        self.assertEqual(grid["strays"], 1, "entered by the calendar")
        with self.assertRaisesRegex(UserError, "no period"):
            self._set([(self.rosa, YEAR, 10)])

    def test_who_is_archived_keeps_his_targets(self):
        self._set([(self.rosa, YEAR, 10)])
        self.rep.active = False
        row = next(row for row in self._grid()["rows"] if row["key"] == self.rosa)
        self.assertTrue(row["is_archived"])
        self.colleague.active = False
        self.assertNotIn(self.carl, [row["key"] for row in self._grid()["rows"]])

    def test_who_sells_without_a_team_has_a_row(self):
        """With the team of his deals, where the board shows him, too; else below the company."""
        values = {"partner_id": self.customer.id, "stage": self.stage_in}
        alone = new_test_user(self.env, "sft_ulla", groups=REP, name="Ulla Alone")
        self.assertNotIn(f"user-{alone.id}", {row["key"] for row in self._grid()["rows"]})
        self._create_lead(user_id=alone.id, team_id=self.team.id, **values)
        other = new_test_user(self.env, "sft_uwe", groups=REP, name="Uwe Alone")
        self._create_lead(user_id=other.id, team_id=False, **values)
        parents = {row["key"]: row["parent"] for row in self._grid()["rows"]}
        self.assertEqual(parents[f"user-{alone.id}"], self.harbour)
        self.assertEqual(parents[f"user-{other.id}"], "company")
        self._set([(f"user-{alone.id}", FIRST, 70)])
        self.assertEqual(self._cells(self._grid(), self.harbour)[FIRST][2], 70)
        leaders = {row["key"] for row in self._grid(self.leader)["rows"]}
        self.assertNotIn(f"user-{other.id}", leaders)
        self._set([(self.harbour, SECOND, 90)])
        result = self._split(self.harbour, SECOND, over="below")
        self.assertNotIn(f"user-{alone.id}", {cell["key"] for cell in result["undo"]})
        self.assertIn(self.rosa, {cell["key"] for cell in result["undo"]})

    def test_who_left_a_team_has_no_share_in_its_target(self):
        """Odoo keeps his membership in the archive: he stands where he sells now."""
        self._set([(self.rosa, FIRST, 70), (self.harbour, SECOND, 90)])
        self.team.member_ids -= self.rep
        self.env["crm.lead"].search([("user_id", "=", self.rep.id)]).team_id = self.team_beside
        values = {"partner_id": self.customer.id, "stage": self.stage_in}
        self._create_lead(user_id=self.rep.id, team_id=self.team_beside.id, **values)
        parents = {row["key"]: row["parent"] for row in self._grid()["rows"]}
        self.assertEqual(parents[self.rosa], f"team-{self.team_beside.id}")
        shares = self._split(self.harbour, SECOND, over="below")["undo"]
        self.assertNotIn(self.rosa, {cell["key"] for cell in shares})

    def test_the_target_of_who_left_the_company_can_be_changed(self):
        self._set([(self.rosa, YEAR, 10)])
        self.env["crm.team.member"].search([("user_id", "=", self.rep.id)]).unlink()
        self.rep.write(
            {"company_ids": [(6, 0, self.other_company.ids)], "company_id": self.other_company.id}
        )
        self.env.invalidate_all()
        row = next(row for row in self._grid()["rows"] if row["key"] == self.rosa)
        self.assertTrue(row["is_editable"])
        with self.assertRaisesRegex(UserError, "Rosa Rep, 2026: “abc” is no number"):
            self._set([(self.rosa, YEAR, "abc")])
        grid = self._split(self.rosa, YEAR, over="quarter")["grid"]
        self.assertEqual(self._cells(grid, self.rosa)[FIRST][0], 2.5)
        columns = [column["key"] for column in grid["columns"]]
        grid = self._set([(self.rosa, column, None) for column in columns])["grid"]
        self.assertNotIn(self.rosa, [row["key"] for row in grid["rows"]])
        with self.assertRaisesRegex(UserError, "no row"):
            self._set([(self.rosa, YEAR, 10)])

    def test_each_sees_and_sets_his_own(self):
        self._set([("company", YEAR, 9), (self.harbour, YEAR, 8), (self.rosa, YEAR, 7)])
        leader = self._grid(self.leader)
        keys = {row["key"] for row in leader["rows"]}
        self.assertEqual(keys, {self.harbour, self.rosa, self.carl})
        editable = {row["key"] for row in leader["rows"] if row["is_editable"]}
        self.assertEqual(editable, {self.rosa, self.carl})
        self._set([(self.carl, YEAR, 5)], self.leader)
        for key in ("company", self.harbour, f"user-{self.rep_beside.id}"):
            with self.subTest(key=key), self.assertRaises(AccessError):
                self._set([(key, FIRST, 5)], self.leader)
        self.assertEqual(self._grid(self.rep)["rows"], [], "not before it counts")
        self._approve()
        rows = self._grid(self.rep)["rows"]
        self.assertEqual([row["key"] for row in rows], [self.rosa])
        self.assertFalse(rows[0]["is_editable"])
        self.assertEqual(self._grid(self.rep)["bys"], self._grid(self.leader)["bys"])
        with self.assertRaises(UserError):
            self._set([(self.rosa, YEAR, 1)])
        with self.assertRaises(AccessError):
            self._set([(self.rosa, FIRST, 1)], self.rep)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._grid(user)
        with self.assertRaisesRegex(UserError, "gone, or belong to"):
            self._grid(self.foreigner)

    def test_begin_a_year(self):
        Target = self.env["crm.sales.target"].with_user(self.manager)
        year = Target.get_grid()["next_year"]
        version = self.env["crm.sales.target.version"].with_user(self.manager).begin_year(year)
        grid = Target.get_grid({"version_id": version})
        self.assertEqual((grid["version"]["year"], grid["version"]["state"]), (year, "draft"))
        self.assertTrue(grid["version"]["may_submit"])
        with self.assertRaises(AccessError):
            self.env["crm.sales.target.version"].with_user(self.leader).begin_year(year)

    def test_a_fixed_number_of_queries(self):
        def ask():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._grid(kind="month")
            return self.env.cr.sql_log_count - before

        self._set([(self.rosa, YEAR, 10)])
        ask()
        few = ask()
        for number in range(10):
            user = self.rep.copy({"login": f"sft_grid_{number}"})
            user.sale_team_id = self.team
            self._set([(f"user-{user.id}", YEAR, 10)])
        ask()  # new users empty Odoo's caches
        self.assertEqual(ask(), few)
