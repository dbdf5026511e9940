from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER


@tagged("-at_install", "post_install")
class TestForecastTours(HttpCase):
    def test_a_manager_reads_the_pivot_and_moves_a_deal_on_the_board(self):
        self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        new_test_user(self.env, "sft_tour_manager", groups=MANAGER)
        today = fields.Date.today()
        later = today.replace(day=15) + relativedelta(months=1)
        self._create("Tour: overdue", today - relativedelta(days=40))
        deal = self._create("Tour: open", later)
        won = self._create("Tour: won", today)
        won.action_set_won()
        self.start_tour(
            "/odoo/funnel-forecast",
            "sales_funnel_territory_forecast",
            login="sft_tour_manager",
        )
        self.assertEqual(deal.date_deadline, later + relativedelta(months=1))
        self.assertEqual(won.date_deadline, today, "refused, and nothing changed")

    def _create(self, name, closing):
        return self.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "date_deadline": closing,
                "expected_revenue": 1000,
            }
        )
