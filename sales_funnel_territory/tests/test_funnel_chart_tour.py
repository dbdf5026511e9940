from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import FunnelCommon


@tagged("post_install", "-at_install")
class TestFunnelChartTour(FunnelCommon, HttpCase):
    def test_rep_opens_a_band(self):
        """The rep opens the chart, clicks a band, and sees the opportunities it stands for."""
        today = fields.Date.today()
        for user in (self.rep, self.colleague):
            self._create_lead(
                self.stage_in,
                name=f"Hall of {user.name}",
                user_id=user.id,
                expected_revenue=3000,
                date_deadline=today,
            )
        self.start_tour(
            "/odoo/funnel-chart", "sales_funnel_territory.funnel_chart", login="sft_rep"
        )
