from datetime import datetime, time, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.visit.plan import crm_visit_replan_propose
from ..planning.visits.limits import Limits
from .test_crm_visit_plan import VisitPlanCommon


class ReplanCommon(VisitPlanCommon):
    """The rep's week is published; something comes between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.more = cls.env["res.partner"].create(
            [
                {
                    "name": f"Near {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": 48.1 + number / 100,
                    "partner_longitude": 11.5,
                }
                for number in range(8)
            ]
        )
        cls.more.customer_status_id.write({"visit_number": 1, "visit_unit": "week"})

    def setUp(self):
        super().setUp()
        limits = Limits(iterations=300, seconds=20)
        self.startPatcher(patch.object(crm_visit_replan_propose, "LIMITS", limits))

    def _publish(self, plan=None):
        plan = plan or self.plan
        self._run(plan)
        plan.sudo().state = "approved"
        plan.with_user(plan.user_id).action_publish()

    def _let_stand_in(self, colleague):
        """Enter somebody as backup in the zone of all customers."""
        self.env["crm.territory.assignment"].create(
            {
                "territory_id": self.zone.id,
                "user_id": colleague.id,
                "role": "backup",
                "date_from": self.monday,
            }
        )
        self.env["crm.territory.membership"].search([]).unlink()
        everybody = self.customers | self.more | self.customer
        everybody.write({"territory_id": self.zone.id})
        self._place(colleague.partner_id, 48.13, 11.57)

    def _proposal(self, action):
        self.assertEqual(action["res_model"], "crm.visit.replan")
        return self.env["crm.visit.replan"].browse(action["res_id"])


@tagged("-at_install", "post_install")
class TestVisitReplan(ReplanCommon):
    def test_sick_on_tuesday(self):
        self._publish()
        tuesday = self.monday + timedelta(days=1)
        hit = self.plan.visit_ids.filtered(lambda one: one.window_from == tuesday)
        self.assertTrue(hit)
        others = self.plan.visit_ids - hit
        others[0].is_frozen = True
        before = {one: one.start for one in others}
        proposal = self._proposal(self.plan.with_user(self.rep).action_day_off(tuesday))
        self.assertEqual({one: one.start for one in others}, before, "nothing has changed yet")
        lines = proposal.line_ids
        self.assertTrue(all(lines.mapped("reason")))
        self.assertLessEqual(set(hit), set(lines.visit_id))
        changed = lines.visit_id - hit
        self.assertGreater(len(others), 5, "enough to tell a share")
        self.assertLess(len(changed), 0.2 * len(others))
        self.assertNotIn(others[0], lines.visit_id)
        proposal.with_user(self.rep).action_apply()
        left = self.plan.visit_ids.filtered(lambda one: one.start and one.window_from == tuesday)
        self.assertFalse(left)
        for line in lines:
            if line.change == "dropped":
                self.assertIn(line.visit_id, self.plan.shortfall_ids.visit_id)
            else:
                self.assertEqual(line.visit_id.start, line.after)
                self.assertEqual(line.visit_id.event_id.start, line.after, "the calendar follows")
        with self.assertRaisesRegex(UserError, "decided on already"):
            proposal.with_user(self.rep).action_apply()

    def test_the_planner_asks_for_a_proposal_and_takes_some_of_it(self):
        self._publish()
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        cause = {"kind": "day_off", "day": str(self.plan.visit_ids[0].window_from)}
        told = Plan.start_replan(self.rep.id, str(self.monday), cause)
        self.assertTrue(told["lines"] and all(one["reason"] for one in told["lines"]))
        known = ("moved", "retimed", "dropped", "added")
        self.assertTrue(all(one["kind"] in known for one in told["lines"]))
        first, *rest = told["lines"]
        kept = self.env["crm.visit.replan.line"].browse(first["id"]).visit_id
        before = kept.start
        Plan.apply_replan(told["id"], [one["id"] for one in rest])
        self.assertEqual(kept.start, before)
        with self.assertRaises(AccessError):
            self.env["crm.visit.plan"].with_user(self.foreigner).apply_replan(told["id"])

    def test_due_visits_are_planned_from_the_planner(self):
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        told = Plan.plan_due(self.rep.id, str(self.monday), str(self.plan.date_to))
        self.assertEqual(told["plan_id"], self.plan.id)
        self._wait(self.plan)
        self.assertTrue(self.plan.visit_ids)

    def test_line_by_line(self):
        self._publish()
        day = self.plan.visit_ids[0].window_from
        proposal = self._proposal(self.plan.with_user(self.rep).action_day_off(day))
        line = proposal.line_ids[0]
        line.with_user(self.rep).is_accepted = False
        before = line.visit_id.start
        proposal.with_user(self.rep).action_apply()
        self.assertEqual(line.visit_id.start, before)

    def test_a_cancelled_visit_moves_nobody(self):
        self._publish()
        visit = self.plan.visit_ids[0]
        plan = self.plan.with_user(self.rep)
        proposal = self._proposal(plan.action_visit_cancelled(visit.id))
        line = proposal.line_ids.filtered(lambda one: one.visit_id == visit)
        self.assertEqual(line.change, "dropped")
        proposal.with_user(self.rep).action_apply()
        self.assertEqual(visit.state, "cancelled")
        self.assertFalse(visit.event_id)

    def test_an_urgent_visit_takes_the_time_agreed_on(self):
        self._publish()
        new = self.env["res.partner"].create(
            {
                "name": "Urgent",
                "is_company": True,
                "is_sales_customer": True,
                "partner_latitude": 48.14,
                "partner_longitude": 11.58,
            }
        )
        plan = self.plan.with_user(self.rep)
        proposal = self._proposal(plan.action_urgent_visit(new.id))
        line = proposal.line_ids.filtered(lambda one: one.partner_id == new)
        self.assertEqual(line.change, "added")
        proposal.with_user(self.rep).action_apply()
        self.assertEqual(line.visit_id.start, line.after)
        self.assertTrue(line.visit_id.event_id)
        agreed = datetime.combine(self.monday + timedelta(days=3), time(9))
        self._proposal(plan.action_urgent_visit(new.id, agreed)).with_user(self.rep).action_apply()
        visits = self.env["crm.visit"].search([("partner_id", "=", new.id)])
        self.assertIn(agreed, visits.mapped("start"))

    def test_whoever_is_there_makes_room_for_an_urgent_visit(self):
        self._publish()
        there = self.plan.visit_ids.filtered(lambda one: one.start and not one.is_frozen)[0]
        new = self.env["res.partner"].create(
            {
                "name": "Urgent",
                "is_company": True,
                "is_sales_customer": True,
                "partner_latitude": 48.14,
                "partner_longitude": 11.58,
            }
        )
        plan = self.plan.with_user(self.rep)
        proposal = self._proposal(plan.action_urgent_visit(new.id, there.start))
        changes = {line.visit_id: line.change for line in proposal.line_ids}
        self.assertIn(changes.get(there), ("moved", "retimed", "dropped"))
        urgent = proposal.line_ids.filtered(lambda one: one.partner_id == new)
        self.assertEqual((urgent.change, urgent.after), ("added", there.start))

    def test_no_customer_is_mailed(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        self._publish()
        self.plan.with_user(self.rep).action_unpublish()
        self.plan.with_user(self.rep).action_publish()
        plan = self.plan.with_user(self.rep)
        day = self.plan.visit_ids[0].window_from
        self._proposal(plan.action_day_off(day)).with_user(self.rep).action_apply()
        visit = self.plan.visit_ids.filtered("start")[0]
        self._proposal(plan.action_visit_cancelled(visit.id)).with_user(self.rep).action_apply()
        self.env.flush_all()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)

    def test_a_backup_takes_over(self):
        self._let_stand_in(self.colleague)
        self._publish()
        visits = self.plan.visit_ids
        long = visits[:1]
        long.duration = 20
        with self.assertRaises(AccessError):
            self.plan.with_user(self.rep).action_give_to_backup()
        proposal = self._proposal(self.plan.with_user(self.leader).action_give_to_backup())
        self.assertEqual(proposal.plan_id.user_id, self.colleague)
        self.assertEqual(visits.user_id, self.colleague)
        dropped = proposal.line_ids.filtered(lambda line: line.change == "dropped")
        self.assertEqual(dropped.visit_id, long, "whoever takes over is told what finds no time")
        self.assertEqual(set((proposal.line_ids - dropped).mapped("change")), {"added"})
        proposal.with_user(self.leader).action_apply()
        self.assertTrue(all(line.visit_id.start for line in proposal.line_ids - dropped))
        self.assertFalse(long.start)
        self.assertEqual(proposal.plan_id.shortfall_ids.visit_id, long, "and it stays listed")

    def test_who_may_look_and_decide(self):
        self._publish()
        plan = self.plan.with_user(self.rep)
        proposal = self._proposal(plan.action_day_off(self.monday))
        self.assertTrue(proposal.with_user(self.leader).headline)
        for person in (self.colleague, self.foreigner, self.portal, self.public):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                proposal.with_user(person).read(["kind"])
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                proposal.with_user(person).action_apply()
        with self.assertRaises(AccessError):
            self.plan.with_user(self.colleague).action_day_off(self.monday)
        line = proposal.line_ids[:1].with_user(self.rep)
        line.write({"after": datetime.combine(self.monday, time(3))})
        self.assertNotEqual(line.after, datetime.combine(self.monday, time(3)))
