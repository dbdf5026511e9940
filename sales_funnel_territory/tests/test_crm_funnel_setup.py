import random

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .common import FunnelCommon

FIGURES = (
    "id, stage_id, probability, automated_probability, prorated_revenue,"
    " recurring_revenue_prorated, recurring_revenue_monthly_prorated, expected_revenue, active,"
    " won_status, team_id, user_id, write_date, date_last_stage_update, date_closed, date_open"
)


class FunnelSetupCommon(FunnelCommon):
    """A market team on plain Odoo stages that nobody has set up, with leads of every kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.market = cls.env["crm.team"].create({"name": "Market", "user_id": cls.leader.id})
        cls.abcd = cls.env.ref("sales_funnel_territory.crm_funnel_template_abcd")
        cls.new = cls._create_stage("Fresh", 0, sequence=1, teams=cls.market)
        cls.talking = cls._create_stage("Talking", 0, sequence=2, teams=cls.market)
        cls.offered = cls._create_stage("Offered", 0, sequence=3, teams=cls.market)
        cls.gained = cls._create_stage("Gained", 0, sequence=4, teams=cls.market, is_won=True)

    @classmethod
    def _create_market_lead(cls, stage=None, **values):
        values = {"team_id": cls.market.id, "expected_revenue": 1000, **values}
        return cls._create_lead(stage or cls.new, **values)

    @classmethod
    def _create_random_leads(cls, count=60, seed=7):
        """Leads of every kind: open, hand-set, won, lost, archived, type lead, no amount."""
        chance = random.Random(seed)
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "type": chance.choice(["lead", "opportunity", "opportunity"]),
                    "team_id": cls.market.id,
                    "user_id": chance.choice([cls.rep.id, cls.colleague.id, False]),
                    "stage_id": chance.choice([cls.new, cls.talking, cls.offered]).id,
                    "expected_revenue": chance.choice([0, 99.99, round(chance.uniform(1, 9e4), 2)]),
                    "recurring_revenue": chance.choice([0, 12.34]),
                    **({"probability": chance.uniform(1, 99)} if chance.random() < 0.3 else {}),
                }
                for number in range(count)
            ]
        )
        won, lost, archived = leads[:6], leads[6:12], leads[12:18]
        won.action_set_won()
        lost.action_set_lost()
        archived.action_archive()
        cls.env.flush_all()
        return leads

    @classmethod
    def _new_setup(cls, teams=None, user=None, **values):
        Setup = cls.env["crm.funnel.setup"].with_user(user or cls.administrator)
        return Setup.create(
            {
                "team_ids": [(6, 0, (teams or cls.market).ids)],
                "template_id": cls.abcd.id,
                **values,
            }
        )

    def _in_both_companies(self, setup):
        """Return a set-up as the administrator sees it who has switched both companies on."""
        self.administrator.company_ids |= self.other_company
        both = (self.env.company | self.other_company).ids
        setup = setup.with_context(allowed_company_ids=both)
        setup.invalidate_recordset(["preview"])
        return setup

    def _dump(self):
        """Return every lead's figures as they are in the table."""
        self.env.flush_all()
        self.env.cr.execute(f"SELECT {FIGURES} FROM crm_lead ORDER BY id")
        return self.env.cr.fetchall()

    def _line(self, setup, stage):
        return setup.line_ids.filtered(lambda line: line.stage_id == stage)

    def _team_stages(self, team=None):
        """Return {name: stage} of a team's own stages."""
        stages = self.env["crm.stage"].search([("team_ids", "in", (team or self.market).ids)])
        return {stage.name: stage for stage in stages}


@tagged("post_install", "-at_install")
class TestCrmFunnelSetup(FunnelSetupCommon):
    # ------------------------------------------------------------------ draft

    def test_proposes_teams_and_mapping(self):
        setup = self.env["crm.funnel.setup"].with_user(self.administrator).create({})
        self.assertIn(self.market, setup.team_ids)
        self.assertNotIn(self.team, setup.team_ids, "its stages are set up")
        setup = self._new_setup()
        mapping = {line.stage_id.name: line.target_id.name for line in setup.line_ids}
        self.assertEqual(mapping, {"Fresh": "D", "Talking": "C", "Offered": "B", "Gained": "Won"})

    def test_another_template_maps_anew(self):
        setup = self._new_setup()
        setup.template_id = self.env.ref("sales_funnel_territory.crm_funnel_template_strategic")
        self.assertEqual(
            setup.line_ids.target_id.mapped("name"), ["Above", "In", "Best few", "Order"]
        )

    def test_another_team_keeps_what_was_chosen(self):
        setup = self._new_setup()
        self._line(setup, self.talking).target_id = False
        setup.team_ids |= self.team_beside
        self.assertFalse(self._line(setup, self.talking).target_id)
        self.assertTrue(self._line(setup, self.stage_beside).target_id)

    # ------------------------------------------------------------------ apply

    def test_leads_move_and_follow(self):
        lead = self._create_market_lead(self.talking)
        setup = self._new_setup()
        setup.action_apply()
        self.assertEqual(lead.stage_id.name, "C")
        self.assertEqual(lead.stage_id.team_ids, self.market)
        self.assertEqual(lead.probability, 30)
        self.assertEqual(lead.automated_probability, 30)
        self.assertTrue(lead.is_automated_probability)
        self.assertEqual(lead.prorated_revenue, 300)
        self.assertEqual(self.market.probability_source, "stage")
        self.assertEqual(setup.state, "applied")
        self.assertFalse(self.talking.active, "nobody uses it any more")

    def test_hand_set_probability_stays(self):
        lead = self._create_market_lead(self.talking)
        lead.probability = 77
        self._new_setup().action_apply()
        self.assertEqual(lead.probability, 77)
        self.assertEqual(lead.automated_probability, 30)
        self.assertEqual(lead.prorated_revenue, 770)

    def test_no_date_no_message_no_plan(self):
        lead = self._create_market_lead(self.talking)
        lead.date_last_stage_update = "2020-02-02 02:02:02"
        self.env.flush_all()
        messages = lead.message_ids
        project = self.env.ref("sales_funnel_territory.crm_funnel_template_project")
        self._new_setup(template_id=project.id).action_apply()
        self.env.cr.flush()
        self.assertEqual(str(lead.date_last_stage_update), "2020-02-02 02:02:02")
        self.assertEqual(lead.message_ids, messages)
        self.assertFalse(lead.activity_ids)
        self.assertTrue(lead.stage_id.activity_plan_id)

    def test_won_lost_archived_and_plain_leads_move_with_their_figures(self):
        won = self._create_market_lead(self.talking)
        won.action_set_won()
        lost = self._create_market_lead(self.talking)
        lost.action_set_lost()
        archived = self._create_market_lead(self.talking, probability=12)
        archived.action_archive()
        plain = self._create_market_lead(self.new, type="lead")
        self._new_setup().action_apply()
        self.assertEqual([won.stage_id.name, won.probability], ["Won", 100])
        self.assertEqual([lost.stage_id.name, lost.probability], ["C", 0])
        self.assertEqual(lost.won_status, "lost")
        self.assertEqual([archived.stage_id.name, archived.probability], ["C", 12])
        self.assertEqual([plain.stage_id.name, plain.probability], ["D", 10])

    def test_probabilities_may_stay_as_they_are(self):
        self._create_random_leads(20)
        before = {row[0]: row[2:] for row in self._dump()}
        self._new_setup(is_stage_source=False).action_apply()
        self.assertEqual({row[0]: row[2:] for row in self._dump()}, before)
        self.assertEqual(self.market.probability_source, "predictive")

    def test_kept_stage_gets_its_probability(self):
        lead = self._create_market_lead(self.talking)
        setup = self._new_setup()
        line = self._line(setup, self.talking)
        line.target_id = False
        self.assertTrue(line.is_probability_asked)
        self.assertEqual(line.probability, 30, "proposed from where it would have gone")
        line.probability = 33
        setup.action_apply()
        self.assertEqual(lead.stage_id, self.talking)
        self.assertEqual(self.talking.probability, 33)
        self.assertEqual([lead.probability, lead.prorated_revenue], [33, 330])
        order = self.env["crm.stage"].search([("team_ids", "in", self.market.ids)])
        self.assertEqual(order.mapped("name"), ["D", "C", "Talking", "B", "A", "Won"])

    def test_texts_in_all_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        stage = self.env.ref("sales_funnel_territory.crm_funnel_template_abcd_c")
        stage.with_context(lang="fr_FR").name = "C (fr)"
        stage.with_context(lang="fr_FR").playbook_work = "Comprendre"
        self._new_setup().action_apply()
        made = self._team_stages()["C"]
        self.assertEqual(made.with_context(lang="fr_FR").name, "C (fr)")
        self.assertEqual(made.with_context(lang="fr_FR").playbook_work, "Comprendre")
        self.assertEqual(made.playbook_work, stage.playbook_work)
        self.assertEqual(made.playbook_milestone, stage.playbook_milestone)
        self.assertEqual([made.grade, made.funnel_position], ["c", "in"])

    def test_without_leads(self):
        setup = self._new_setup()
        self.assertEqual(setup.preview["statuses"]["open"]["total"]["count"], [0, 0])
        setup.action_apply()
        self.assertEqual(set(self._team_stages()), {"D", "C", "B", "A", "Won"})
        setup.action_undo()
        self.assertEqual(set(self._team_stages()), {"Fresh", "Talking", "Offered", "Gained"})

    # ------------------------------------------------------------------ refusals

    def test_won_stage_to_open_one_is_refused(self):
        setup = self._new_setup()
        self._line(setup, self.gained).target_id = self.abcd.stage_ids[0]
        with self.assertRaisesRegex(UserError, "Gained is a won stage"):
            setup.action_apply()
        self._line(setup, self.gained).target_id = False
        self._line(setup, self.new).target_id = self.abcd.stage_ids[-1]
        with self.assertRaisesRegex(UserError, "Fresh is not a won stage"):
            setup.action_apply()

    def test_kept_stage_without_probability_is_refused(self):
        setup = self._new_setup()
        self._line(setup, self.new).write({"target_id": False, "probability": 0})
        with self.assertRaisesRegex(UserError, "Fresh is kept: enter its probability"):
            setup.action_apply()

    def test_no_team_no_template_twice(self):
        setup = self._new_setup(team_ids=False)
        with self.assertRaisesRegex(UserError, "at least one sales team"):
            setup.action_apply()
        setup.write({"team_ids": self.market.ids, "template_id": False})
        with self.assertRaisesRegex(UserError, "Choose a funnel template"):
            setup.action_apply()
        setup.template_id = self.abcd
        with self.assertRaisesRegex(UserError, "is not applied"):
            setup.action_undo()
        setup.action_apply()
        with self.assertRaisesRegex(UserError, "applied already"):
            setup.action_apply()
        with self.assertRaisesRegex(UserError, "Undo it first"):
            setup.unlink()
        setup.action_undo()
        setup.unlink()

    # ------------------------------------------------------------------ shared stages

    def test_shared_stage_is_left_to_the_others(self):
        archived_team = self.env["crm.team"].create({"name": "Old", "active": False})
        foreign_team = self.env["crm.team"].create(
            {"name": "Abroad", "company_id": self.other_company.id}
        )
        shared = self._create_stage("For all", 20, sequence=5)
        beside = self._create_lead(
            shared, team_id=self.team_beside.id, user_id=self.rep_beside.id, expected_revenue=100
        )
        ours = self._create_market_lead(shared)
        self._new_setup().action_apply()
        self.assertTrue(shared.active)
        self.assertNotIn(self.market, shared.team_ids)
        teams = shared.with_context(active_test=False).team_ids
        self.assertIn(archived_team, teams)
        self.assertIn(foreign_team, teams)
        self.assertIn(self.team_beside, teams)
        self.assertEqual(beside.stage_id, shared)
        self.assertEqual(ours.stage_id.team_ids, self.market)

    def test_leads_without_a_team_keep_their_stage(self):
        shared = self._create_stage("For all", 20, sequence=5)
        lead = self._create_market_lead(shared, team_id=False, user_id=False)
        self._new_setup().action_apply()
        self.assertEqual(lead.stage_id, shared)
        self.assertTrue(shared.for_no_team)
        fresh = self.env["crm.lead"].create({"name": "From the web", "user_id": False})
        self.assertFalse(fresh.team_id)
        self.assertEqual(fresh.stage_id, shared, "still the stage of leads without a team")

    def test_leads_without_a_team_may_move_along(self):
        shared = self._create_stage("For all", 20, sequence=5)
        lead = self._create_market_lead(shared, team_id=False, user_id=False)
        before = lead.probability
        self._new_setup(with_unassigned=True).action_apply()
        self.assertEqual(lead.stage_id.team_ids, self.market)
        self.assertTrue(lead.stage_id.for_no_team)
        self.assertEqual(lead.probability, before, "their company decides on the source")

    def test_leads_of_companies_that_are_not_switched_on_stay_and_stay_unseen(self):
        shared = self._create_stage("For all", 20, sequence=5)
        lead = self._create_market_lead(shared, team_id=False, user_id=False, expected_revenue=77)
        lead.company_id = self.other_company
        setup = self._new_setup(with_unassigned=True)
        self.assertNotIn("77", str(setup.preview["statuses"]))
        with self.assertRaisesRegex(UserError, "companies you have not switched on"):
            setup.action_apply()
        self._in_both_companies(setup).action_apply()
        self.assertEqual(lead.stage_id.team_ids, self.market)

    def test_stage_that_only_leads_without_a_team_would_use(self):
        everybody = self.env["crm.team"].search([])
        shared = self._create_stage("For all", 20, sequence=5)
        self._create_market_lead(shared, team_id=False, user_id=False)
        setup = self._new_setup(teams=everybody)
        self.assertTrue(setup.with_unassigned, "no team is left: they move along by default")
        setup.with_unassigned = False
        with self.assertRaisesRegex(UserError, "1 leads without a team are in For all"):
            setup.action_apply()

    def test_last_team_of_stages_left_over_by_an_earlier_set_up(self):
        left = self._create_stage("Left over", 0, sequence=5, teams=self.market)
        left.for_no_team = True
        lead = self._create_market_lead(left, team_id=False, user_id=False)
        setup = self._new_setup()
        self.assertTrue(setup.with_unassigned, "nobody else uses what these leads are in")
        setup.with_unassigned = False
        with self.assertRaisesRegex(UserError, "1 leads without a team are in Left over"):
            setup.action_apply()
        setup.with_unassigned = True
        setup.action_apply()
        self.assertEqual(lead.stage_id.team_ids, self.market)
        self.assertEqual(self.market.probability_source, "stage")

    def test_team_without_any_stage_still_gets_one(self):
        self._new_setup().action_apply()
        late = self.env["crm.team"].create({"name": "Late"})
        lead = self.env["crm.lead"].create({"name": "Late one", "team_id": late.id})
        self.assertEqual(lead.team_id, late)
        self.assertTrue(lead.stage_id)

    def test_without_a_set_up_stages_are_found_as_in_odoo(self):
        late = self.env["crm.team"].create({"name": "Late"})
        lead = self.env["crm.lead"].create({"name": "Late one", "team_id": late.id})
        self.assertFalse(lead.stage_id, "no stage is shared, and the team has none")

    def test_warns_when_scoring_loses_the_last_shared_stage(self):
        shared = self._create_stage("For all", 0, sequence=5)
        setup = self._new_setup()
        self.assertIn("No stage is left that all teams share", setup.preview["warnings"][0])
        self._line(setup, shared).write({"target_id": False, "probability": 10})
        self.assertFalse(setup.preview["warnings"])

    def test_scoring_without_a_shared_stage(self):
        counts = {"stage_id": {"1": {"won": 4, "lost": 9}, "2": {"won": 4, "lost": 2}}}
        Lead = self.env["crm.lead"]
        self.assertEqual(Lead._pls_get_won_lost_total_count(counts), (0, 0, 0), "as in Odoo")
        self._new_setup().action_apply()
        self.assertEqual(Lead._pls_get_won_lost_total_count(counts), (4, 9, 13))
        self.assertEqual(Lead._pls_get_won_lost_total_count({}), (0, 0, 0))
        self._create_stage("For all", 0, sequence=0)
        self.assertEqual(Lead._pls_get_won_lost_total_count(counts), (0, 0, 0), "as in Odoo")

    # ------------------------------------------------------------------ rights

    def test_only_administrators(self):
        setup = self._new_setup()
        for user in (self.rep, self.leader, self.manager, self.portal, self.public):
            with self.subTest(user=user.name):
                for model in ("crm.funnel.setup", "crm.funnel.setup.line", "crm.funnel.setup.lead"):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search_read([], ["id"])
                with self.assertRaises(AccessError):
                    setup.with_user(user).action_apply()

    def test_templates_are_read_by_sales_users_and_changed_by_administrators(self):
        self.assertEqual(self.abcd.with_user(self.rep).name, "ABCD")
        self.assertEqual(len(self.abcd.with_user(self.rep).stage_ids), 5)
        with self.assertRaises(AccessError):
            self.abcd.with_user(self.manager).name = "Mine"
        with self.assertRaises(AccessError):
            self.abcd.with_user(self.portal).read(["name"])
        action = self.abcd.with_user(self.administrator).action_duplicate()
        copy = self.env["crm.funnel.template"].browse(action["res_id"])
        self.assertEqual(copy.stage_ids.mapped("name"), ["D", "C", "B", "A", "Won"])
        self.assertEqual(copy.name, "ABCD (copy)")

    def test_administrator_of_another_company_sees_no_setup(self):
        stranger = new_test_user(
            self.env,
            "sft_stranger",
            groups="sales_team.group_sale_manager",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        setup = self._new_setup()
        self.assertFalse(self.env["crm.funnel.setup"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            setup.with_user(stranger).action_apply()

    # ------------------------------------------------------------------ first screen

    def test_first_screen(self):
        Setup = self.env["crm.funnel.setup"]
        self.assertFalse(Setup.with_user(self.administrator)._is_offered(), "a team is set up")
        self.env["crm.stage"].search([]).active = False
        self._create_stage("Plain", 0, teams=self.market)
        self.env["crm.team"].search([("probability_source", "=", "stage")]).active = False
        self.assertTrue(Setup.with_user(self.administrator)._is_offered())
        for user in (self.rep, self.manager):
            self.assertFalse(Setup.with_user(user)._is_offered())
            action = Setup.with_user(user).action_open_first_screen()
            self.assertNotEqual(action.get("res_model"), "crm.funnel.setup")
        offered = Setup.with_user(self.administrator).action_open_first_screen()
        self.assertEqual(offered["res_model"], "crm.funnel.setup")
        Setup.with_user(self.administrator).action_dismiss()
        self.assertFalse(Setup.with_user(self.administrator)._is_offered())

    def test_first_screen_without_any_subject(self):
        root = self.env.ref("sales_funnel_territory.sales_funnel_territory_menu_root")
        root.child_id.active = False
        with self.assertRaisesRegex(UserError, "Ask an administrator to switch one on"):
            self.env["crm.funnel.setup"].with_user(self.rep).action_open_first_screen()

    def test_stages_of_archived_teams_are_not_shared(self):
        old = self.env["crm.team"].create({"name": "Old", "active": False})
        stage = self._create_stage("Left behind", 0, sequence=8, teams=old)
        self.assertNotIn(stage, self.market.stage_ids)
        setup = self._new_setup()
        self.assertNotIn(stage, setup.line_ids.stage_id)
        setup.action_apply()
        self.assertEqual(self.market.probability_source, "stage")
