from odoo.tests import tagged
from odoo.tools import float_compare

from .common import FunnelCommon


@tagged("post_install", "-at_install")
class TestCrmLeadLineReport(FunnelCommon):
    """What is sold by product adds up to what is sold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.use_product_lines = True
        tools, other = cls.env["product.category"].create([{"name": "Tools"}, {"name": "Other"}])
        cls.drill, cls.saw = cls.env["product.product"].create(
            [{"name": "Drill", "categ_id": tools.id}, {"name": "Saw", "categ_id": other.id}]
        )
        cls.bare = cls._create_lead(cls.stage_in, expected_revenue=777.77)
        cls.covered = cls._create_lead(
            cls.stage_best,
            expected_revenue=100,
            probability=33.33,
            line_ids=cls._lines(33.33, 33.33, 33.34),
        )
        cls.partly = cls._create_lead(
            cls.stage_above, expected_revenue=100.01, line_ids=cls._lines(10.01, 20.03)
        )
        cls.above = cls._create_lead(
            cls.stage_above, expected_revenue=10, line_ids=cls._lines(30.05, -5.05)
        )
        cls.free = cls._create_lead(
            cls.stage_in, expected_revenue=0, line_ids=cls._lines(12.34, 0.01)
        )
        cls.leads = cls.bare | cls.covered | cls.partly | cls.above | cls.free
        cls.env.flush_all()
        cls.report = cls.env["crm.lead.line.report"]
        cls.scope = [("lead_id", "in", cls.leads.ids)]

    @classmethod
    def _lines(cls, *prices):
        products = [cls.drill, cls.saw, cls.drill]
        return [
            (0, 0, {"product_id": product.id, "price_unit": price})
            for product, price in zip(products, prices, strict=False)
        ]

    def test_rows_of_each_lead_add_up_to_the_cent(self):
        sums = self.report._read_group(self.scope, ["lead_id"], ["amount:sum", "weighted:sum"])
        self.assertEqual(len(sums), len(self.leads))
        for lead, amount, weighted in sums:
            self.assertEqual(float_compare(amount, lead.expected_revenue, 2), 0, lead.id)
            self.assertEqual(float_compare(weighted, lead.prorated_revenue, 2), 0, lead.id)
        rows = self.report.search(self.scope)
        self.assertTrue(all(row.weighted == round(row.weighted, 2) for row in rows))

    def test_rest_is_a_row_without_product(self):
        self.assertEqual(len(self.report.search([("lead_id", "=", self.covered.id)])), 3)
        bare = self.report.search([("lead_id", "=", self.bare.id)])
        self.assertEqual((bare.amount, bare.product_id.id), (777.77, False))
        rest = self.report.search([("lead_id", "=", self.partly.id), ("product_id", "=", False)])
        self.assertEqual(rest.amount, 69.97)

    def test_by_category(self):
        groups = self.report._read_group(
            self.scope, ["categ_id"], ["amount:sum", "lead_count:count_distinct"]
        )
        by_name = {category.name: (amount, count) for category, amount, count in groups}
        self.assertAlmostEqual(by_name["Tools"][0], 33.33 + 33.34 + 10.01 + 30.05 + 12.34)
        self.assertEqual(by_name["Tools"][1], 4)

    def test_funnel_groups_and_currency(self):
        groups = self.report.formatted_read_group(
            self.scope,
            ["funnel_position"],
            ["amount:sum_currency", "company_currency:array_agg_distinct"],
        )
        total = sum(group["amount:sum_currency"] for group in groups)
        self.assertAlmostEqual(total, sum(self.leads.mapped("expected_revenue")))
        self.assertEqual({g["funnel_position"] for g in groups}, {"above", "in", "best_few"})

    def test_lost_by_product(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too late"})
        self.covered.with_user(self.rep).action_set_lost(lost_reason_id=reason.id)
        lost = [("won_status", "=", "lost"), ("active", "in", [True, False]), *self.scope]
        rows = self.report.with_user(self.rep).search(lost)
        self.assertEqual(rows.lost_reason_id, reason)
        self.assertEqual(sum(rows.mapped("weighted")), 0)
        self.assertNotIn(self.covered, self.report.search(self.scope).lead_id)
        self.assertEqual(rows[0].action_open_lead()["res_id"], self.covered.id)
