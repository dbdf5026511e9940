from datetime import date, datetime

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

    def test_colleagues_read_and_only_the_person_and_his_leader_change(self):
        self.assertEqual(self.visit.with_user(self.colleague).purpose, "Agree on the trial")
        with self.assertRaises(AccessError):
            self.visit.with_user(self.colleague).purpose = "Mine"
        for person in (self.rep, self.leader, self.manager):
            self.visit.with_user(person).purpose = person.name
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.visit.with_user(person).read(["purpose"])
