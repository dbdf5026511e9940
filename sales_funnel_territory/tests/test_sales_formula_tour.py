import json
from fractions import Fraction
from random import Random

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..planning.forecast.sales_formula import FACTORS, Formula, Measured, simulate
from .common import REP

MODULE = "@sales_funnel_territory/sales_formula/formula"
# Compares what the sliders reckon with what is given; says which case differs.
COMPARE = """
const { simulate } = odoo.loader.modules.get("%(module)s");
const bad = %(cases)s.find(({ factors, changes, expected }) => {
    const found = simulate(factors, changes);
    return expected === null || found === null
        ? found !== expected
        : Math.abs(found - expected) > 1e-9 * Math.max(1, Math.abs(expected));
});
if (bad) {
    console.error(JSON.stringify(bad));
} else {
    console.log("test successful");
}
"""


class SalesFormulaCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_formula_rep", groups=REP, name="Rosa Rep")
        works, _mills = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_sales_customer": True,
                 "user_id": cls.rep.id}
                for name in ("Tour Works", "Tour Mills")
            ]
        )  # fmt: skip
        team = cls.env["crm.team"].create({"name": "Tour", "member_ids": [(6, 0, cls.rep.ids)]})
        cls.env["crm.stage"].create(
            [
                {"name": "Tour: open", "team_ids": [(6, 0, team.ids)], "probability": 40},
                {"name": "Tour: order", "team_ids": [(6, 0, team.ids)], "probability": 100,
                 "is_won": True, "sequence": 99},
            ]
        )  # fmt: skip
        deal = cls.env["crm.lead"].create(
            {
                "name": "Tour: hall",
                "type": "opportunity",
                "partner_id": works.id,
                "user_id": cls.rep.id,
                "team_id": team.id,
                "expected_revenue": 1000,
            }
        )
        deal.action_set_won()
        deal.date_closed = fields.Datetime.now()
        cls.env.cr.flush()


@tagged("post_install", "-at_install")
class TestSalesFormulaTour(SalesFormulaCase):
    def test_a_rep_reads_and_tries(self):
        self.start_tour(
            "/odoo/sales-formula", "sales_funnel_territory_sales_formula", login="sft_formula_rep"
        )

    def test_the_sliders_reckon_as_the_server_does(self):
        cases = json.dumps([self._draw_case(Random(number)) for number in range(200)])
        self.browser_js(
            "/odoo",
            COMPARE % {"module": MODULE, "cases": cases},
            ready=f"odoo.loader.modules.has('{MODULE}')",
            login="sft_formula_rep",
        )

    def _draw_case(self, random):
        won, met, base = sorted(random.randint(0, 9) for _each in range(3))
        orders = won and random.randint(won, 20)
        amount = random.randint(1, 10**7) if orders else 0
        formula = Formula.of(Measured(base, met, won, orders, amount, amount // 3))
        changes = {
            name: Fraction(random.randint(0, 1000), 1000)
            for name in FACTORS
            if random.random() < 0.4
        }
        expected = simulate(formula, changes)
        return {
            "factors": _as_numbers(formula.factors()),
            "changes": _as_numbers(changes),
            "expected": None if expected is None else float(expected),
        }


@tagged("post_install", "-at_install")
class TestSalesFormulaPhoneTour(SalesFormulaCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_on_the_phone(self):
        self.start_tour(
            "/odoo/sales-formula",
            "sales_funnel_territory_sales_formula_phone",
            login="sft_formula_rep",
        )


def _as_numbers(factors):
    return {name: None if value is None else float(value) for name, value in factors.items()}
