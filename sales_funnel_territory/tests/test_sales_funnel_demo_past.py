from itertools import pairwise

from odoo.tests import tagged

from .test_crm_lead_history import HistoryCommon


@tagged("-at_install", "post_install")
class TestDemoPast(HistoryCommon):
    """Demo opportunities that were noted months ago get the past they would have had."""

    def setUp(self):
        super().setUp()
        self.leads = self.env["crm.lead"]
        for number in range(12):
            stage = [self.stage_above, self.stage_in, self.stage_best, self.stage_won][number % 4]
            self.leads |= self._create_lead(stage=stage, expected_revenue=1000 * number)
        self.leads.date_deadline = self.clock.date()
        self.leads[4].action_set_lost()
        self.env.cr.flush()
        self.env.cr.execute(
            """UPDATE crm_lead SET create_date = %(now)s::timestamp - interval '100 days',
                date_last_stage_update = %(now)s::timestamp - interval '9 days',
                date_closed = CASE WHEN date_closed IS NOT NULL
                    THEN %(now)s::timestamp - interval '5 days' END
            WHERE id = ANY(%(ids)s)""",
            {"now": self.clock, "ids": self.leads.ids},
        )
        self.env.invalidate_all()
        self.env["crm.lead.history"]._record()
        self.count = self.env["sales.funnel.demo"]._seed_history(self.leads)

    def test_history_and_present_agree(self):
        self.assertEqual(self.env["crm.lead.history"]._check(), 0)

    def test_each_story_is_one_chain_from_creation_to_the_present(self):
        total = 0
        for lead in self.leads:
            rows = self._rows(lead)
            total += len(rows)
            self.assertEqual(rows[0].valid_from, lead.create_date)
            self.assertFalse(rows[-1].valid_to)
            self.assertEqual(rows[-1].stage_name, lead.stage_id.name)
            self.assertEqual(set(rows.mapped("origin")), {"live"})
            for one, other in pairwise(rows):
                self.assertEqual(one.valid_to, other.valid_from)
        self.assertEqual(total, self.count)

    def test_there_is_something_to_report(self):
        rows = self.env["crm.lead.history"].search([("lead_id", "in", self.leads.ids)])
        self.assertTrue(rows.filtered("slipped_days"))
        directions = self.env["crm.stage.transition.report"]._read_group(
            [("lead_id", "in", self.leads.ids)], ["direction"], ["__count"]
        )
        self.assertLessEqual({"forward", "won", "lost", "open"}, {row[0] for row in directions})

    def test_a_second_time_tells_nothing_more(self):
        self.assertEqual(self.env["sales.funnel.demo"]._seed_history(self.leads), 0)
