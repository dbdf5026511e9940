from odoo.tests import tagged

from .test_crm_visit_planner_tour import PlannerTourCommon


@tagged("-at_install", "post_install")
class TestVisitOrderTour(PlannerTourCommon):
    browser_size = "1440x900"

    def test_the_best_order_of_a_day(self):
        """From Tools in the north to Trade in the south leads past Tanks in the east."""
        third = self._find(self.trade).copy(
            {
                "partner_id": self.tanks.id,
                "start": self._moment(self.tuesday, 13),
                "state": "planned",
            }
        )
        self.env.flush_all()
        self.start_tour("/odoo/planner", "sales_funnel_planner_order", login="sft_tour_rep")
        self.env.invalidate_all()
        visits = (self._find(self.tools) | self._find(self.trade) | third).sorted("start")
        self.assertEqual(visits[1], third)
