from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..planning.visits.due.agenda import clock_time, moment_of
from .test_crm_visit_replan import ReplanCommon


@tagged("-at_install", "post_install")
class TestReplanFreeHalfDays(ReplanCommon):
    """The week is full but for a half-day left free, and the rep is sick on Tuesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write({"free_half_days": 2, "most_visits": 2})
        everybody = cls.customers | cls.more | cls.customer
        everybody.customer_status_id.write({"visit_minutes": 135})

    def setUp(self):
        super().setUp()
        self._publish()
        self.tuesday = self.monday + timedelta(days=1)
        self.assertEqual(len(self._on(self.tuesday)), 2)
        self.free = self.plan._prepare_standing(self.env["crm.visit"]).free
        self.assertEqual(len(self.free), 2, "half-days are left free")
        # who waits does not come instead of whoever loses his time
        waiting = self.plan.visit_ids.filtered(lambda one: not one.start)
        waiting.with_user(self.rep).action_cancel()
        self.as_rep = self.plan.with_user(self.rep)

    def _on(self, day):
        return self.plan.visit_ids.filtered(lambda one: one.start and one.window_from == day)

    def _meet(self, day):
        """Enter a meeting that takes the whole day."""
        zone = self.rep._get_clock()
        self.env["calendar.event"].with_user(self.rep).create(
            {
                "name": "In the office",
                "start": moment_of(day, 6 * 3600, zone),
                "stop": moment_of(day, 22 * 3600, zone),
            }
        )

    def _sick(self):
        return self._proposal(self.as_rep.action_day_off(self.tuesday)).with_user(self.rep)

    def _uses(self, proposal):
        """Return the lines that lie in a half-day left free until now."""
        zone = self.rep._get_clock()

        def is_free(line):
            day, start = clock_time(line.after, zone)
            return day in self.free and self.free[day].start <= start

        return proposal.line_ids.filtered("after").filtered(is_free)

    def test_they_stay_free_and_are_offered(self):
        proposal = self._sick()
        self.assertFalse(self._uses(proposal))
        self.assertTrue(proposal.left_out_count and proposal.can_use_free)
        self.assertIn(f"no time: {proposal.left_out_count}.", proposal.free_sentence)
        before = proposal.left_out_count
        proposal.action_use_free()
        used = self._uses(proposal)
        self.assertTrue(used and proposal.uses_free and not proposal.can_use_free)
        self.assertLess(proposal.left_out_count, before)
        for line in used:
            self.assertIn("uses the free half-day of", line.reason)
        others = proposal.line_ids - used
        self.assertFalse([one for one in others if "half-day" in one.reason])
        proposal.action_apply()
        self.assertEqual(used.visit_id.mapped("start"), used.mapped("after"))
        self.assertFalse(proposal.can_use_free)
        with self.assertRaisesRegex(UserError, "decided on already"):
            proposal.action_keep_free()

    def test_no_more_of_them_than_it_takes(self):
        hit = self._on(self.tuesday)
        for visit in hit[1:]:
            visit.with_user(self.rep).action_cancel()
        proposal = self._sick()
        self.assertEqual(proposal.left_out_count, 1)
        proposal.action_use_free()
        self.assertEqual(proposal.left_out_count, 0)
        self.assertEqual(len(proposal.free_days), 1, "the other one stays free")

    def test_they_may_stay_free_after_all(self):
        proposal = self._sick()
        first = proposal.line_ids.mapped(lambda one: (one.visit_id.id, one.change, one.after))
        proposal.action_use_free()
        proposal.action_keep_free()
        again = proposal.line_ids.mapped(lambda one: (one.visit_id.id, one.change, one.after))
        self.assertEqual(again, first)
        self.assertTrue(proposal.can_use_free)

    def test_an_urgent_visit_may_have_one(self):
        self.plan.visit_ids.filtered("start").is_frozen = True
        new = self.env["res.partner"].create(
            {
                "name": "Urgent",
                "is_company": True,
                "is_sales_customer": True,
                "partner_latitude": 48.14,
                "partner_longitude": 11.58,
            }
        )
        proposal = self._proposal(self.as_rep.action_urgent_visit(new.id, False, 120))
        proposal = proposal.with_user(self.rep)
        self.assertEqual((proposal.left_out_count, proposal.can_use_free), (1, True))
        self.assertFalse(proposal.line_ids)
        proposal.action_use_free()
        self.assertEqual(proposal.line_ids.partner_id, new)
        self.assertEqual(self._uses(proposal), proposal.line_ids)

    def test_where_they_do_not_help_they_stay_free(self):
        proposal = self._sick()
        for day in self.free:
            self._meet(day)
        self.assertTrue(proposal.can_use_free)
        with self.assertRaisesRegex(UserError, "do not help"):
            proposal.action_use_free()
        self.plan.free_half_days = 0
        with self.assertRaisesRegex(UserError, "leaves no half-day free"):
            proposal.action_use_free()

    def test_what_is_bound_to_the_day_needs_none(self):
        hit = self._on(self.tuesday)
        route = self.env["crm.route"].create(
            {"name": "Coast", "user_id": self.rep.id, "weekday": "1", "date_from": self.monday}
        )
        hit.write({"route_id": route.id, "window_to": self.tuesday})
        proposal = self._sick()
        self.assertEqual(set(proposal.line_ids.mapped("change")), {"dropped"})
        self.assertEqual((proposal.left_out_count, proposal.can_use_free), (0, False))
        self.assertEqual(set(proposal.line_ids.mapped("cause")), {"no_hours"})
        self.assertIn("The fixed route Coast goes on that day alone", proposal.line_ids[0].reason)

    def test_in_the_planner(self):
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        cause = {"kind": "day_off", "day": str(self.tuesday)}
        told = Plan.start_replan(self.rep.id, str(self.monday), cause)
        self.assertTrue(told["free"]["can_use"])
        used = Plan.use_free_half_days(told["id"], True)
        self.assertEqual(used["id"], told["id"])
        self.assertTrue(used["free"]["uses"])
        self.assertTrue([line for line in used["lines"] if "half-day" in line["reason"]])
        self.assertTrue(Plan.use_free_half_days(told["id"], False)["free"]["can_use"])
        for person in (self.colleague, self.foreigner, self.portal):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                Plan.with_user(person).use_free_half_days(told["id"], True)
