from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import file_path

from .test_crm_customer_access import NarrowCommon
from .test_crm_visit import VisitCommon
from .test_crm_visit_event import SOON

SCRIPT = "sales_funnel_territory/migrations/19.0.1.5.0/post-narrow-view.py"


@tagged("-at_install", "post_install")
class TestVisitAround(VisitCommon):
    """What else knows of visits: merges, hand-overs, the timeline, the customer's form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Bob Buyer", "parent_id": cls.customer.id}
        )
        cls.visit.write({"start": SOON, "contact_ids": [fields.Command.set(cls.buyer.ids)]})
        cls.past = cls.visit.copy(
            {"start": datetime(2026, 3, 3, 9), "state": "done", "purpose": "First talk"}
        )
        cls.env.cr.flush()

    def _merge(self, target, source):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((target | source).ids, target)
        self.env.cr.flush()
        self.env.invalidate_all()

    def test_merged_customers_have_the_visits_of_both(self):
        double = self.env["res.partner"].create(
            {"name": "Hale Tools Ltd", "is_company": True, "is_sales_customer": True}
        )
        person = self.env["res.partner"].create({"name": "R. Buyer", "parent_id": double.id})
        theirs = self.visit.copy({"partner_id": double.id, "start": datetime(2026, 4, 1, 9)})
        theirs.write({"state": "done", "contact_ids": [fields.Command.set(person.ids)]})
        self.env.cr.flush()
        self._merge(self.customer, double)
        self.assertEqual(self.customer.visit_count, 2)
        self.assertEqual(theirs.partner_id, self.customer)
        self.assertEqual(self.status.last_visit_on, datetime(2026, 4, 1, 10, 30))
        self._merge(self.buyer, person)
        self.assertEqual(theirs.contact_ids, self.buyer)

    def test_merged_opportunities_keep_their_visits(self):
        one, two = (self._create_lead(self.stage_in, name=name) for name in ("One", "Two"))
        self.visit.opportunity_ids = two
        self.past.opportunity_ids = one | two
        head = (one | two).merge_opportunity()
        self.assertEqual(self.visit.opportunity_ids, head)
        self.assertEqual(self.past.opportunity_ids, head)
        self.assertEqual(head.visit_count, 1)
        self.assertEqual(head.next_visit_planned, SOON)

    def test_the_customer_shows_the_next_visit(self):
        customer = self.customer.with_user(self.rep)
        self.assertEqual(customer.next_visit_planned, SOON)
        self.assertEqual(customer.visit_count, 1)
        Partner = self.env["res.partner"].with_user(self.rep)
        for domain, is_found in (
            ([("next_visit_planned", "=", False)], False),
            ([("next_visit_planned", "!=", False)], True),
            ([("next_visit_planned", "<", SOON + timedelta(days=1))], True),
            ([("next_visit_planned", ">=", SOON + timedelta(days=1))], False),
        ):
            found = Partner.search([("id", "=", customer.id), *domain])
            self.assertEqual(bool(found), is_found, domain)
        self.visit.state = "cancelled"
        self.assertFalse(customer.next_visit_planned)
        action = customer.action_open_visits()
        found = self.env["crm.visit"].search(action["domain"])
        self.assertEqual(found, self.past | self.visit)

    def test_visits_stand_in_the_timeline(self):
        page = self.customer.with_user(self.rep).get_customer_timeline(["visit"])
        [entry] = page["entries"]
        self.assertEqual(entry["title"], "First talk")
        self.assertEqual(entry["people"], "Bob Buyer")
        self.past.write({"state": "missed", "missed_reason": "Nobody was there"})
        page = self.customer.with_user(self.rep).get_customer_timeline(["visit"], self.buyer.id)
        self.assertIn("Nobody was there", page["entries"][0]["text"])

    def test_open_visits_go_along_in_a_hand_over(self):
        self.visit._publish_events()
        event = self.visit.event_id
        handover = (
            self.env["crm.handover"]
            .with_user(self.manager)
            .create(
                {
                    "from_user_id": self.rep.id,
                    "to_user_id": self.colleague.id,
                    "reason": "Leaves in May",
                }
            )
        )
        handover.action_preview()
        found = handover.item_ids.filtered(lambda item: item.kind == "visit")
        self.assertEqual(found.mapped("res_id"), self.visit.ids)
        handover.action_apply()
        self.assertEqual(self.visit.user_id, self.colleague)
        self.assertEqual(self.past.user_id, self.rep)
        self.assertEqual(event.user_id, self.colleague)
        self.assertEqual(event.partner_ids, self.colleague.partner_id)
        handover.action_undo()
        self.assertEqual(self.visit.user_id, self.rep)

    def test_visits_follow_the_responsible_that_the_territory_sets(self):
        changes = {self.customer.id: (self.rep.id, self.colleague.id)}
        frozen = self.visit.copy({"is_frozen": True, "start": SOON + timedelta(days=7)})
        self.env["res.partner"]._after_responsible_changes(changes)
        self.assertEqual(self.visit.user_id, self.colleague)
        self.assertEqual((self.visit.state, self.visit.start), ("proposed", False))
        self.assertEqual(frozen.user_id, self.rep)
        self.assertEqual(self.past.user_id, self.rep)

    def test_who_asks_what_is_held_about_him_sees_where_he_was_met(self):
        data = self.env["crm.personal.data"]._find_ours(self.buyer.ids, [], "Bob Buyer")
        self.assertLessEqual({self.visit.id, self.past.id}, set(data["crm.visit"]))
        self.visit.purpose = "Ask Bob Buyer about the gate"
        self.env["crm.personal.data"]._erase_person(self.buyer.ids, [], "Bob Buyer")
        self.assertEqual(self.visit.purpose, "Ask Erased person about the gate")

    def test_colleagues_in_other_companies_and_outside_see_nothing(self):
        self.assertFalse(
            self.env["crm.visit"].with_user(self.foreigner).search([("id", "=", self.visit.id)])
        )
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["crm.visit"].with_user(person).search([])
        clerk = new_test_user(self.env, "sft_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.visit.with_user(clerk).read(["purpose"])
        # whoever is not in sales works with calendar and contacts as ever
        event = (
            self.env["calendar.event"]
            .with_user(clerk)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Service",
                    "start": SOON,
                    "stop": SOON + timedelta(hours=1),
                    "partner_ids": [fields.Command.set((clerk.partner_id | self.buyer).ids)],
                }
            )
        )
        self.env.cr.flush()
        self.assertFalse(self.env["crm.visit"].search([("event_id", "=", event.id)]))
        event.start = SOON + timedelta(minutes=10)
        event.unlink()
        self.env.cr.flush()

    def test_who_may_do_what_with_a_visit(self):
        beside = self.visit.with_user(self.rep_beside)
        self.assertTrue(beside.purpose)
        self.assertFalse(beside.may_decide)
        for step in ("action_confirm", "action_cancel", "action_check_in"):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(beside, step)()
        for person in (self.rep, self.leader, self.head, self.manager, self.administrator):
            self.assertTrue(self.visit.with_user(person).may_decide, person.name)
        self.visit.with_user(self.leader).action_confirm()
        self.visit.with_user(self.rep).action_cancel()
        self.visit.with_user(self.manager).action_plan()

    def test_an_unrelated_event_costs_no_look_at_visits(self):
        """A few queries for a whole transaction, however many events there are."""
        values = {
            "name": "Desk",
            "start": SOON,
            "stop": SOON + timedelta(hours=1),
            "user_id": self.rep.id,
            "partner_ids": [fields.Command.set(self.rep.partner_id.ids)],
        }
        Event = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        Event.create([dict(values) for _ in range(3)])
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.env.cr.flush()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 6)


@tagged("-at_install", "post_install")
class TestVisitNarrowView(NarrowCommon):
    """Where the narrow view is on, who has a visit sees whom he visits."""

    def test_who_holds_a_visit_sees_the_customer_until_it_is_called_off(self):
        self._switch()
        self.assertFalse(self._sees(self.rep_beside, self.beside))
        visit = self.env["crm.visit"].create(
            {
                "partner_id": self.beside.id,
                "user_id": self.colleague.id,
                "window_from": date(2026, 12, 8),
                "companion_ids": [fields.Command.set(self.rep_beside.ids)],
            }
        )
        self._settle()
        self.assertEqual(self._sees(self.rep_beside, self.beside), self.beside)
        self.assertFalse(
            self.env["crm.visit"].with_user(self.rep).search([("id", "=", visit.id)]),
            "whose customer one does not see, his visits neither",
        )
        visit.state = "cancelled"
        self._settle()
        self.assertFalse(self._sees(self.rep_beside, self.beside))

    def test_ones_own_visit_stays_legible_and_is_called_off(self):
        self._switch()
        visit = self.env["crm.visit"].create(
            {"partner_id": self.beside.id, "user_id": self.rep.id, "start": SOON}
        )
        visit._publish_events()
        visit.write({"origin": "appointment", "is_event_lost": True})
        self._settle()
        self.assertFalse(self._sees(self.rep, self.beside))
        mine = visit.with_user(self.rep)
        self.assertEqual(mine.display_name, "Bell Works")
        mine.web_read({"partner_id": {"fields": {"display_name": {}}}, "customer_class_id": {}})
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        week = Plan.get_planner_data(day=str(SOON.date()))
        self.assertFalse(week["visits"], "the planner opens, and tells nothing of the customer")
        mine.action_cancel()
        self.assertEqual(visit.state, "cancelled")

    def test_updating_narrows_what_is_new(self):
        self._switch()
        rule = self.env.ref("sales_funnel_territory.crm_visit_rule_narrow_view")
        rule.active = False
        self.env.flush_all()
        script = load_script(file_path(SCRIPT), "post_narrow_view")
        script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertTrue(rule.active)
