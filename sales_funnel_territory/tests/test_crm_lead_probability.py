from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, Form, get_db_name, tagged
from psycopg2.errors import SerializationFailure

from .common import FunnelCommon

WEIGHTED = "odoo.addons.sales_funnel_territory.models.funnel.crm_lead_weighted"


@tagged("-at_install", "post_install")
class TestStageProbability(FunnelCommon):
    """A team whose stages give the probability: the story of one rep's opportunities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(stage=cls.stage_above, expected_revenue=1000)

    def assertFollows(self, lead, stage):
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(lead.probability, stage.probability)
        self.assertEqual(lead.automated_probability, stage.probability)
        self.assertTrue(lead.is_automated_probability)
        weighted = round(lead.expected_revenue * lead.probability / 100, 2)
        self.assertEqual(lead.prorated_revenue, weighted)

    def test_a_new_lead_has_the_probability_of_its_stage(self):
        self.assertFollows(self.lead, self.stage_above)
        self.assertEqual(self.lead.prorated_revenue, 250)
        self.assertEqual(self.lead.grade, "d")
        self.assertEqual(self.lead.funnel_position, "above")

    def test_a_move_brings_the_probability_of_the_new_stage(self):
        self.lead.with_user(self.rep).stage_id = self.stage_in
        self.assertFollows(self.lead, self.stage_in)

    def test_a_value_set_by_hand_lives_until_the_next_move(self):
        lead = self.lead.with_user(self.rep)
        lead.probability = 60
        self.assertFalse(lead.is_automated_probability)
        lead.expected_revenue = 2000
        self.env.flush_all()
        self.assertEqual((lead.probability, lead.prorated_revenue), (60, 1200))
        lead.stage_id = self.stage_in
        self.assertFollows(lead, self.stage_in)

    def test_back_to_stage_probability(self):
        self.lead.probability = 60
        self.lead.with_user(self.rep).action_set_automated_probability()
        self.assertFollows(self.lead, self.stage_above)

    def test_a_probability_written_with_the_move_is_kept(self):
        self.lead.write({"stage_id": self.stage_best.id, "probability": 55})
        self.assertEqual(self.lead.probability, 55)
        self.assertEqual(self.lead.automated_probability, self.stage_best.probability)
        self.lead.tag_ids = self.env["crm.tag"].create({"name": "Fair"})
        self.env.flush_all()
        self.assertEqual(self.lead.probability, 55, "kept until the next move")

    def test_a_probability_given_at_creation_is_set_by_hand(self):
        lead = self._create_lead(stage=self.stage_in, probability=33)
        self.assertEqual((lead.probability, lead.automated_probability), (33, 40))
        self.assertFalse(lead.is_automated_probability)

    def test_in_the_form_the_chance_follows_the_stage_until_typed(self):
        with Form(self.lead.with_user(self.rep)) as form:
            form.stage_id = self.stage_in
            self.assertEqual(form.probability, 40)
            form.probability = 45
        self.assertEqual(self.lead.probability, 45)
        self.assertEqual(self.lead.automated_probability, 40)

    def test_a_change_of_salesperson_that_moves_the_stage_resets_the_probability(self):
        self.lead.probability = 60
        self.lead.user_id = self.rep_beside
        self.assertEqual(self.lead.team_id, self.team_beside)
        self.assertFollows(self.lead, self.stage_beside)

    def test_a_team_change_that_sets_the_probability_keeps_it(self):
        self.lead.write({"team_id": self.team_beside.id, "probability": 70})
        self.assertEqual(self.lead.stage_id, self.stage_beside)
        self.assertEqual(self.lead.probability, 70)
        self.lead.expected_revenue = 10
        self.env.flush_all()
        self.lead.invalidate_recordset()
        self.assertEqual((self.lead.probability, self.lead.automated_probability), (70, 15))

    def test_won_and_back(self):
        lead = self.lead.with_user(self.rep)
        lead.action_set_won()
        self.assertEqual((lead.won_status, lead.probability), ("won", 100))
        lead.stage_id = self.stage_in
        self.assertFollows(lead, self.stage_in)
        self.assertEqual(lead.won_status, "pending")

    def test_lost_and_restored(self):
        lead = self.lead.with_user(self.rep)
        lead.probability = 60
        lead.action_set_lost()
        self.assertEqual((lead.won_status, lead.probability, lead.prorated_revenue), ("lost", 0, 0))
        lead.action_restore()
        self.assertFollows(lead, self.stage_above)

    def test_archived_and_back_keeps_what_was_set_by_hand(self):
        self.lead.probability = 60
        self.lead.action_archive()
        self.lead.action_unarchive()
        self.assertEqual(self.lead.probability, 60)

    def test_brought_in_as_lost_and_unarchived_follows_its_stage(self):
        lost = self._create_lead(stage=self.stage_in, active=False, probability=0)
        self.assertEqual(lost.won_status, "lost")
        lost.action_unarchive()
        self.assertFollows(lost, self.stage_in)

    def test_archived_meanwhile_and_back_follows_its_stage(self):
        """What followed its stage is not taken for hand-set because the stage has changed."""
        moved = self._create_lead(stage=self.stage_above, expected_revenue=1000)
        (self.lead | moved).action_archive()
        self.stage_above.probability = 12.5
        moved.stage_id = self.stage_in
        self.env.flush_all()
        (self.lead | moved).action_unarchive()
        self.assertFollows(self.lead, self.stage_above)
        self.assertFollows(moved, self.stage_in)

    def test_merging_keeps_the_stage_value(self):
        other = self._create_lead(stage=self.stage_in, expected_revenue=10)
        head = (self.lead | other).merge_opportunity()
        self.assertFollows(head, head.stage_id)

    def test_converting_a_lead_takes_the_stage_value(self):
        lead = self._create_lead(stage=self.stage_above, type="lead")
        lead.convert_opportunity(self.customer)
        self.assertEqual(lead.type, "opportunity")
        self.assertFollows(lead, lead.stage_id)

    def test_the_tooltip_writes_the_stage_value(self):
        tooltip = self.lead.prepare_pls_tooltip_data()
        self.assertEqual(tooltip["probability"], 25)
        self.assertFollows(self.lead, self.stage_above)

    def test_a_stage_that_changes_takes_its_open_followers_along(self):
        by_hand = self._create_lead(stage=self.stage_above, probability=60, expected_revenue=100)
        lost = self._create_lead(stage=self.stage_above)
        lost.action_set_lost()
        self.env.flush_all()
        with self.assertQueryCount(20):
            self.stage_above.probability = 12.5
            self.env.flush_all()
        self.assertFollows(self.lead, self.stage_above)
        self.assertEqual((by_hand.probability, by_hand.automated_probability), (60, 12.5))
        self.assertEqual(by_hand.prorated_revenue, 60)
        self.assertEqual(lost.probability, 0)
        self.assertEqual(self.env["crm.lead"]._count_stale_weighted(), 0)

    def test_the_nightly_job_leaves_stage_values_and_weighted_amounts_right(self):
        self.env["ir.config_parameter"].set_param("crm.pls_start_date", "2000-01-01")
        self.env["crm.lead"]._accept_weighted_repair()
        self.env["crm.lead"]._cron_update_automated_probabilities()
        self.assertFollows(self.lead, self.stage_above)
        self.assertEqual(self.env["crm.lead"]._count_stale_weighted(), 0)

    def test_leads_in_no_company_follow_the_first_companys_default(self):
        self._create_stage("For all", 5, sequence=0)
        lead = self.env["crm.lead"].create({"name": "Nobody's", "user_id": False, "team_id": False})
        lead.company_id = False
        self.assertNotEqual(lead.probability_source, "stage")
        shared = self.env["crm.stage"].search([("team_ids", "=", False)])
        for stage, value in zip(shared.filtered(lambda s: not s.is_won), (5, 15, 35), strict=False):
            stage.probability = value
        shared.filtered("is_won").probability = 100
        company = self.env["crm.team"]._default_company()
        company.probability_source = "stage"
        lead.invalidate_recordset()
        self.assertEqual(lead.stage_id.name, "For all")
        self.assertEqual(lead.probability, 5)

    def test_leads_without_team_take_the_source_of_the_company_they_come_to(self):
        stage = self._create_stage("For all", 5, sequence=0)
        self._set_up_shared_stages()
        self.other_company.probability_source = "stage"
        manager = self.manager
        manager.company_ids |= self.other_company
        values = {"name": "Wanders", "user_id": False, "team_id": False, "stage_id": stage.id}
        lead = self.env["crm.lead"].create({**values, "company_id": self.env.company.id})
        lead.write({"user_id": manager.id, "team_id": False})
        lead.company_id = self.env.company
        self.env.flush_all()
        self.assertNotEqual(lead.probability_source, "stage")
        lead.company_id = self.other_company
        self.assertFollows(lead, stage)

    def test_leads_in_no_company_cost_no_query_each(self):
        stage = self._create_stage("For all", 5, sequence=0)
        values = {"name": "From the web", "user_id": False, "team_id": False, "company_id": False}
        leads = self.env["crm.lead"].create([{**values, "stage_id": stage.id}] * 20)
        leads.invalidate_recordset()
        leads.mapped("stage_id.probability")
        leads._get_stage_probabilities()  # the scope of stage probabilities is known from here
        with self.assertQueryCount(0):
            leads._get_stage_probabilities()

    def _set_up_shared_stages(self):
        for stage in self.env["crm.stage"].search([("team_ids", "=", False)]):
            stage.probability = 100 if stage.is_won else stage.probability or 50


@tagged("-at_install", "post_install")
class TestProbabilitySource(FunnelCommon):
    def test_a_team_needs_a_probability_on_each_of_its_stages(self):
        team = self.env["crm.team"].create({"name": "New Ones"})
        stage = self._create_stage("Unknown", 0, teams=team)
        with self.assertRaisesRegex(ValidationError, "Unknown"):
            team.probability_source = "stage"
        self.assertFalse(stage.is_set_up)

    def test_switching_to_stages_and_back(self):
        self.env["crm.team"].search([]).probability_source = "predictive"
        # Odoo scores nothing without a shared stage
        self.shared_stages[0].write({"probability": 5, "team_ids": False})
        lead = self._create_lead(stage=self.stage_in, expected_revenue=100)
        self.assertEqual(lead.probability_source, "predictive")
        self.team.probability_source = "stage"
        self.assertEqual((lead.probability, lead.prorated_revenue), (40, 40))
        self.team.probability_source = "predictive"
        fresh, _tooltip = lead._pls_get_naive_bayes_probabilities()
        self.assertEqual(lead.automated_probability, fresh.get(lead.id, 40))
        self.assertEqual(lead.probability, lead.automated_probability)
        self.assertEqual(self.env["crm.lead"]._count_stale_weighted(), 0)

    def test_what_was_set_by_hand_survives_a_change_of_source(self):
        self.team.probability_source = "predictive"
        lead = self._create_lead(stage=self.stage_in, probability=77)
        self.team.probability_source = "stage"
        self.assertEqual((lead.probability, lead.automated_probability), (77, 40))
        self.team.probability_source = "predictive"
        self.assertEqual(lead.probability, 77)

    def test_under_predictive_scoring_a_hand_set_value_survives_a_move_as_in_plain_odoo(self):
        self.team.probability_source = "predictive"
        lead = self._create_lead(stage=self.stage_above, probability=60)
        lead.stage_id = self.stage_in
        self.assertEqual(lead.probability, 60)

    def test_a_rep_changes_neither_source_nor_stage(self):
        with self.assertRaises(UserError):
            self.team.with_user(self.rep).probability_source = "predictive"
        with self.assertRaises(UserError):
            self.stage_in.with_user(self.rep).probability = 50

    def test_before_uninstalling_followers_become_hand_set(self):
        follower = self._create_lead(stage=self.stage_in)
        self.team_beside.probability_source = "predictive"
        scored = self._create_lead(
            stage=self.stage_beside, user_id=False, team_id=self.team_beside.id
        )
        self.env.flush_all()
        self.env["crm.lead"]._keep_stage_probabilities_as_hand_set()
        self.assertEqual(follower.probability, 40)
        self.assertFalse(follower.is_automated_probability)
        self.assertTrue(scored.is_automated_probability)


@tagged("-at_install", "post_install")
class TestWeightedRepair(FunnelCommon):
    def _make_stale(self, lead):
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET prorated_revenue = 1 WHERE id = %s", [lead.id])
        lead.invalidate_recordset()

    def test_stale_amounts_wait_for_the_users_yes(self):
        self.env["ir.config_parameter"].set_param("sales_funnel_territory.repair_weighted", False)
        lead = self._create_lead(stage=self.stage_in, expected_revenue=100)
        self._make_stale(lead)
        self.assertEqual(self.env["crm.lead"]._check_weighted_amounts(), 1)
        self.assertEqual(lead.prorated_revenue, 1, "only counted")
        self.env["crm.lead"]._accept_weighted_repair()
        self.assertEqual(self.env["crm.lead"]._check_weighted_amounts(), 1)
        self.assertEqual(lead.prorated_revenue, 40)
        self.assertEqual(self.env["crm.lead"]._count_stale_weighted(), 0)

    def test_another_companys_currency_rounds_its_own_rows(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        company = self.env["res.company"].create({"name": "Edo KK", "currency_id": yen.id})
        lead = self.env["crm.lead"].create(
            {
                "name": "Tokyo",
                "company_id": company.id,
                "user_id": False,
                "team_id": False,
                "expected_revenue": 1001,
                "probability": 50,
            }
        )
        self.env.flush_all()
        self.assertEqual(lead.prorated_revenue, 501)
        self.assertEqual(self.env["crm.lead"]._count_stale_weighted(), 0)
        self._make_stale(lead)
        self.env["crm.lead"]._repair_stale_weighted()
        self.assertEqual(lead.prorated_revenue, 501)

    def test_batches_repair_all_and_keep_what_is_done(self):
        leads = self._create_lead(stage=self.stage_in, expected_revenue=100)
        leads |= self._create_lead(stage=self.stage_above, expected_revenue=100)
        for lead in leads:
            self._make_stale(lead)
        Cron = self.env.registry["ir.cron"]
        with patch(f"{WEIGHTED}.REPAIR_BATCH", 1), patch.object(Cron, "_commit_progress") as commit:
            self.assertEqual(self.env["crm.lead"]._repair_stale_weighted(in_job=True), 2)
        self.assertEqual(leads.mapped("prorated_revenue"), [40, 25])
        self.assertEqual(commit.call_count, 2)

    def test_a_batch_is_tried_again_when_a_lead_was_saved_meanwhile(self):
        self._make_stale(self._create_lead(stage=self.stage_in, expected_revenue=100))
        Lead, Cron = self.env.registry["crm.lead"], self.env.registry["ir.cron"]
        for failures, repaired in ((2, 1), (3, 0)):
            outcomes = [SerializationFailure()] * failures + [1]
            with (
                self.subTest(failures=failures),
                patch.object(Lead, "_repair_batch", side_effect=outcomes),
                patch.object(Cron, "_commit_progress"),
                patch.object(self.env.cr, "rollback"),
            ):
                count = self.env["crm.lead"]._repair_stale_weighted(in_job=True)
                self.assertEqual(count, repaired)


@tagged("-at_install", "post_install")
class TestWeightedRepairBesideOthers(BaseCase):
    """Two connections of their own: what they see of each other is committed."""

    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        with self._open() as env:
            self.ids = self._create_stale(env)
        self.addCleanup(self._remove)

    @contextmanager
    def _open(self):
        with self.database.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _create_stale(self, env):
        values = {"expected_revenue": 100, "probability": 50, "user_id": False, "team_id": False}
        leads = env["crm.lead"].create([{"name": name, **values} for name in ("Saved", "Left")])
        env.flush_all()
        env.cr.execute("UPDATE crm_lead SET prorated_revenue = 1 WHERE id = ANY(%s)", [leads.ids])
        return leads.ids

    def _remove(self):
        with self._open() as env:
            env["crm.lead"].browse(self.ids).unlink()
            env.cr.execute("DELETE FROM crm_lead_history WHERE lead_id = ANY(%s)", [self.ids])

    def test_a_lead_that_is_being_saved_is_left_to_the_next_run(self):
        with self._open() as saving, self._open() as repairing:
            saving.cr.execute("SELECT FROM crm_lead WHERE id = %s FOR UPDATE", [self.ids[0]])
            repairing.cr.execute("SET LOCAL lock_timeout = '2s'")
            repairing["crm.lead"]._repair_stale_weighted()
            leads = repairing["crm.lead"].browse(self.ids)
            self.assertEqual(leads.mapped("prorated_revenue"), [1, 50])
