from odoo.tests import HttpCase, tagged

from .test_crm_lead_ageing import AgeingCommon
from .test_crm_stage_flow import StageFlowCommon


@tagged("post_install", "-at_install")
class TestStageFlowTour(StageFlowCommon, HttpCase):
    def test_leader_opens_bands(self):
        """The leader sees where opportunities went, and opens those that were lost."""
        self.start_tour("/odoo/stage-flow", "sales_funnel_territory.stage_flow", login="sft_leader")


@tagged("post_install", "-at_install")
class TestStuckTour(AgeingCommon, HttpCase):
    def test_rep_sees_what_is_stuck(self):
        """The rep finds what is stuck by its card, by the filter, and in the form."""
        sleeping, _fresh = (
            self._create_lead(stage=self.stage_above, name=name)
            for name in ("Sleeping hall", "Fresh hall")
        )
        self.env.cr.flush()
        # the browser's requests have the clock of today
        self.env.cr.execute(
            """UPDATE crm_lead_history
            SET valid_from = now() - interval '1 day' * days, stage_since = valid_from
            FROM (VALUES (%s, 30.5), (%s, 1.5)) AS told(lead, days) WHERE lead_id = told.lead""",
            [sleeping.id, _fresh.id],
        )
        self.env.cr.execute(
            """UPDATE crm_lead_history SET stage_since = valid_from WHERE lead_id = ANY(%s)""",
            [[sleeping.id, _fresh.id]],
        )
        self.start_tour("/odoo/my-funnel", "sales_funnel_territory.stuck", login="sft_rep")
