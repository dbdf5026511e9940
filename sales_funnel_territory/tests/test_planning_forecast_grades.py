from odoo.addons.sales_funnel_territory.planning.forecast_grades import (
    GradeRow,
    empty_row,
    grade_table,
)
from odoo.tests import BaseCase, tagged

D = GradeRow("d", 3, 5, 1, 1000.0, 100.0)
NONE = GradeRow("", 1, 1, 0, 50.0, 10.0)
OPEN = GradeRow("pending", 3, 6, 1, 1050.0, 110.0)


@tagged("-at_install", "post_install")
class TestGradeTable(BaseCase):
    def test_every_grade_has_its_row_and_won_stands_apart(self):
        table = grade_table(["d", "c"], [D, GradeRow("won", 1, 1, 0, 9.0, 9.0)], [OPEN])
        self.assertEqual([row.grade for row in table.rows], ["d", "c"])
        self.assertEqual(table.rows[1], empty_row("c"))
        self.assertEqual((table.total, table.won), (OPEN, empty_row("won")))

    def test_deals_without_a_grade_are_not_dropped(self):
        table = grade_table(["d"], [NONE, D], [OPEN])
        self.assertEqual(table.rows, (D, NONE))
        self.assertEqual(sum(row.amount for row in table.rows), table.total.amount)

    def test_the_close_rate_is_weighted_by_expected(self):
        self.assertEqual(D.close_rate, 10.0)
        self.assertIsNone(empty_row("a").close_rate)
