from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_customer_status import CustomerCommon


@tagged("-at_install", "post_install")
class TestClassRuleFit(CustomerCommon):
    """What is much for one company is little for another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["crm.customer.class.rule"]
        cls.env["crm.customer.status"].search([]).active = False
        partners = cls.env["res.partner"].create(
            [
                {"name": f"Firm {n}", "is_company": True, "is_sales_customer": True}
                for n in range(1, 11)
            ]
        )
        cls.customers = partners
        for number, partner in enumerate(partners, 1):
            partner.yearly_potential = number * 10

    def _limits(self):
        rules = self.Rule.search([("measure", "=", "potential")], order="low")
        return [(rule.low, rule.high) for rule in rules]

    def test_rules_are_cut_at_the_median_and_the_best_fifth(self):
        won = self.Rule.search([("measure", "=", "won_revenue")]).mapped("low")
        told = self.Rule.with_user(self.administrator).action_fit_to_customers()
        self.assertEqual(self._limits(), [(50, 80), (80, 0)])
        self.assertIn("Yearly Potential", told["params"]["message"])
        self.assertEqual(
            self.Rule.search([("measure", "=", "won_revenue")]).mapped("low"),
            won,
            "nobody has bought anything: nothing to fit to",
        )
        status = self.customers[-1].customer_status_id
        self.assertEqual(status.value_score, 50, "the best get the points of the best at once")
        again = self._limits()
        self.Rule.with_user(self.administrator).action_fit_to_customers()
        self.assertEqual(self._limits(), again)

    def test_administrators_only(self):
        for user in self.rep | self.leader | self.manager:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.Rule.with_user(user).action_fit_to_customers()

    def test_money_of_another_company_counts_in_the_first_ones(self):
        """A potential of 1,000 in money that is worth half counts 500."""
        currency = self.env["res.currency"].create({"name": "HLF", "symbol": "h"})
        base = self.Rule._get_base_company()
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 2, "name": "2020-01-01", "company_id": base.id}
        )
        self.other_company.currency_id = currency
        mine = self.customers[0]
        mine.yearly_potential = 0
        mine.with_company(self.other_company).yearly_potential = 1000
        self.env.flush_all()
        [row] = self.env["crm.customer.status"]._read_class_figures(mine.customer_status_id.ids)
        self.assertAlmostEqual(row["potential"], 500)
        rule = self.Rule.create(
            {"measure": "potential", "low": 900, "points": 7, "currency_id": currency.id}
        )
        self.assertAlmostEqual(rule._prepare_rule().low, 450)
