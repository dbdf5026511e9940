from datetime import date

import psycopg2
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_crm_customer_status import CustomerCommon


class TerritoryCommon(CustomerCommon):
    """Region North: Zone Harbour, which the rep owns, and Zone Hills, the colleague's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Territory = cls.env["crm.territory"]
        cls.region = Territory.create({"name": "Region North", "code": "N"})
        cls.zone, cls.zone_beside = Territory.create(
            [
                {"name": "Zone Harbour", "code": "N1", "parent_id": cls.region.id},
                {"name": "Zone Hills", "code": "N2", "parent_id": cls.region.id},
            ]
        )
        cls.ownership, cls.ownership_beside = cls.env["crm.territory.assignment"].create(
            [
                {
                    "territory_id": zone.id,
                    "user_id": person.id,
                    "role": "owner",
                    "date_from": date(2026, 1, 1),
                }
                for zone, person in ((cls.zone, cls.rep), (cls.zone_beside, cls.colleague))
            ]
        )


@tagged("-at_install", "post_install")
class TestTerritory(TerritoryCommon):
    def test_a_tree_says_where_a_zone_lies(self):
        self.assertEqual(self.zone.complete_name, "Region North / Zone Harbour")
        self.assertTrue(self.zone.is_zone)
        self.assertFalse(self.region.is_zone)
        zones = self.env["crm.territory"].search([("is_zone", "=", True)])
        self.assertIn(self.zone, zones)
        self.assertNotIn(self.region, zones)

    def test_no_territory_is_part_of_itself(self):
        with self.assertRaisesRegex(ValidationError, "Region North"):
            self.region.parent_id = self.zone

    def test_a_region_keeps_the_company_of_its_zones(self):
        company = self.env.company
        with self.assertRaisesRegex(ValidationError, "Region North.*Zone Harbour"):
            self.region.company_id = company
        (self.zone | self.zone_beside).company_id = company
        self.zone_beside.active = False
        self.region.company_id = company
        with self.assertRaisesRegex(ValidationError, "Zone Harbour.*same company"):
            self.zone.company_id = self.other_company
        with self.assertRaisesRegex(ValidationError, "Region North.*a part of it"):
            self.region.company_id = self.other_company
        self.region.company_id = False
        (self.zone | self.zone_beside).company_id = self.other_company
        self.region.company_id = self.other_company

    def test_two_owners_on_one_day_are_impossible_in_the_database(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ExclusionViolation):
            self.env.cr.execute(
                """INSERT INTO crm_territory_assignment (territory_id, user_id, role, date_from)
                VALUES (%s, %s, 'owner', '2026-06-01')""",
                [self.zone.id, self.colleague.id],
            )

    def test_managers_cut_the_market_and_reps_read_it(self):
        zone = self.zone.with_user(self.manager)
        zone.name = "Zone Port"
        self.assertEqual(self.zone.with_user(self.rep).name, "Zone Port")
        for person in (self.rep, self.leader):
            with self.assertRaises(AccessError):
                self.zone.with_user(person).name = "Mine"
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.zone.with_user(person).read(["name"])
