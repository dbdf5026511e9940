from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import LEADER, MANAGER, FunnelCommon


@tagged("-at_install", "post_install")
class TestAccess(FunnelCommon):
    """Who sees whose opportunities: rep, leader, head of the teams above, manager, strangers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(cls.stage_above, name="Rosa's")
        cls.colleagues = cls._create_lead(cls.stage_above, name="Carl's", user_id=cls.colleague.id)
        cls.beside = cls._create_lead(
            cls.stage_beside,
            name="Bea's",
            user_id=cls.rep_beside.id,
            team_id=cls.team_beside.id,
        )
        cls.teamless = cls._create_lead(name="Nobody's team", user_id=cls.manager.id, team_id=False)
        cls.all = cls.lead | cls.colleagues | cls.beside | cls.teamless
        for lead in cls.all:
            cls._plan_and_do_a_call(lead)
        cls.env.flush_all()

    @classmethod
    def _plan_and_do_a_call(cls, lead):
        lead = lead.with_context(tracking_disable=False)
        done = lead.activity_schedule("mail.mail_activity_data_call", user_id=lead.user_id.id)
        done.action_feedback("Called")
        lead.activity_schedule("mail.mail_activity_data_call", user_id=lead.user_id.id)

    def _sees(self, user):
        return self.env["crm.lead"].with_user(user).search([("id", "in", self.all.ids)])

    def assertSees(self, user, leads):
        """In lists, in the activity report, and in the activities themselves."""
        self.assertEqual(self._sees(user), leads)
        report = self.env["crm.activity.report"].with_user(user)
        reported = report.search([("lead_id", "in", self.all.ids)]).lead_id
        self.assertEqual(reported.sudo(), leads.sudo())
        activities = self.env["mail.activity"].with_user(user)
        found = activities.search([("res_model", "=", "crm.lead"), ("res_id", "in", self.all.ids)])
        self.assertEqual(set(found.mapped("res_id")), set(leads.ids))

    def test_a_rep_sees_his_own(self):
        self.assertSees(self.rep, self.lead)
        with self.assertRaises(AccessError):
            self.colleagues.with_user(self.rep).read(["name"])

    def test_a_leader_sees_his_team_and_not_the_one_beside(self):
        self.assertSees(self.leader, self.lead | self.colleagues)
        with self.assertRaises(AccessError):
            self.beside.with_user(self.leader).read(["name"])
        with self.assertRaises(AccessError):
            self.beside.activity_ids.with_user(self.leader).read(["summary"])

    def test_a_leader_works_on_what_he_sees(self):
        lead = self.lead.with_user(self.leader)
        lead.write({"stage_id": self.stage_in.id, "expected_revenue": 500})
        lead.activity_ids.action_feedback("Done for her")
        self.assertEqual(self.lead.stage_id, self.stage_in)
        with self.assertRaises(AccessError):
            self.beside.with_user(self.leader).write({"expected_revenue": 1})

    def test_the_head_sees_the_teams_below(self):
        self.assertSees(self.head, self.lead | self.colleagues | self.beside)
        self.team_beside.parent_id = False
        self.env.flush_all()
        self.assertSees(self.head, self.lead | self.colleagues)

    def test_sight_goes_with_the_lead_of_the_team(self):
        self.team.user_id = self.manager
        self.env.flush_all()
        self.assertFalse(self._sees(self.leader))
        self.assertSees(self.head, self.lead | self.colleagues | self.beside)

    def test_the_right_to_lead_alone_shows_nothing(self):
        self.rep_beside.group_ids += self.env.ref(LEADER)
        self.assertSees(self.rep_beside, self.beside)
        self.team.user_id = self.rep_beside
        self.env.flush_all()
        self.assertSees(self.rep_beside, self.lead | self.colleagues | self.beside)

    def test_leading_without_the_right_shows_nothing_more(self):
        """Odoo's team leader field gave nobody a right before, and does not by itself now."""
        self.team.user_id = self.rep
        self.env.flush_all()
        self.assertEqual(self._sees(self.rep), self.lead)

    def test_the_manager_sees_everything_as_before(self):
        self.assertSees(self.manager, self.all)
        self.assertTrue(self.manager.has_group(LEADER))
        self.assertFalse(self.rep.has_group(LEADER))
        self.assertNotIn(self.env.ref(MANAGER), self.leader.all_group_ids)

    def test_other_companies_and_outsiders_see_nothing(self):
        company = self.env.company
        (self.team | self.team_beside | self.team_parent).company_id = company
        self.all.company_id = company
        self.env.flush_all()
        self.assertFalse(self._sees(self.foreigner))
        self.foreigner.group_ids += self.env.ref(LEADER)
        self.assertFalse(self._sees(self.foreigner))
        for outsider in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["crm.lead"].with_user(outsider).search([])

    def test_a_team_cannot_stand_below_itself(self):
        with self.assertRaisesRegex(ValidationError, "cannot stand below itself"):
            self.team_parent.parent_id = self.team
        with self.assertRaises(ValidationError):
            self.team.parent_id = self.team

    def test_a_rep_cannot_make_himself_leader(self):
        with self.assertRaises(AccessError):
            self.team.with_user(self.rep).user_id = self.rep
        with self.assertRaises(AccessError):
            self.team.with_user(self.leader).parent_id = False

    def test_screens_of_the_administrator_are_his(self):
        for user in (self.rep, self.leader, self.manager, self.portal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["crm.funnel.checklist"].with_user(user).get_steps()
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["crm.funnel.job"].with_user(user).search([])
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["crm.funnel.preferences"].with_user(user).create({})

    def test_buttons_of_the_administrator_do_nothing_for_others(self):
        """Any user may call a button's method by its name."""
        job = self.env.ref("sales_funnel_territory.crm_funnel_job_weighted")
        cron = self.env.registry["ir.cron"]
        for user in (self.rep, self.leader, self.manager, self.portal):
            with self.subTest(user=user.name):
                with (
                    patch.object(cron, "method_direct_trigger") as trigger,
                    self.assertRaises(AccessError),
                ):
                    job.with_user(user).action_run_now()
                trigger.assert_not_called()
                with self.assertRaises(AccessError):
                    self.env["crm.funnel.setup"].with_user(user).action_dismiss()
        parameters = self.env["ir.config_parameter"]
        self.assertFalse(parameters.get_param("sales_funnel_territory.funnel_setup_dismissed"))

    def test_an_administrator_decides_for_his_own_companies(self):
        preferences = self.env["crm.funnel.preferences"].with_user(self.administrator)
        abroad = preferences.create(
            {"company_id": self.other_company.id, "probability_source": "stage"}
        )
        with self.assertRaises(AccessError):
            abroad.action_apply()
