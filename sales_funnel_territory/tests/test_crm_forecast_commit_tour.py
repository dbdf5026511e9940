from odoo.tests import HttpCase, tagged

from .test_crm_forecast_commit import CommitCommon

PIPELINE = "/odoo/action-crm.crm_lead_action_pipeline"


@tagged("-at_install", "post_install")
class TestForecastCategoryTours(CommitCommon, HttpCase):
    """Reps who say how sure they are, and leaders who let one pass, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].search([("id", "!=", cls.lead.id)]).active = False
        cls._create_lead(stage=cls.stage_in, name="Old hall", date_deadline=cls.today)
        cls._end_transaction()
        cls.form = f"/odoo/crm.lead/{cls.lead.id}"

    def test_category_with_reason_refused_waiver_granted_committed(self):
        self.start_tour(self.form, "forecast_category_rep_asks", login="sft_rep")
        self.assertEqual(self.lead.forecast_category, "pipeline")
        self.assertEqual(self.lead.forecast_waiver_ids.state, "requested")
        self.start_tour(
            "/odoo/commit-waivers", "forecast_category_leader_grants", login="sft_leader"
        )
        self.assertEqual(self.lead.forecast_waiver_ids.decided_by_id, self.leader)
        self.start_tour(self.form, "forecast_category_rep_commits", login="sft_rep")
        self.assertEqual(self.lead.forecast_category, "commit")
        self.assertEqual(self.lead.forecast_category_reason, "Promised by hand")

    def test_dropped_on_another_category(self):
        self.start_tour(PIPELINE, "forecast_category_drop", login="sft_rep")
        self.assertEqual(self.lead.forecast_category, "best_case")
        self.assertEqual(self.lead.forecast_category_reason, "They have the money")

    def test_a_commit_stage_refuses(self):
        self.start_tour(PIPELINE, "forecast_category_stage_refused", login="sft_rep")
        self.assertEqual(self.lead.stage_id, self.stage_best)
        self.assertEqual(self.lead.forecast_category, "best_case")
        self.assertIn("closing lies in the period", self.lead.forecast_category_reason)

    def test_several_at_once(self):
        self.start_tour(
            f"{PIPELINE}?view_type=list", "forecast_category_mass_edit", login="sft_rep"
        )
        leads = self.env["crm.lead"].search([("name", "in", ("New hall", "Old hall"))])
        self.assertEqual(leads.mapped("forecast_category"), ["omitted"] * 2)
        self.assertEqual(set(leads.mapped("forecast_category_reason")), {"The plant closes"})

    def test_on_a_phone(self):
        self.browser_size = "375x667"
        self.touch_enabled = True
        self.start_tour(self.form, "forecast_category_on_a_phone", login="sft_rep")
        self.assertEqual(self.lead.forecast_category, "pipeline")
