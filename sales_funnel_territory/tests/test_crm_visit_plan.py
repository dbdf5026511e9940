import time
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_crm_visit import VisitCommon

PLACES = [(48.14, 11.58), (48.37, 10.90), (48.40, 9.99), (48.26, 11.43), (48.06, 11.62)]


class VisitPlanCommon(VisitCommon):
    """The rep lives in Munich, works 8 to 17 with an hour for lunch, and has six customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        cls.monday = today + timedelta(days=14 - today.weekday())
        cls.visit.unlink()
        calendar = cls.env.company.resource_calendar_id
        calendar.tz = "Europe/Berlin"
        cls.rep.tz = "Europe/Berlin"
        cls._place(cls.rep.partner_id, 48.13, 11.57)
        cls._place(cls.customer, 48.15, 11.55)
        cls.status.write({"visit_number": 1, "visit_unit": "week"})
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                }
                for number, (latitude, longitude) in enumerate(PLACES)
            ]
        )
        cls.customers.customer_status_id.write({"visit_number": 1, "visit_unit": "week"})
        cls._allow_searches(8)
        cls.plan = cls._create_plan()

    @classmethod
    def _allow_searches(cls, number):
        cls.env["ir.config_parameter"].set_param("sales_funnel_territory.most_searches", number)

    @classmethod
    def _place(cls, partner, latitude, longitude):
        partner.write({"partner_latitude": latitude, "partner_longitude": longitude})

    @classmethod
    def _create_plan(cls, **values):
        return cls.env["crm.visit.plan"].create(
            {
                "user_id": cls.rep.id,
                "kind": "week",
                "date_from": cls.monday,
                "iterations_limit": 200,
                "seconds_limit": 20,
                **values,
            }
        )

    def _run(self, plan=None, user=None):
        """Plan, and wait for the search."""
        plan = plan or self.plan
        seen = plan.with_user(user or self.rep)
        seen.action_plan()
        return self._wait(plan)

    def _submit(self, plan):
        """Plan in a moment, and submit."""
        plan._plan_here(iterations=1)
        plan.with_user(plan.user_id).action_submit()

    def _wait(self, plan):
        until = time.monotonic() + 240
        found = plan.with_user(plan.user_id).poll_run()
        while found["state"] == "running":
            self.assertLess(time.monotonic(), until, "the search did not end")
            time.sleep(0.05)
            found = plan.with_user(plan.user_id).poll_run()
        return found


@tagged("-at_install", "post_install")
class TestVisitPlan(VisitPlanCommon):
    def test_the_next_week_is_proposed_with_the_wishes_of_the_last(self):
        self.plan.free_half_days = 2
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        plan = Plan.create({"user_id": self.rep.id})
        today = fields.Date.today()
        self.assertEqual(plan.date_from, today + timedelta(days=7 - today.weekday()))
        self.assertEqual(plan.date_to, plan.date_from + timedelta(days=6))
        self.assertEqual(plan.free_half_days, 2)

    def test_a_week_that_has_its_plan_is_not_proposed_again(self):
        today = fields.Date.today()
        next_monday = today + timedelta(days=7 - today.weekday())
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        first, second = Plan.create({}), Plan.create({})
        # the week after is that of self.plan
        self.assertEqual(self.plan.date_from, next_monday + timedelta(days=7))
        self.assertEqual(first.date_from, next_monday)
        self.assertEqual(second.date_from, next_monday + timedelta(days=14))
        month = Plan.create({"kind": "month"})
        self.assertEqual(month.date_from, today + relativedelta(months=1, day=1))
        self.assertEqual(Plan.create({"kind": "month"}).date_from, month.date_to + timedelta(1))

    def test_a_leader_is_proposed_the_first_week_his_rep_has_no_plan_for(self):
        today = fields.Date.today()
        next_monday = today + timedelta(days=7 - today.weekday())
        Plan = self.env["crm.visit.plan"].with_user(self.leader)
        Plan.create({"user_id": self.rep.id})
        with Form(Plan) as form:
            self.assertEqual(form.date_from, next_monday)
            form.user_id = self.rep
            self.assertEqual(form.date_from, next_monday + timedelta(days=14))

    def test_dates_follow_their_kind_and_weeks_follow_their_month(self):
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        quarter = Plan.create({"kind": "quarter", "date_from": date(2027, 1, 1)})
        self.assertEqual(quarter.date_to, date(2027, 3, 31))
        month = Plan.create({"kind": "month", "date_from": date(2027, 2, 1)})
        self.assertEqual(month.parent_id, quarter)
        week = Plan.create({"kind": "week", "date_from": date(2027, 2, 8)})
        self.assertEqual(week.parent_id, month)

    def test_a_week_is_planned(self):
        found = self._run()
        self.assertEqual(found["state"], "done", found)
        plan = self.plan
        self.assertEqual(plan.due_count, plan.planned_count + plan.unserved_count)
        self.assertEqual(len(plan.visit_ids), plan.planned_count)
        self.assertEqual(len(plan.shortfall_ids), plan.unserved_count)
        everybody = plan.visit_ids.partner_id | plan.shortfall_ids.partner_id
        self.assertEqual(set(everybody), set(self.customers | self.customer))
        for visit in plan.visit_ids:
            self.assertEqual(visit.state, "planned")
            self.assertTrue(visit.reason)
            self.assertTrue(self.monday <= visit.window_from <= plan.date_to)
            local = fields.Datetime.context_timestamp(
                visit.with_context(tz=self.rep.tz), visit.start
            )
            self.assertTrue(8 <= local.hour < 17, local)
        self.assertEqual(plan.run_engine, "ruin_recreate")
        self.assertEqual(plan.run_seed, 1)


@tagged("-at_install", "post_install")
class TestVisitPlanWorkflow(VisitPlanCommon):
    """Nobody decides on his own plan, and nothing is put in force by a plain write."""

    def test_a_draft_nobody_has_planned_is_not_submitted(self):
        plan = self.plan.with_user(self.rep)
        with self.assertRaisesRegex(UserError, "holds no visit yet: press “Plan”"):
            plan.action_submit()
        self.env["res.partner"].search([("user_id", "=", self.rep.id)]).user_id = False
        self._run()
        self.assertFalse(plan.visit_ids)
        plan.action_submit()
        self.assertEqual(plan.state, "submitted", "planned, and nothing is due")

    def test_a_week_planned_by_hand_is_submitted(self):
        plan = self.plan.with_user(self.rep)
        day = fields.Date.to_string(self.monday)
        plan.move_visit({"partner_id": self.customers[0].id}, day, 600)
        self.assertEqual((plan.planned_count, plan.due_count), (1, 1), "its figures follow")
        plan.action_submit()
        self.assertEqual(plan.state, "submitted")

    def test_what_found_no_place_is_made_after_all(self):
        self.plan.most_visits = 1
        self._run()
        plan = self.plan.with_user(self.rep)
        short = plan.shortfall_ids[0]
        planned, unserved, due = plan.planned_count, plan.unserved_count, plan.due_count
        day = fields.Date.to_string(self.monday + timedelta(days=4))
        done = plan.move_visit({"partner_id": short.partner_id.id}, day, 900)
        self.assertEqual(short.visit_id.id, done["visit_id"])
        self.assertNotIn(short, plan.shortfall_ids)
        figures = (plan.planned_count, plan.unserved_count, plan.due_count)
        self.assertEqual(figures, (planned + 1, unserved - 1, due))
        plan.undo_moves(done["undo"])
        self.assertIn(short, plan.shortfall_ids, "it waits again")
        self.assertEqual((plan.planned_count, plan.unserved_count), (planned, unserved))
        plan.move_visit({"partner_id": short.partner_id.id}, day, 900)
        self._run()
        self.assertFalse(short.exists(), "a new search says anew what is not served")
        self.assertEqual(plan.planned_count + plan.unserved_count, plan.due_count)

    def test_what_found_no_place_does_not_stand_in_the_way(self):
        """A visit of a fixed route had its time before; the plan gives that to others."""
        first, second = self.env["crm.visit"].create(
            [
                {
                    "partner_id": customer.id,
                    "user_id": self.rep.id,
                    "start": fields.Datetime.to_datetime(self.monday) + timedelta(hours=9),
                    "origin": "fixed_route",
                    "state": "planned",
                }
                for customer in self.customers[1:3]
            ]
        )
        self.plan.most_visits = 1
        self._run()
        short = self.plan.shortfall_ids.visit_id
        self.assertEqual(len(short), 1)
        self.assertIn(short, first | second)
        self.assertEqual((short.start, short.state), (False, "proposed"))
        self.assertEqual(short.window_from, self.monday, "it waits for its day")
        self.assertTrue(((first | second) - short).start)

    def test_visits_for_another_company_are_not_planned_here(self):
        self.rep.company_ids |= self.other_company
        start = fields.Datetime.to_datetime(self.monday) + timedelta(hours=9)
        values = {
            "user_id": self.rep.id,
            "company_id": self.other_company.id,
            "origin": "fixed_route",
        }
        timed, waiting = self.env["crm.visit"].create(
            [
                {**values, "partner_id": self.customers[1].id, "start": start, "state": "planned"},
                {**values, "partner_id": self.customers[2].id, "window_from": self.monday},
            ]
        )
        self.plan.most_visits = 1
        self._run()
        self.assertEqual((timed.start, timed.state), (start, "planned"))
        self.assertEqual((waiting.start, waiting.state), (False, "proposed"))
        self.assertFalse((timed | waiting).plan_id)

    def test_a_plan_speaks_of_people_and_of_how_often(self):
        anna, ben = self.env["res.partner"].create(
            [
                {"name": name, "parent_id": self.customer.id, "type": "contact"}
                for name in ("Anna Adam", "Ben Berg")
            ]
        )
        self.env["crm.visit"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "start": fields.Datetime.now() - timedelta(days=9),
                "state": "done",
                "contact_ids": anna.ids,
            }
        )
        self._run()
        visit = self.plan.visit_ids.filtered(lambda one: one.partner_id == self.customer)
        visit = visit.with_user(self.rep)
        self.assertEqual(visit.people_to_see, "Anna Adam", "who was met last time")
        self.assertFalse(visit.contact_ids, "nobody was met yet")
        self.assertIn("1 x a week", visit.visit_rhythm)
        visit.contact_ids = ben
        self.assertEqual(visit.people_to_see, "Ben Berg")

    def test_a_leader_approves(self):
        plan = self.plan.with_user(self.rep)
        self._submit(plan)
        self.assertEqual(plan.state, "submitted")
        asked = plan.sudo().activity_ids
        self.assertEqual(asked.user_id, self.leader)
        for person in (self.rep, self.colleague):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                self.plan.with_user(person).action_approve()
        self.plan.with_user(self.leader).action_approve()
        self.assertEqual(plan.state, "approved")
        self.assertEqual(plan.approved_by_id, self.leader)
        self.assertEqual(self.plan.activity_ids.user_id, self.rep, "told to publish it")
        plan.action_publish()
        self.assertEqual(plan.state, "running")
        self.assertFalse(self.plan.activity_ids, "and that is done")

    def _return(self, person, remark):
        wizard = self.env["crm.visit.plan.return"].with_user(person)
        wizard = wizard.with_context(active_id=self.plan.id).create({"remark": remark})
        wizard.action_apply()

    def test_a_leader_returns_it_and_says_why(self):
        self._submit(self.plan)
        with self.assertRaises(AccessError):
            self._return(self.colleague, "Not like this")
        self._return(self.leader, "Hale Tools <b>first</b>")
        self.assertEqual(self.plan.state, "draft")
        told = self.plan.activity_ids
        self.assertEqual(told.user_id, self.rep)
        self.assertIn("Hale Tools &lt;b&gt;first", told.note)
        self.assertIn("Hale Tools", str(self.plan.message_ids.mapped("body")))
        self.plan.with_user(self.rep).action_submit()
        self.assertEqual(self.plan.activity_ids.user_id, self.leader, "the rep's to-do is done")

    def test_a_leaders_own_plan_goes_a_level_up(self):
        self.team.member_ids |= self.leader
        plan = self._create_plan(user_id=self.leader.id)
        self._submit(plan)
        self.assertEqual(plan.activity_ids.user_id, self.head)
        with self.assertRaises(AccessError):
            plan.with_user(self.leader).action_approve()
        plan.with_user(self.head).action_approve()
        self.assertEqual(plan.state, "approved")

    def test_where_nobody_leads_a_sales_manager_is_asked(self):
        self.team.member_ids -= self.rep
        plan = self._create_plan()
        self._submit(plan)
        asked = plan.activity_ids.user_id
        self.assertEqual(len(asked), 1)
        self.assertTrue(asked.has_group("sales_team.group_sale_salesman_all_leads"))
        plan.with_user(asked).action_approve()
        self.assertEqual(plan.state, "approved")

    def test_a_leader_who_has_left_is_not_asked(self):
        self.leader.active = False
        self._submit(self.plan)
        self.assertEqual(self.plan.activity_ids.user_id, self.head)

    def test_a_team_may_do_without(self):
        self.team.approves_visit_plans = False
        self._submit(self.plan)
        self.assertEqual(self.plan.state, "approved")

    def test_state_and_figures_are_not_written_by_hand(self):
        plan = self.plan.with_user(self.rep)
        for values in (
            {"state": "approved"},
            {"approved_by_id": self.rep.id},
            {"due_count": 3},
            {"last_run_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                plan.write(values)
        with self.assertRaises(AccessError):
            self.env["crm.visit.plan"].with_user(self.rep).create({"state": "running"})

    def test_nobody_approves_his_own_plan_by_a_detour(self):
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        plan = Plan.with_context(default_state="approved").create(
            {"date_from": self.plan.date_to + timedelta(days=1), "approved_by_id": self.leader.id}
        )
        self.assertEqual((plan.state, plan.approved_by_id.id), ("draft", False))
        with self.assertRaises(AccessError):
            plan.user_id = self.rep_beside
        self.team.member_ids |= self.leader
        own = self._create_plan(user_id=self.leader.id).with_user(self.leader)
        self._submit(own)
        with self.assertRaises(UserError):
            own.user_id = self.rep

    def test_publishing_is_undone_until_a_visit_has_started(self):
        self._run()
        plan = self.plan.with_user(self.rep)
        plan.action_submit()
        self.plan.with_user(self.leader).action_approve()
        plan.action_publish()
        self.assertTrue(plan.can_undo)
        plan.action_unpublish()
        self.assertEqual(plan.state, "approved")
        plan.action_publish()
        visit = self.plan.visit_ids[0]
        visit.state = "done"
        self.assertFalse(plan.can_undo)
        with self.assertRaisesRegex(UserError, "has started"):
            plan.action_unpublish()

    def test_a_plan_in_force_is_not_deleted(self):
        self._submit(self.plan)
        with self.assertRaisesRegex(UserError, "in force"):
            self.plan.with_user(self.rep).unlink()

    def test_who_sees_a_plan(self):
        for person in (self.rep, self.leader, self.head, self.manager, self.administrator):
            with self.subTest(person=person.login):
                self.assertTrue(self.plan.with_user(person).date_from)
        for person in (self.colleague, self.rep_beside, self.foreigner, self.portal, self.public):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                self.plan.with_user(person).read(["date_from"])
        for person in (self.colleague, self.foreigner, self.portal):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                self.plan.with_user(person).action_plan()
