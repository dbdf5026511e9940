import os
import time
from datetime import timedelta
from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..planning.visits.run import runner
from .test_crm_visit_plan import VisitPlanCommon

LOGGER = "odoo.addons.sales_funnel_territory.models.visit.plan.crm_visit_run"


@tagged("-at_install", "post_install")
class TestVisitPlanRun(VisitPlanCommon):
    """The search is a process of its own; nothing is lost when it dies."""

    def test_two_searches_for_one_person_are_impossible(self):
        self.plan.write({"seconds_limit": 60, "iterations_limit": 0})
        self.plan.with_user(self.rep).action_plan()
        other = self._create_plan(date_from=self.monday + timedelta(days=7))
        with self.assertRaisesRegex(UserError, "is being planned for already"):
            other.with_user(self.rep).action_plan()
        with self.assertRaisesRegex(UserError, "is being planned"):
            self.plan.with_user(self.rep).action_submit()
        self.plan.with_user(self.rep).action_cancel_run()
        found = self._wait(self.plan)
        self.assertEqual(found["state"], "cancelled")
        self.assertEqual(self.plan.run_stopped, "cancelled")
        self._check_nobody_is_lost(self.plan)
        other.with_user(self.rep).action_plan()
        self.assertIn(self._wait(other)["state"], ("done",))

    def test_searches_of_many_wait_for_their_turn(self):
        self._allow_searches(1)
        self.plan.write({"seconds_limit": 60, "iterations_limit": 0})
        self.plan.with_user(self.rep).action_plan()
        second, third = (
            self._create_plan(user_id=person.id) for person in (self.rep_beside, self.colleague)
        )
        (second | third).action_plan()
        self.assertEqual((second | third).last_run_id.mapped("is_waiting"), [True, True])
        self.assertTrue(second.poll_run()["waiting"], "one is at work")
        self.assertFalse(runner.is_running(second.last_run_id._get_folder()))
        self.plan.with_user(self.rep).action_cancel_run()
        self._wait(self.plan)
        self.assertFalse(second.last_run_id.is_waiting, "its turn has come by itself")
        self.assertTrue(third.poll_run()["waiting"])
        third.action_cancel_run()
        self.assertEqual(third.poll_run()["state"], "cancelled")
        self.assertFalse(third.last_run_id._get_folder().exists())
        while (found := second.poll_run())["state"] == "running":
            time.sleep(0.05)
        self.assertEqual(found["state"], "done")
        self.assertEqual(second.planned_count + second.unserved_count, second.due_count)

    def test_a_search_that_was_killed_goes_on(self):
        self.plan.with_user(self.rep).action_plan()
        run = self.plan.last_run_id
        folder = run._get_folder()
        self.assertTrue(runner.kill(folder))
        (folder / "state.json").unlink(missing_ok=True)  # it was killed before its end
        self.assertEqual(self._wait(self.plan)["state"], "done")
        self.assertEqual(run.attempts, 2)
        self._check_nobody_is_lost(self.plan)
        self.assertFalse(folder.exists())

    def test_uninstalling_leaves_no_process_and_no_files(self):
        self.plan.write({"seconds_limit": 60, "iterations_limit": 0})
        self.plan.with_user(self.rep).action_plan()
        folder = self.plan.last_run_id._get_folder()
        self.assertTrue(runner.is_running(folder))
        self.env["crm.visit.run"]._leave_nothing()
        self.assertFalse(runner.is_running(folder))
        self.assertFalse(folder.parent.exists())

    def test_files_that_nobody_follows_are_removed_by_the_job(self):
        Run = self.env["crm.visit.run"]
        self.plan.write({"seconds_limit": 60, "iterations_limit": 0})
        self.plan.with_user(self.rep).action_plan()
        at_work = self.plan.last_run_id._get_folder()
        root = Run._get_root()
        other = self._create_plan(user_id=self.rep_beside.id)
        other.action_plan()
        orphan = other.last_run_id._get_folder()
        runner.kill(orphan)
        other.last_run_id.state = "failed"  # as if the server had been killed at its end
        Run._clear_leftovers()
        self.assertTrue(orphan.exists(), "it is young: its row may be on its way")
        for folder in (at_work, orphan):
            os.utime(folder, (0, 0))
        self.env["crm.funnel.job"]._job_visit_plans()
        self.assertFalse(orphan.exists())
        self.assertTrue(at_work.exists() and runner.is_running(at_work))
        self.assertEqual(at_work.parent, root)
        self.plan.with_user(self.rep).action_cancel_run()
        self._wait(self.plan)

    def test_a_search_whose_files_are_gone_ends_with_a_sentence(self):
        self.plan.with_user(self.rep).action_plan()
        folder = self.plan.last_run_id._get_folder()
        runner.kill(folder)
        for file in folder.iterdir():
            file.unlink()
        self.assertEqual(self._wait(self.plan)["state"], "failed")
        self.assertIn("Plan again", self.plan.run_error)
        self._run()
        self.assertEqual(self.plan.run_state, "done")

    def test_the_scheduled_action_applies_what_was_found(self):
        self.plan.with_user(self.rep).action_plan()
        folder = self.plan.last_run_id._get_folder()
        while runner.is_running(folder):
            pass
        self.env["crm.visit.run"].search([("state", "=", "running")])._follow()
        self.assertEqual(self.plan.run_state, "done")
        self._check_nobody_is_lost(self.plan)

    def test_what_cannot_be_applied_keeps_no_other_one_waiting(self):
        Plan = self.env.registry["crm.visit.plan"]
        apply, broken = Plan._apply_solution, self.plan

        def apply_some(plan, *args):
            if plan == broken:
                raise UserError(plan.env._("This customer is gone."))
            return apply(plan, *args)

        self.patch(Plan, "_apply_solution", apply_some)
        other = self._create_plan(user_id=self.rep_beside.id)
        for plan in (other, broken):
            plan.action_plan()
        for plan in (other, broken):
            while runner.is_running(plan.last_run_id._get_folder()):
                time.sleep(0.05)
        with mute_logger(LOGGER):
            for run in (broken | other).last_run_id:
                run._follow_safely()
        self.assertEqual((broken.run_state, broken.run_error), ("failed", "This customer is gone."))
        self.assertEqual(other.run_state, "done")

    def test_the_same_seed_gives_the_same_plan(self):
        self._run()
        first = {(one.partner_id, one.start) for one in self.plan.visit_ids}
        self._run()
        self.assertEqual({(one.partner_id, one.start) for one in self.plan.visit_ids}, first)

    def _check_nobody_is_lost(self, plan):
        self.assertEqual(plan.planned_count + plan.unserved_count, plan.due_count)
        self.assertEqual(len(plan.shortfall_ids), plan.unserved_count)
        everybody = plan.visit_ids.partner_id | plan.shortfall_ids.partner_id
        self.assertEqual(set(everybody), set(self.customers | self.customer))


@tagged("-at_install", "post_install")
class TestVisitPlanOverload(VisitPlanCommon):
    """More is due than fits: that is told first, and ways out are offered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        random = Random(6)
        cls.many = cls.env["res.partner"].create(
            [
                {
                    "name": f"Many {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": 48.14 + random.uniform(-0.2, 0.2),
                    "partner_longitude": 11.58 + random.uniform(-0.3, 0.3),
                }
                for number in range(40)
            ]
        )
        cls.many.customer_status_id.write({"visit_number": 1, "visit_unit": "week"})

    def test_it_is_told_first_and_ways_out_are_offered(self):
        plan = self.plan.with_user(self.rep)
        plan.action_check()
        self.assertEqual(plan.verdict, "short")
        told = plan.feasibility
        self.assertGreater(told["total"]["needed"], told["total"]["available"])
        self.assertEqual(
            {one["policy"] for one in told["short"]},
            {
                "worth",
                "proportional",
                "interval",
            },
        )
        for one in told["short"]:
            self.assertEqual(one["count"], len(one["customers"]))
            self.assertEqual(one["visits"], sum(row["visits"] for row in one["customers"]))
        ways = {one["way"]: one for one in told["ways"]}
        self.assertEqual((ways["half_days"]["number"], ways["half_days"]["suffices"]), (1, False))
        self.assertEqual(set(ways), {"half_days", "longer_intervals", "hand_over", "drop"})
        self.assertFalse(plan.visit_ids, "nothing is planned yet")
        plan.choose_way_out("drop")
        self.assertEqual(set(plan.dropped_ids.ids), set(ways["drop"]["customers"]))
        self.assertLess(plan.feasibility["total"]["needed"], told["total"]["needed"])
        self.assertEqual(plan.feasibility["due"], told["due"], "they are due all the same")
        self._run()
        causes = self.plan.shortfall_ids.filtered(lambda one: one.cause == "dropped")
        self.assertEqual(set(causes.partner_id), set(plan.dropped_ids))
        self.assertEqual(plan.planned_count + plan.unserved_count, plan.due_count)

    def test_who_cannot_be_visited_at_all_is_told_with_it(self):
        self.many[0].write({"partner_latitude": 54.5, "partner_longitude": 13.4})
        plan = self.plan.with_user(self.rep)
        plan.action_check()
        self.assertRegex(plan.feasibility_told["refused"], r"at all: 1 \(Too far for a day: 1\)")
        plan.dropped_ids = self.many[1]
        plan.action_check()
        self.assertIn("at all: 1 (", plan.feasibility_told["refused"], "left out is no surprise")

    def test_other_ways_out(self):
        plan = self.plan.with_user(self.rep)
        plan.action_check()
        needed = plan.feasibility["total"]["needed"]
        available = plan.feasibility["total"]["available"]
        plan.choose_way_out("half_days")
        self.assertEqual(plan.free_half_days, 0)
        self.assertGreater(plan.feasibility["total"]["available"], available)
        ways = {one["way"]: one for one in plan.feasibility["ways"]}
        self.assertFalse(ways["half_days"]["is_possible"], "none is left free by now")
        plan.choose_way_out("longer_intervals")
        self.assertGreater(plan.interval_factor, 1)
        self.assertLess(plan.feasibility["total"]["needed"], needed)
        with self.assertRaisesRegex(UserError, "has changed since"):
            plan.choose_way_out("magic")
        action = plan.choose_way_out("hand_over") if plan.verdict == "short" else None
        if action:
            self.assertEqual(action["res_model"], "res.partner")

    def test_planned_and_unserved_are_due_whatever_is_asked(self):
        random = Random(8)
        for number in range(4):
            statuses = self.many.customer_status_id
            for status in statuses:
                hour = random.choice((0.0, 8.0, 13.0, 16.5))
                status.write(
                    {
                        "hour_from": hour,
                        "hour_to": random.choice((hour + 0.5, 24.0)),
                        "visit_number": random.choice((1, 2, 5)),
                        "is_open_monday": random.random() < 0.7,
                    }
                )
            self.plan.write(
                {
                    "free_half_days": random.randint(0, 4),
                    "most_visits": random.choice((0, 3)),
                    "iterations_limit": 50,
                    "seed": number,
                }
            )
            self._run()
            with self.subTest(number=number):
                plan = self.plan
                self.assertEqual(plan.planned_count + plan.unserved_count, plan.due_count)
                self.assertEqual(len(plan.visit_ids), plan.planned_count)
                self.assertEqual(len(plan.shortfall_ids), plan.unserved_count)


@tagged("-at_install", "post_install")
class TestVisitPlanLevels(VisitPlanCommon):
    """Quarter, month, week: each follows the one above."""

    def test_a_week_follows_its_month_and_that_its_quarter(self):
        first = self.monday.replace(day=1) + timedelta(days=62)
        first = first.replace(day=1)
        self.customers.customer_status_id.write({"visit_number": 2, "visit_unit": "month"})
        quarter = self._create_plan(kind="quarter", date_from=first)
        self._run(quarter)
        self.assertFalse(any(quarter.visit_ids.mapped("start")))
        self.assertEqual(set(quarter.visit_ids.mapped("state")), {"proposed"})
        due = len(quarter.visit_ids)
        month = self._create_plan(kind="month", date_from=first)
        self.assertEqual(month.parent_id, quarter)
        self._run(month)
        taken = month.visit_ids.filtered("upper_plan_id")
        self.assertEqual(taken.upper_plan_id, quarter)
        for visit in taken:
            self.assertTrue(visit.upper_from <= visit.window_from <= visit.upper_to)
            self.assertLess((visit.window_to - visit.window_from).days, 7)
        self.assertEqual(len(quarter.visit_ids) + len(taken), due, "nothing is there twice")
        monday = first + timedelta(days=7 + (7 - first.weekday()) % 7)
        week = self._create_plan(date_from=monday)
        self.assertEqual(week.parent_id, month)
        self._run(week)
        own = week.visit_ids.filtered("upper_plan_id")
        self.assertTrue(own)
        for visit in own:
            self.assertTrue(visit.start)
            self.assertTrue(visit.upper_from <= visit.window_from <= visit.upper_to)
            self.assertFalse(visit.plan_change)
        for visit in week.visit_ids - own:
            self.assertEqual(visit.plan_change, "added")
        moved = own[0]
        moved.start += timedelta(days=14)
        moved.window_from += timedelta(days=14)
        self.assertEqual(moved.plan_change, "moved")
        number = len(own)
        week.with_user(self.rep).unlink()
        self.assertEqual(len(own.exists()), number, "they wait in the month again")
        self.assertEqual(own.plan_id, month)
        self.assertFalse(any(own.mapped("start")))
