from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestStage(FunnelCommon):
    def test_impossible_probabilities_are_refused_with_a_sentence(self):
        for value in (-1, 0.001, 99.995, 100, 120):
            with self.subTest(value=value), self.assertRaisesRegex(ValidationError, "In"):
                self.stage_in.probability = value
        with self.assertRaisesRegex(ValidationError, "Order"):
            self.stage_won.probability = 90

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_the_range_too(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE crm_stage SET probability = 100 WHERE id = %s", [self.stage_in.id]
            )

    def test_a_stage_in_use_cannot_lose_its_probability(self):
        with self.assertRaisesRegex(ValidationError, self.team.name):
            self.stage_in.probability = 0

    def test_the_profile_follows_the_probability_in_the_form(self):
        with Form(self.env["crm.stage"]) as form:
            form.name = "Nearly there"
            form.probability = 92
            self.assertEqual(form.funnel_position, "best_few")
            form.forecast_category = "best_case"
        stage = self.env["crm.stage"].search([("name", "=", "Nearly there")])
        self.assertEqual((stage.grade, stage.forecast_category), ("a", "best_case"))

    def test_a_stage_added_in_the_kanban_gets_a_probability_between_its_neighbours(self):
        stage = self.env["crm.stage"].create(
            {"name": "Halfway", "sequence": self.stage_in.sequence, "team_ids": self.team.ids}
        )
        self.assertGreater(stage.probability, self.stage_in.probability)
        self.assertLess(stage.probability, self.stage_best.probability)
        self.assertTrue(stage.funnel_position)

    def test_a_stage_of_a_predictive_team_stays_not_set_up(self):
        self.env["crm.team"].search([]).probability_source = "predictive"
        stage = self.env["crm.stage"].create({"name": "Any"})
        self.assertFalse(stage.is_set_up)
        self.assertIn(stage, self.env["crm.stage"].search([("is_set_up", "=", False)]))
        self.assertNotIn(stage, self.env["crm.stage"].search([("is_set_up", "=", True)]))

    def test_a_stage_made_won_and_back(self):
        lead = self._create_lead(stage=self.stage_best)
        self.stage_best.is_won = True
        self.assertEqual((self.stage_best.probability, lead.probability), (100, 100))
        self.assertEqual(self.stage_best.funnel_position, "order")
        self.stage_best.is_won = False
        self.assertEqual(lead.probability, self.stage_best.probability)
        self.assertLess(lead.probability, 100)
        self.assertEqual(lead.won_status, "pending")

    def test_falling_probabilities_are_pointed_out(self):
        self.assertFalse(self.stage_best.probability_falls)
        self.stage_best.probability = 30
        self.assertTrue(self.stage_best.probability_falls)
        self.assertFalse(self.stage_in.probability_falls)

    def test_grade_and_position_group_and_search_without_a_copy(self):
        lead = self._create_lead(stage=self.stage_in)
        Lead = self.env["crm.lead"].with_user(self.rep)
        groups = dict(Lead._read_group([("id", "=", lead.id)], ["grade"], ["__count"]))
        self.assertEqual(groups, {"c": 1})
        self.assertIn(lead, Lead.search([("funnel_position", "=", "in")]))
        self.assertFalse(self.env["crm.lead"]._fields["grade"].store)


@tagged("-at_install", "post_install")
class TestActivityPlan(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env["mail.activity.plan"].create(
            {
                "name": "Cover the bases",
                "res_model": "crm.lead",
                "template_ids": [
                    (
                        0,
                        0,
                        {
                            "summary": "Meet the economic buyer",
                            "responsible_type": "on_demand",
                            "activity_type_id": cls.env.ref("mail.mail_activity_data_todo").id,
                        },
                    )
                ],
            }
        )
        cls.stage_in.activity_plan_id = cls.plan
        cls.lead = cls._create_lead(stage=cls.stage_above)

    def test_entering_the_stage_starts_the_plan_once_for_the_salesperson(self):
        self.lead.with_user(self.rep).stage_id = self.stage_in
        self.env.cr.flush()
        self.assertEqual(self.lead.activity_ids.summary, "Meet the economic buyer")
        self.assertEqual(self.lead.activity_ids.user_id, self.lead.user_id)
        self.lead.stage_id = self.stage_above
        self.lead.stage_id = self.stage_in
        self.env.cr.flush()
        self.assertEqual(len(self.lead.activity_ids), 1, "once for a lead and stage")

    def test_a_lead_given_away_as_it_moves_starts_the_plan_for_its_new_salesperson(self):
        """The rep who moved it does not see it any more when the plan starts."""
        self.lead.with_user(self.rep).write(
            {"stage_id": self.stage_in.id, "user_id": self.colleague.id}
        )
        self.env.cr.flush()
        self.assertEqual(self.lead.activity_ids.user_id, self.colleague)
        self.assertEqual(self.lead.activity_ids.create_uid, self.rep)

    def test_without_a_salesperson_the_team_leader_gets_the_activities(self):
        self.lead.user_id = False
        self.lead.with_user(self.manager).stage_id = self.stage_in
        self.env.cr.flush()
        self.assertEqual(self.lead.activity_ids.user_id, self.leader)

    def test_passing_through_a_stage_starts_nothing(self):
        self.lead.stage_id = self.stage_in
        self.lead.stage_id = self.stage_best
        self.env.cr.flush()
        self.assertFalse(self.lead.activity_ids)

    def test_a_lead_created_in_the_stage_starts_it_too(self):
        lead = self._create_lead(stage=self.stage_in)
        self.env.cr.flush()
        self.assertEqual(len(lead.activity_ids), 1)

    def test_more_than_80_moves_start_nothing_unless_asked(self):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": str(i),
                    "team_id": self.team.id,
                    "user_id": self.rep.id,
                    "stage_id": self.stage_above.id,
                }
                for i in range(81)
            ]
        )
        leads.write({"stage_id": self.stage_in.id})
        self.env.cr.flush()
        self.assertFalse(leads.activity_ids)
        leads.action_start_stage_plan()
        self.assertEqual(len(leads.activity_ids), 81)

    def test_a_plan_that_cannot_start_says_so_and_the_move_stands(self):
        self.plan.template_ids.write(
            {"responsible_type": "other", "responsible_id": self.rep_beside.id}
        )
        other_company = self.env["res.company"].create({"name": "Far Away"})
        self.rep_beside.write(
            {"company_ids": [(6, 0, other_company.ids)], "company_id": other_company.id}
        )
        self.lead.with_user(self.rep).stage_id = self.stage_in
        self.env.cr.flush()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_merging_remembers_the_started_plans(self):
        other = self._create_lead(stage=self.stage_in)
        self.env.cr.flush()
        head = (self.lead | other).merge_opportunity()
        self.assertIn(self.stage_in, head.planned_stage_ids)
