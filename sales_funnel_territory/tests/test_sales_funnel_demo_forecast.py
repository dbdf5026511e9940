from datetime import timedelta

from odoo.tests import tagged

from .test_crm_forecast_judgement import forget_forecasts
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

    def test_there_are_targets_to_approve_and_to_split(self):
        """A version of this year waits for approval, that of the next one is a draft."""
        forget_forecasts(self.env)
        Demo = self.env["sales.funnel.demo"]
        users = {"user_manager": self.manager, "user_rep": self.rep}
        teams = {"crm_team_south": self.team}
        approved = Demo._approve_targets(users, teams)
        Demo._raise_targets(approved, self.team)
        Demo._begin_next_year(approved)
        Version = self.env["crm.sales.target.version"]
        waiting, draft = Version.search([("id", ">", approved.id)], order="id")
        self.assertEqual((waiting.state, waiting.year), ("submitted", approved.year))
        self.assertEqual(waiting.submitted_by_id, self.manager, "anybody else may approve it")
        quarters = [("team_id", "=", self.team.id), ("period_kind", "=", "quarter")]
        Target = self.env["crm.sales.target"]
        values = [
            Target.search([*quarters, ("version_id", "=", one.id)], order="date_from").mapped(
                "value"
            )
            for one in (approved, waiting)
        ]
        self.assertEqual(values[1], [*values[0][:3], values[0][3] + 150_000])
        self.assertEqual((draft.state, draft.year), ("draft", approved.year + 1))
        self.assertEqual(set(draft.target_ids.mapped("period_kind")), {"year"}, "to be split")
