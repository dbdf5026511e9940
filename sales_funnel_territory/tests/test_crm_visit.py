from datetime import date, datetime, timedelta

from lxml import etree
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_territory import TerritoryCommon


class VisitCommon(TerritoryCommon):
    """The rep plans one visit of the customer: Tuesday, 8 December 2026, 9 o'clock UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.env["crm.visit"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.rep.id,
                "window_from": date(2026, 12, 8),
                "start": datetime(2026, 12, 8, 9),
                "duration": 1.5,
                "state": "planned",
                "purpose": "Agree on the trial",
            }
        )


@tagged("-at_install", "post_install")
class TestVisit(VisitCommon):
    def test_a_visit_ends_when_its_time_is_over(self):
        self.assertEqual(self.visit.stop, datetime(2026, 12, 8, 10, 30))
        self.assertEqual(self.visit.window_to, date(2026, 12, 8))
        self.assertEqual(self.visit.display_name, self.customer.display_name)

    def test_visits_are_read_from_today_on_and_then_back(self):
        today = fields.Date.today()
        spans = [(-30, -30), (20, 20), (-2, -2), (-3, 4), (0, 0), (1, 5)]
        visits = self.env["crm.visit"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "user_id": self.rep.id,
                    "window_from": today + timedelta(days=first),
                    "window_to": today + timedelta(days=last),
                }
                for first, last in spans
            ]
        )
        past_a, far, past_b, begun, now, soon = visits
        Visit = self.env["crm.visit"].with_user(self.rep)
        found = Visit.search([("id", "in", visits.ids)], order="nearness, start, sequence")
        self.assertEqual(found.ids, (begun + now + soon + far + past_b + past_a).ids)
        self.assertEqual(found, visits.sorted("nearness").with_user(self.rep))
        for view_type in ("list", "kanban"):
            arch = etree.fromstring(Visit.get_view(view_type=view_type)["arch"])
            self.assertTrue(arch.get("default_order").startswith("nearness"), view_type)

    def test_colleagues_read_and_only_the_person_and_his_leader_change(self):
        self.assertEqual(self.visit.with_user(self.colleague).purpose, "Agree on the trial")
        with self.assertRaises(AccessError):
            self.visit.with_user(self.colleague).purpose = "Mine"
        for person in (self.rep, self.leader, self.manager):
            self.visit.with_user(person).purpose = person.name
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.visit.with_user(person).read(["purpose"])
