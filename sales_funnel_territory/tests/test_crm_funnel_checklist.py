from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestChecklist(FunnelCommon):
    """A sales administrator asks: is everything set up and running?"""

    def _step(self, key):
        checklist = self.env["crm.funnel.checklist"].with_user(self.administrator)
        return next(step for step in checklist.get_steps() if step["key"] == key)

    def _open(self, key):
        return self.env["crm.funnel.checklist"].with_user(self.administrator).open_step(key)

    def test_every_step_tells_its_state_and_opens_something(self):
        checklist = self.env["crm.funnel.checklist"].with_user(self.administrator)
        for step in checklist.get_steps():
            with self.subTest(step=step["key"]):
                self.assertIn(step["state"], ("done", "todo", "attention"))
                self.assertTrue(step["title"] and step["text"])
                action = self._open(step["key"])
                self.assertTrue(action["type"].startswith("ir.actions."))

    def test_a_stage_without_probability_is_named_by_its_team(self):
        self.env["crm.team"].search([]).filtered("stages_to_set_up").active = False
        self.assertEqual(self._step("funnel")["state"], "done")
        newcomers = self.env["crm.team"].create({"name": "Newcomers"})
        self._create_stage("Raw", 0, teams=newcomers)
        step = self._step("funnel")
        self.assertEqual(step["state"], "todo")
        self.assertIn("Newcomers", step["text"])

    def test_teams_without_leader(self):
        self.env["crm.team"].search([("leader_ids", "=", False)]).active = False
        self.assertEqual(self._step("leaders")["state"], "done")
        self.team_beside.parent_id = False
        step = self._step("leaders")
        self.assertEqual(step["state"], "attention")
        self.assertIn("Hills", step["text"])

    def test_salespeople_without_team(self):
        self.env["crm.lead"].search([("team_id", "not in", self.team.ids)]).active = False
        self._create_lead(self.stage_in)
        self.assertEqual(self._step("people")["state"], "done")
        self.team.member_ids -= self.rep
        self.env.flush_all()
        self.assertIn("Rosa Rep", self._step("people")["text"])

    def test_opportunities_without_stage(self):
        self.env["crm.lead"].search([("stage_id", "=", False)]).unlink()
        self.assertEqual(self._step("stages")["state"], "done")
        lead = self._create_lead(self.stage_in)
        lead.stage_id = False
        self.env.flush_all()
        self.assertEqual(self._step("stages")["state"], "attention")
        self.assertIn(lead, self.env["crm.lead"].search(self._open("stages")["domain"]))

    def test_repair_is_offered_and_done_when_accepted(self):
        self.env["ir.config_parameter"].set_param("sales_funnel_territory.repair_weighted", False)
        lead = self._create_lead(self.stage_in, expected_revenue=1000)
        self.env.cr.execute("UPDATE crm_lead SET prorated_revenue = 7 WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        step = self._step("weighted")
        self.assertEqual((step["state"], step["button"]), ("attention", "Repair"))
        self.assertIn("1 weighted amounts", step["text"])
        self.assertIn("1 weighted amounts repaired", self._open("weighted")["params"]["message"])
        self.assertEqual(lead.prorated_revenue, 400)
        self.assertEqual(self._step("weighted")["state"], "done")
        self.assertTrue(self.env["crm.lead"]._is_weighted_repair_accepted())

    def test_a_failed_job_wants_attention(self):
        job = self.env.ref("sales_funnel_territory.crm_funnel_job_weighted")
        job.outcome = "failed"
        self.assertIn(job.name, self._step("jobs")["text"])

    def test_unknown_steps_and_other_methods_are_refused(self):
        for key in ("nothing", "_get_teams", "step_keys"):
            with self.assertRaises(UserError):
                self._open(key)

    def test_the_administrator_decides_where_probabilities_come_from(self):
        """He may not open general settings, nor write his company; this he may."""
        company = self.env.company
        self.shared_stages.filtered("is_won").probability = 100
        for number, stage in enumerate(self.env["crm.stage"].search([("team_ids", "=", False)])):
            stage.probability = 100 if stage.is_won else 10 + number
        with self.assertRaises(AccessError):
            company.with_user(self.administrator).probability_source = "stage"
        wizard = self.env["crm.funnel.preferences"].with_user(self.administrator).create({})
        wizard.probability_source = "stage"
        wizard.action_apply()
        self.assertEqual(company.probability_source, "stage")
        self.assertIn("Stage Probability", self._step("source")["text"])


@tagged("-at_install", "post_install")
class TestChecklistTour(FunnelCommon, HttpCase):
    def test_checklist_tour(self):
        self.env["ir.config_parameter"].set_param("sales_funnel_territory.repair_weighted", False)
        lead = self._create_lead(self.stage_in, expected_revenue=1000)
        self.env.cr.execute("UPDATE crm_lead SET prorated_revenue = 7 WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        self.start_tour(
            "/odoo/action-sales_funnel_territory.crm_funnel_checklist_action",
            "sales_funnel_setup_checklist",
            login="sft_administrator",
        )
        self.assertEqual(lead.prorated_revenue, 400)
