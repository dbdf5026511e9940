import datetime

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from .test_crm_lead_history import HistoryCommon

STAYS = (2, 4, 6, 8, 20)  # days: median 6, 80 % 10.4


class AgeingCommon(HistoryCommon):
    """Five opportunities have left *Above*, after 2, 4, 6, 8 and 20 days."""

    def setUp(self):
        super().setUp()
        self.gone = [self._create_lead(stage=self.stage_above) for _stay in STAYS]
        self.env.cr.flush()
        waited = 0
        for lead, days in zip(self.gone, STAYS, strict=True):
            self._wait(days - waited)
            waited = days
            lead.stage_id = self.stage_in
            self.env.cr.flush()
        self.env["crm.stage.pace"]._refresh()

    def _wait(self, days):
        self.env.cr.flush()
        self._set_clock(self.clock + datetime.timedelta(days=days))
        self.env.invalidate_all()


@tagged("-at_install", "post_install")
class TestAgeing(AgeingCommon):
    def setUp(self):
        super().setUp()
        self.lead = self._create_lead(stage=self.stage_above)
        self._wait(0)

    def _find(self, *domain, user=None):
        Lead = self.env["crm.lead"].with_user(user or self.rep)
        return Lead.search([("team_id", "=", self.team.id), *domain]).sudo()

    def test_normal_time_is_the_median_of_the_stays_that_ended(self):
        pace = self.env["crm.stage.pace"].search([("stage_id", "=", self.stage_above.id)])
        self.assertEqual(pace.stay_count, 5)
        self.assertAlmostEqual(pace.normal_days, 6)
        self.assertAlmostEqual(pace.stuck_days, 10.4)

    def test_it_is_the_figure_of_the_report(self):
        [(median, four_of_five)] = self.env["crm.stage.transition.report"]._read_group(
            [("stage_name", "=", "Above"), ("team_id", "=", self.team.id)],
            [],
            ["days:avg", "days_80:avg"],
        )
        pace = self.env["crm.stage.pace"].search([("stage_id", "=", self.stage_above.id)])
        self.assertAlmostEqual(pace.normal_days, median)
        self.assertAlmostEqual(pace.stuck_days, four_of_five)

    def test_a_lead_ages(self):
        for days, age in ((0, "normal"), (5, "normal"), (2, "slow"), (3, "slow"), (1, "stuck")):
            self._wait(days)
            self.assertEqual(self.lead.with_user(self.rep).ageing, age)
        self.assertEqual(self.lead.days_in_stage, 11)
        self.assertAlmostEqual(self.lead.stage_normal_days, 6)

    def test_the_clock_starts_anew_in_the_next_stage(self):
        self._wait(30)
        self.assertEqual(self.lead.ageing, "stuck")
        self.lead.stage_id = self.stage_best
        self.assertEqual(self.lead.days_in_stage, 0, "at once, before the transaction ends")
        self._wait(2)
        self.assertEqual(self.lead.days_in_stage, 2)
        self.assertFalse(self.lead.ageing, "nobody has left Best Few yet: nothing to compare with")

    def test_other_changes_do_not_start_it_anew(self):
        self._wait(12)
        self.lead.write({"expected_revenue": 7, "user_id": self.colleague.id})
        self._wait(1)
        self.assertEqual(self.lead.days_in_stage, 13)

    def test_a_move_by_salesperson_and_team_starts_it_anew(self):
        """Odoo's own *Last Stage Update* does not notice it."""
        self._wait(12)
        self.lead.write({"team_id": self.team_beside.id, "user_id": self.rep_beside.id})
        self.assertEqual(self.lead.stage_id, self.stage_beside)
        self._wait(3)
        self.assertEqual(self.lead.days_in_stage, 3)

    def test_a_lead_ages_from_the_day_it_becomes_an_opportunity(self):
        lead = self._create_lead(stage=self.stage_above, type="lead")
        self._wait(40)
        self.assertFalse(lead.ageing)
        lead.convert_opportunity(self.customer)
        self._wait(3)
        self.assertEqual((lead.days_in_stage, lead.ageing), (3, "normal"))
        stays = self.env["crm.stage.transition.report"].search([("lead_id", "=", lead.id)])
        self.assertEqual(stays.mapped("stage_name"), ["Above"])

    def test_only_what_is_open_ages(self):
        won, lost = self._create_lead(stage=self.stage_above), self._create_lead()
        self._wait(1)
        won.action_set_won()
        lost.action_set_lost()
        self._wait(300)
        for lead in (won, lost):
            self.assertEqual((lead.ageing, lead.days_in_stage), (False, 0))
        self.assertNotIn(won | lost, self._find(("ageing", "=", "stuck")))

    def test_a_new_opportunity_in_a_form(self):
        with Form(self.env["crm.lead"].with_user(self.rep)) as form:
            form.name = "Fresh"
        self.assertEqual(form.record.days_in_stage, 0)

    def test_days_to_rot_stand_in_while_too_few_have_left(self):
        self.stage_best.rotting_threshold_days = 9
        self.lead.stage_id = self.stage_best
        self._wait(8)
        self.assertEqual((self.lead.ageing, self.lead.stage_normal_days), ("normal", 9))
        self._wait(2)
        self.assertEqual(self.lead.ageing, "stuck")
        self.assertIn(self.lead, self._find(("ageing", "=", "stuck")))

    def test_too_few_stays_are_forgotten(self):
        self.env.cr.execute("DELETE FROM crm_lead_history WHERE lead_id = %s", [self.gone[0].id])
        self.env["crm.stage.pace"]._refresh()
        self.assertFalse(
            self.env["crm.stage.pace"].search([("stage_id", "=", self.stage_above.id)])
        )
        self._wait(90)
        self.assertFalse(self.lead.ageing)

    def test_search_group_and_sort_say_what_the_field_says(self):
        for days in (1, 4, 4, 4):
            self._wait(days)
            self._create_lead(stage=self.stage_above)
        self._wait(1)
        leads = self._find()
        self.assertEqual(set(leads.mapped("ageing")), {"normal", "slow", "stuck", False})
        for age in ("normal", "slow", "stuck", False):
            with self.subTest(age=age):
                expected = leads.filtered(lambda lead, a=age: lead.ageing == a)
                self.assertEqual(self._find(("ageing", "=", age)), expected)
                self.assertEqual(leads.filtered_domain(Domain("ageing", "=", age)), expected)
        self.assertEqual(
            self._find(("days_in_stage", ">", 5)),
            leads.filtered(lambda lead: lead.days_in_stage > 5 and lead._is_ageing()),
        )
        groups = self.env["crm.lead"]._read_group(
            [("id", "in", leads.ids)], ["ageing"], ["__count", "days_in_stage:avg"]
        )
        self.assertEqual(sum(count for _age, count, _days in groups), len(leads))
        self.assertEqual([age for age, *_rest in groups if age], ["normal", "slow", "stuck"])
        oldest = self.env["crm.lead"].search(
            [("id", "in", leads.ids)], order="stage_since, id", limit=1
        )
        self.assertEqual(oldest.stage_since, min(leads.mapped("stage_since")))

    def test_a_page_of_cards_costs_a_fixed_number_of_queries(self):
        def count(leads):
            self.env.invalidate_all()
            leads.mapped("stage_id.rotting_threshold_days"), leads.mapped("won_status")
            start = self.env.cr.sql_log_count
            leads.mapped("ageing")
            return self.env.cr.sql_log_count - start

        many = self.lead.union(*[self._create_lead(stage=self.stage_above) for _ in range(20)])
        self.env.flush_all()
        self.assertEqual(count(self.lead), count(many))
        self.assertEqual(count(many), 2)

    def test_the_night_measures_anew(self):
        self.env.cr.execute("DELETE FROM crm_stage_pace")
        self.env["crm.funnel.job"]._job_history()
        self.assertTrue(self.env["crm.stage.pace"].search_count([]))

    def test_everybody_reads_and_nobody_writes_the_normal_time(self):
        pace = self.env["crm.stage.pace"].search([("stage_id", "=", self.stage_above.id)])
        sellers = (self.rep, self.leader, self.manager, self.administrator, self.foreigner)
        for user in sellers:
            mine = pace.with_user(user)
            self.assertTrue(mine.normal_days)
            for attempt in (
                lambda mine=mine: mine.write({"normal_days": 1}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({"stage_id": self.stage_in.id}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                pace.with_user(user).read(["normal_days"])

    def test_a_rep_finds_only_his_own(self):
        self._wait(30)
        self.assertIn(self.lead, self._find(("ageing", "=", "stuck")))
        for user in (self.rep_beside, self.foreigner):
            self.assertNotIn(self.lead, self._find(("ageing", "=", "stuck"), user=user))
