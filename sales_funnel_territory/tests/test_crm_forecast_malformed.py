from contextlib import suppress
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .test_crm_forecast_judgement import JudgementCommon

JUNK = (
    "x", "-", "²", "²-²", "team-", "team-x", "user-1", "user-1-", "user-0-999999999", "user-1-2-3",
    "team-99999999999999999999", "categ-0", "month-2026-13-40", "0000-00-00", "0001-01-01",
    "9999-12-31", "2026-02-30", 0, 1, -1, 3.5, float("nan"), float("inf"), 2**31, 10**30, True,
    10**400, "a\0b", "team-" + "9" * 5000,
    [], [1], ["x"], [["x"]], [None], {}, {"x": 1}, {"kind": {}}, [[["a", "=", 1]]],
)  # fmt: skip
# What only a waterfall could take for a grouping, or a filter.
GROUPINGS = (
    "partner_id.country_id", "campaign_id.name", "create_date:month_number", "date_open:hour",
    "create_date:day_of_week", "date_deadline:day_of_week", "stage_id:month", "tag_ids", "x:day",
)  # fmt: skip
FILTERS = ([["expected_revenue", ">", "a"]], [["partner_id.user_ids.password", "=", "x"]])
DATES = ("first", "last")
BOARD = ("kind", "shift")
WATERFALL = (
    *DATES, "domain", "measure", "statuses", "period", "every_step", "group_by",
)  # fmt: skip
SCREEN = ("period", "since", "until", "domain", "measure", "group_by", "every_step")
GRID = ("version_id", "measure", "by", "kind")
FORMULA = (*DATES, "team_id", "user_id")
FORMULA_SCREEN = ("kind", "shift", "team_id", "user_id")
# (model, method, what is sent where nothing is wrong, names within its options)
METHODS = (
    ("crm.forecast.board", "get_board", ({},), BOARD),
    ("crm.forecast.board", "get_changes", ({}, None, ""), BOARD),
    ("crm.forecast.board", "action_open_changes", ({}, None, "", ""), BOARD),
    ("crm.forecast.board", "action_open_deals", ({}, "", ""), BOARD),
    ("crm.forecast.board", "set_number", ({}, "", 5, "So they say"), BOARD),
    ("crm.forecast.board", "submit", ({}, "TEAM", ""), BOARD),
    ("crm.forecast.board", "lock", ({}, "TEAM"), BOARD),
    ("crm.forecast.board", "get_xlsx", ({},), BOARD),
    ("crm.forecast.snapshot", "submit", (["TEAM"], "quarter", None, ""), ()),
    ("crm.forecast.waterfall", "get_waterfall", ({},), WATERFALL),
    ("crm.forecast.waterfall", "get_screen", ({},), SCREEN),
    ("crm.forecast.waterfall", "action_open_bar", ({}, "won", None), WATERFALL),
    ("crm.sales.target", "get_grid", ({},), GRID),
    ("crm.sales.target", "set_cells", ({"version_id": "VERSION"}, []), GRID),
    ("crm.sales.target", "split_cell",
     ({"version_id": "VERSION"}, "company", "YEAR", {"over": "quarter"}), GRID),
    ("crm.sales.target.version", "begin_year", (2031,), ()),
    ("crm.sales.formula", "get_formula", ({},), FORMULA),
    ("crm.sales.formula", "get_screen", ({},), FORMULA_SCREEN),
    ("crm.sales.formula", "action_open_factor", ({}, "base"), FORMULA_SCREEN),
)  # fmt: skip


@tagged("-at_install", "post_install")
class TestForecastMalformed(JudgementCommon):
    """Whatever is sent, the answer is an answer, or a sentence: never a traceback."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._deal = cls.env["crm.lead"].create(
            {
                "name": "A deal, so that there is something to group and to name",
                "type": "opportunity", "team_id": cls.team.id, "user_id": cls.rep.id,
                "expected_revenue": 1000, "date_deadline": cls.quarter.first,
            }
        )  # fmt: skip
        cls.version = cls.env["crm.sales.target.version"].create(
            {"name": "Plan", "year": cls.quarter.year}
        )
        cls.year = f"year-{cls.version._get_periods()[-1].first}"
        cls.env["crm.sales.target"].create(
            {
                "version_id": cls.version.id, "period_kind": "year", "value": 100,
                "date_from": cls.version._get_periods()[-1].first,
            }
        )  # fmt: skip

    def _fill(self, value):
        places = {"TEAM": self.team.id, "VERSION": self.version.id, "YEAR": self.year}
        if isinstance(value, dict):
            return {key: self._fill(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._fill(one) for one in value]
        return places.get(value, value) if isinstance(value, str) else value

    def _try(self, model, method, args, user):
        """Call as over RPC; return what went wrong, empty where nothing did."""
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            found = getattr(self.env[model].with_user(user), method)(*args)
            if (
                isinstance(found, dict)
                and found.get("res_model")
                and "waterfall" in found.get("context", {})
            ):
                self._read(found, user)
            self.env.flush_all()
        except UserError as error:
            return str(error) or "an empty sentence"
        finally:
            savepoint.close(rollback=True)
        return ""

    def _read(self, action, user):
        Model = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        Model.search(action["domain"], limit=1)

    def test_nothing_ends_in_a_traceback(self):
        for model, method, usual, names in METHODS:
            plain = self._fill(list(usual))
            with self.subTest(method=f"{model}.{method}"):
                self.assertEqual(self._try(model, method, plain, self.manager), "")
            asks = [[*plain[:at], junk, *plain[at + 1:]] for junk in JUNK for at in
                    range(len(plain))]  # fmt: skip
            asks += [
                [{**plain[0], name: junk}, *plain[1:]] for junk in JUNK for name in names
            ]  # fmt: skip
            for args in asks:
                with self.subTest(method=f"{model}.{method}", args=args):
                    self._try(model, method, args, self.manager)

    def test_groupings_and_filters_that_look_like_some(self):
        asks = [{"group_by": one} for one in GROUPINGS] + [{"domain": one} for one in FILTERS]
        for ask in asks:
            for method in ("get_waterfall", "get_screen"):
                with self.subTest(method=method, ask=ask):
                    said = self._try("crm.forecast.waterfall", method, (ask,), self.manager)
                    self.assertRegex(said, "cannot be grouped|filter cannot be read")

    def test_cells_of_the_grid(self):
        plain = {"key": "company", "column": self.year, "value": 5, "was": 100}
        options = {"version_id": self.version.id}
        self.assertEqual(
            self._try("crm.sales.target", "set_cells", (options, [plain]), self.manager), ""
        )
        for junk in JUNK:
            cells = [junk, *({**plain, name: junk} for name in plain)]
            for cell in cells:
                with self.subTest(cell=cell):
                    self._try("crm.sales.target", "set_cells", (options, [cell]), self.manager)
            how = [junk, *({name: junk} for name in ("over", "by_season", "step"))]
            for one in how:
                args = (options, "company", self.year, one)
                with self.subTest(how=one):
                    self._try("crm.sales.target", "split_cell", args, self.manager)

    def test_contexts(self):
        for junk in JUNK:
            for model, name in (
                ("crm.forecast.waterfall", "waterfall"), ("crm.sales.formula", "formula")
            ):  # fmt: skip
                Model = self.env[model].with_user(self.manager).with_context(**{name: junk})
                with (
                    self.subTest(model=model, junk=junk), suppress(UserError),
                    self.env.cr.savepoint(),
                ):  # fmt: skip
                    Model.search([], limit=1)

    def test_what_is_wrong_is_said(self):
        """Each with its sentence, as a user would read it."""
        said = (
            ("crm.forecast.board", "get_board", ({"shift": "x"},), "whole number"),
            ("crm.forecast.board", "get_board", ({"kind": "week"},), "month, a quarter"),
            ("crm.forecast.board", "get_board", (["x"],), "names with values"),
            ("crm.forecast.board", "action_open_deals", ({}, "team-"), "no row"),
            ("crm.forecast.board", "get_changes", ({}, "soon"), "not a day"),
            ("crm.forecast.board", "get_changes", ({}, None, "team-x"), "no row"),
            ("crm.forecast.board", "set_number", ({}, "", "much", "Why"), "number is needed"),
            ("crm.forecast.board", "set_number", ({}, "", float("nan"), "W"), "number is needed"),
            ("crm.forecast.board", "set_number", ({}, "team-999999", 1, "Why"), "your teams"),
            ("crm.forecast.board", "submit", ({}, 999999), "gone"),
            ("crm.forecast.waterfall", "get_waterfall", ({"measure": "x"},), "measure"),
            ("crm.forecast.waterfall", "get_waterfall", ({"domain": [["x", "=", 1]]},), "filter"),
            ("crm.forecast.waterfall", "get_waterfall",
             ({"domain": [["date_deadline", ">", "soon"]]},), "filter"),
            ("crm.forecast.board", "set_number", ({}, "", 10**400, "Why"), "number is needed"),
            ("crm.forecast.waterfall", "get_screen", ({"since": "soon"},), "not a day"),
            ("crm.sales.target", "get_grid", ({"measure": "luck"},), "measure"),
            ("crm.sales.target.version", "begin_year", ("soon",), "whole number"),
            ("crm.sales.formula", "get_screen", ({"user_id": {"x": 1}},), "whole number"),
            ("crm.sales.formula", "get_formula", ({"first": "0001-01-01"},), "not a day"),
            ("crm.sales.formula", "action_open_factor", ({}, "luck"), "no factor"),
        )  # fmt: skip
        for model, method, args, words in said:
            with self.subTest(method=method, args=args):
                self.assertIn(words, self._try(model, method, args, self.manager))

    def test_the_grid_does_not_tell_who_exists(self):
        """One sentence for whom one may not see, and for whom there is not."""
        hidden = new_test_user(
            self.env, "sft_hidden", groups="base.group_user", name="Harry Hidden",
            company_id=self.other_company.id, company_ids=[(6, 0, self.other_company.ids)],
        )  # fmt: skip
        self.version.company_id = self.env.company
        sentences = set()
        for user_id in (hidden.id, hidden.id + 10**6):
            cell = {"key": f"user-{user_id}", "column": self.year, "value": -1}
            options = {"version_id": self.version.id}
            said = self._try("crm.sales.target", "set_cells", (options, [cell]), self.leader)
            sentences.add(said.replace(str(user_id), "N"))
        self.assertEqual(sentences, {"user-N is no row of the targets."})

    def test_quantities_that_are_none(self):
        category = self.env["product.category"].create({"name": "Machines"})
        self.env["crm.supply.forecast.number"].create(
            {"categ_id": category.id, "month": date(2026, 6, 1), "kind": "sales", "quantity": 1}
        )
        Supply = self.env["crm.supply.forecast"].with_user(self.manager)
        row = Supply.search([("categ_id", "=", category.id)])
        for junk in JUNK:
            with self.subTest(junk=junk), mute_logger("odoo.sql_db"):
                try:
                    with self.env.cr.savepoint():
                        row.write({"sales_quantity": junk})
                except (UserError, IntegrityError):  # over RPC the constraint says its sentence
                    row.invalidate_model()
        with self.assertRaises(AccessError):
            row.with_user(self.rep).write({"sales_quantity": "x"})
