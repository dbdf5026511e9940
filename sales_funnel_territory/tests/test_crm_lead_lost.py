from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestLostReason(FunnelCommon):
    def setUp(self):
        super().setUp()
        self.lead = self._create_lead(stage=self.stage_best)
        self.reason = self.env["crm.lost.reason"].create({"name": "Went with our rival"})

    def _lose(self, **values):
        dialog = self.env["crm.lead.lost"].with_user(self.rep)
        dialog.create({"lead_ids": [(6, 0, self.lead.ids)], **values}).action_lost_reason_apply()

    def test_the_reason_is_asked_for_but_may_be_left_out(self):
        self._lose()
        self.assertEqual(self.lead.won_status, "lost")

    def test_a_team_may_demand_it(self):
        self.team.is_lost_reason_required = True
        with self.assertRaisesRegex(UserError, self.team.name):
            self._lose()
        self.assertEqual(self.lead.won_status, "pending")
        self._lose(lost_reason_id=self.reason.id)
        self.assertEqual(self.lead.won_status, "lost")

    def test_losses_are_reported_by_reason_stage_and_team(self):
        self._lose(lost_reason_id=self.reason.id)
        self.env.flush_all()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_lead_action_lost"
        )
        domain = [("type", "=", "opportunity"), ("won_status", "=", "lost")]
        self.assertIn("'active_test': False", action["context"])
        rows = (
            self.env["crm.lead"]
            .with_context(active_test=False)
            ._read_group(
                [*domain, ("id", "=", self.lead.id)],
                ["lost_reason_id", "stage_id", "team_id"],
                ["__count"],
            )
        )
        self.assertEqual(rows, [(self.reason, self.stage_best, self.team, 1)])
