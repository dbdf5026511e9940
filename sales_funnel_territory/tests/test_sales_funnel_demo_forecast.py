from datetime import timedelta

from odoo.tests import tagged

from .test_crm_lead_history import HistoryCommon


@tagged("-at_install", "post_install")
class TestDemoForecast(HistoryCommon):
    """The demo's teams have submitted their forecasts for weeks, as their deals were then."""

    def test_each_week_holds_what_was_true_then(self):
        deal = self._create_lead(stage=self.stage_above, expected_revenue=100)
        deal.date_deadline = self.clock.date()
        self.env.cr.flush()
        self.env.cr.execute(
            """UPDATE crm_lead SET create_date = %(now)s::timestamp - interval '100 days'
            WHERE id = %(id)s""",
            {"now": self.clock, "id": deal.id},
        )
        self.env.invalidate_all()
        Demo = self.env["sales.funnel.demo"]
        Demo._seed_history(deal)
        snapshots = Demo._submit_past_weeks(self.team)
        self.assertEqual(len(snapshots), 8)
        self.assertEqual(set(snapshots.mapped("week")), {
            snapshots[0].week + timedelta(weeks=number) for number in range(8)
        })  # fmt: skip
        for snapshot in snapshots:
            then = self.env["crm.lead.history"].search(
                [("lead_id", "=", deal.id), ("valid_from", "<=", snapshot.submitted_on)], limit=1
            )
            kept = snapshot.deal_ids.filtered(lambda one: one.lead_id == deal)
            if then.date_deadline <= snapshot.date_to:
                self.assertEqual(kept.amount, then.expected_revenue)
            self.assertEqual(
                sum(snapshot.line_ids.mapped("amount")), sum(snapshot.deal_ids.mapped("amount"))
            )
        self.assertTrue(snapshots.deal_ids)
