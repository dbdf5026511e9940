from odoo.tests import HttpCase, tagged

from .test_crm_funnel_setup import FunnelSetupCommon


@tagged("post_install", "-at_install")
class TestCrmFunnelSetupTour(FunnelSetupCommon, HttpCase):
    def test_administrator_sets_up_and_undoes(self):
        self.env["crm.team"].search([]).filtered(lambda team: team != self.market).active = False
        self.env["crm.lead"].search([("team_id", "=", False)]).unlink()
        self._create_market_lead(self.new)
        self._create_market_lead(self.talking)
        self._create_market_lead(self.talking).action_set_lost()
        before = self._dump()
        self.start_tour("/odoo", "sales_funnel_setup", login="sft_administrator")
        self.env.invalidate_all()
        self.assertEqual(self._dump(), before)
        setup = self.env["crm.funnel.setup"].search([], limit=1)
        self.assertEqual(setup.state, "undone")
        self.assertEqual(setup.template_id, self.abcd)
