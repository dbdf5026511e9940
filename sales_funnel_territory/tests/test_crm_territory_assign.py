from datetime import timedelta

import psycopg2
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_crm_territory import TerritoryCommon

BOX = {"type": "Polygon", "coordinates": [[[9, 53], [11, 53], [11, 55], [9, 55], [9, 53]]]}


class AssignCommon(TerritoryCommon):
    """Harbour has the postcodes 20 to 22 of Germany, Hills all other Germans but retailers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.germany, cls.france = cls.env.ref("base.de"), cls.env.ref("base.fr")
        cls.retail = cls.env["res.partner.industry"].create({"name": "Shops"})
        others = cls.env["crm.territory"].search([]) - cls.region - cls.zone - cls.zone_beside
        others.active = False  # of the demo
        Rule = cls.env["crm.territory.rule"]
        cls.rule_harbour = Rule.create(
            {
                "territory_id": cls.zone.id,
                "country_ids": [(6, 0, cls.germany.ids)],
                "zip_from": "20",
                "zip_to": "22",
            }
        )
        cls.zone_beside.sequence = 20
        cls.rule_hills, cls.rule_no_shops = Rule.create(
            [
                {"territory_id": cls.zone_beside.id, "country_ids": [(6, 0, cls.germany.ids)]},
                {
                    "territory_id": cls.zone_beside.id,
                    "industry_ids": [(6, 0, cls.retail.ids)],
                    "is_exclude": True,
                },
            ]
        )
        cls.person = cls.env["res.partner"].create({"name": "Paul", "parent_id": cls.customer.id})
        cls.env["crm.territory"]._reassign()
        cls._end()

    @classmethod
    def _end(cls):
        """What happens as a transaction ends."""
        cls.env.cr.flush()
        cls.env.invalidate_all()

    def _move_to(self, postcode, partner=None, **values):
        (partner or self.customer).write({"country_id": self.germany.id, "zip": postcode, **values})
        self._end()

    def _age(self, partner, days=10):
        """As if the customer's membership had begun some days ago."""
        today = self.env["crm.territory"]._get_today()
        self.env.cr.execute(
            """UPDATE crm_territory_membership SET date_from = %s
            WHERE partner_id = %s AND date_to IS NULL""",
            [today - timedelta(days=days), partner.id],
        )
        self.env.invalidate_all()

    def _get_periods(self, partner):
        rows = partner.membership_ids.sorted("date_from")
        return [(row.territory_id, row.date_from, row.date_to, row.reason) for row in rows]


@tagged("-at_install", "post_install")
class TestTerritoryAssign(AssignCommon):
    def test_an_address_decides_and_people_follow(self):
        self.assertFalse(self.customer.territory_id)
        self._move_to("20457")
        self.assertEqual(self.customer.territory_id, self.zone)
        self.assertEqual(self.person.territory_id, self.zone)
        place = self.customer.membership_ids
        self.assertEqual((place.rule_id, place.reason), (self.rule_harbour, "rule"))
        self._move_to("80331")
        self.assertEqual(self.customer.territory_id, self.zone_beside)
        self.assertEqual(self.person.territory_id, self.zone_beside)
        self.assertEqual(len(self.customer.membership_ids), 1, "the same day: replaced")

    def test_a_membership_ends_the_day_before_the_next_begins(self):
        self._move_to("20457")
        self._age(self.customer)
        self._move_to("80331")
        today = self.env["crm.territory"]._get_today()
        self.assertEqual(
            self._get_periods(self.customer),
            [
                (self.zone, today - timedelta(days=10), today - timedelta(days=1), "rule"),
                (self.zone_beside, today, False, "rule"),
            ],
        )

    def test_excluded_is_out(self):
        self._move_to("80331")
        self.customer.industry_id = self.retail
        self._end()
        self.assertFalse(self.customer.territory_id)
        self.assertFalse(self.customer.membership_ids.filtered(lambda one: not one.date_to))
        self.assertFalse(self.person.territory_id)

    def test_a_place_of_its_own_and_who_works_there(self):
        plant = self.env["res.partner"].create(
            {
                "name": "Hale Plant South",
                "is_company": True,
                "type": "other",
                "parent_id": self.customer.id,
                "is_sales_customer": True,
            }
        )
        keeper = self.env["res.partner"].create({"name": "Kit", "parent_id": plant.id})
        self._move_to("20457")
        self._move_to("80331", plant)
        self.assertEqual(plant.territory_id, self.zone_beside)
        self.assertEqual(keeper.territory_id, self.zone_beside)
        self.assertEqual(self.customer.territory_id, self.zone)
        keeper.parent_id = self.customer
        self._end()
        self.assertEqual(keeper.territory_id, self.zone)
        new = self.env["res.partner"].create({"name": "Nia", "parent_id": keeper.id})
        self._end()
        self.assertEqual(new.territory_id, self.zone)

    def test_who_is_no_customer_any_more_has_no_territory(self):
        self._move_to("20457")
        self._age(self.customer)
        self.customer.is_sales_customer = False
        self._end()
        self.assertFalse(self.customer.territory_id or self.person.territory_id)
        self.assertTrue(all(one.date_to for one in self.customer.membership_ids))
        self.customer.is_sales_customer = True
        self._end()
        self.assertEqual(self.customer.territory_id, self.zone)

    def test_the_first_opportunity_makes_a_customer_with_a_territory(self):
        company = self.env["res.partner"].create(
            {
                "name": "Newcomer",
                "is_company": True,
                "country_id": self.germany.id,
                "zip": "21000",
            }
        )
        self._end()
        self.assertFalse(company.territory_id)
        self._create_lead(partner_id=company.id)
        self._end()
        self.assertEqual(company.territory_id, self.zone)

    def test_class_tag_language_area_and_filter(self):
        tag = self.env["res.partner.category"].create({"name": "Dealer"})
        cases = (
            ({"class_ids": [(6, 0, self.class_d.ids)]}, {"customer_class_id": self.class_d.id}),
            ({"category_ids": [(6, 0, tag.ids)]}, {"category_id": [(6, 0, tag.ids)]}),
            ({"filter_domain": "[('ref', '=', 'X1')]"}, {"ref": "X1"}),
            ({"in_area": True}, {"partner_latitude": 54.0, "partner_longitude": 10.0}),
            ({"cities": "Kiel， Bonn"}, {"city": "bonn "}),
        )
        self.zone.boundary = BOX
        for criteria, change in cases:
            with self.subTest(criteria=criteria):
                self.zone.rule_ids.unlink()
                self.env["crm.territory.rule"].create({"territory_id": self.zone.id, **criteria})
                self._end()
                self.assertFalse(self.customer.territory_id)
                before = {name: self.customer[name] for name in change}
                self.customer.write(change)
                self._end()
                self.assertEqual(self.customer.territory_id, self.zone)
                self.customer.write(
                    {
                        name: [(6, 0, value.ids)]
                        if name == "category_id"
                        else (value.id if name == "customer_class_id" else value)
                        for name, value in before.items()
                    }
                )
                self._end()
                self.assertFalse(self.customer.territory_id)

    def test_a_territory_of_a_company_takes_no_customer_of_another(self):
        self.zone.company_id = self.env.company
        self.customer.company_id = self.other_company
        self._move_to("20457")
        self.assertEqual(self.customer.territory_id, self.zone_beside)
        self.customer.company_id = self.env.company
        self._end()
        self.assertEqual(self.customer.territory_id, self.zone)

    def test_what_follows_is_told_in_the_same_transaction(self):
        told = []
        Partner = self.registry["res.partner"]
        self.patch(Partner, "_after_territory_moves", lambda _self, moves: told.append(moves))
        self._move_to("20457")
        self._move_to("80331")
        self._move_to("80333")
        self.customer.is_sales_customer = False
        self._end()
        key, zone, beside = self.customer.id, self.zone.id, self.zone_beside.id
        self.assertEqual(
            told, [{key: (False, zone)}, {key: (zone, beside)}, {key: (beside, False)}]
        )

    # ------------------------------------------------------------------ by hand

    def test_by_hand_stays_until_unlocked(self):
        self._move_to("20457")
        self.customer.with_user(self.leader).territory_id = self.zone_beside
        self._end()
        place = self.customer.membership_ids
        self.assertEqual((place.territory_id, place.reason), (self.zone_beside, "hand"))
        self.assertEqual(place.write_uid, self.leader)
        self.assertTrue(self.customer.territory_locked)
        self.assertEqual(self.person.territory_id, self.zone_beside)
        self._move_to("21000")
        self.env["crm.territory"]._reassign()
        self._end()
        self.assertEqual(self.customer.territory_id, self.zone_beside)
        self.assertIn("Leo Leader", self.customer.with_user(self.rep).territory_why)
        self.customer.with_user(self.leader).action_unlock_territory()
        self._end()
        self.assertEqual(self.customer.territory_id, self.zone)
        self.assertFalse(self.customer.territory_locked)

    def test_emptied_by_hand_the_rules_decide_again(self):
        self._move_to("20457")
        self.customer.territory_id = self.zone_beside
        self._end()
        self.customer.territory_id = False
        self._end()
        self.assertEqual(self.customer.territory_id, self.zone)
        self.assertFalse(self.customer.territory_locked)

    def test_the_same_territory_again_locks_nobody(self):
        self._move_to("20457")
        self.customer.territory_id = self.zone
        self._end()
        self.assertFalse(self.customer.territory_locked)

    def test_reps_place_nobody_and_contacts_have_no_territory_of_their_own(self):
        with self.assertRaisesRegex(AccessError, "team leader"):
            self.customer.with_user(self.rep).territory_id = self.zone
        with self.assertRaises(AccessError):
            self.customer.with_user(self.rep).territory_locked = True
        with self.assertRaisesRegex(ValidationError, "Paul"):
            self.person.with_user(self.manager).territory_id = self.zone
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.rep).create(
                {"name": "N", "is_sales_customer": True, "territory_id": self.zone.id}
            )

    def test_reps_place_nobody_as_they_enter_him_either(self):
        Partner = self.env["res.partner"].with_user(self.rep)
        new = {"name": "N", "is_sales_customer": True, "country_id": self.germany.id, "zip": "21"}
        with self.assertRaisesRegex(AccessError, "team leader"):
            Partner.create({**new, "territory_locked": True})
        own = {"default_territory_id": self.zone_beside.id, "default_territory_locked": True}
        customer = Partner.with_context(**own).create(new)
        self._end()
        self.assertEqual(customer.territory_id, self.zone)
        self.assertFalse(customer.territory_locked)

    def test_the_owner_of_a_new_territory_is_nobody_from_a_context(self):
        Territory = self.env["crm.territory"].with_user(self.manager)
        zone = Territory.with_context(default_user_id=self.rep.id).create({"name": "Zone Moor"})
        self.assertFalse(zone.user_id)

    # ------------------------------------------------------------------ why, overlaps

    def test_why(self):
        self._move_to("20457")
        self.assertEqual(
            self.customer.with_user(self.rep).territory_why,
            "Postcode 20457, rule 1 of Zone Harbour",
        )
        self._move_to("80331", industry_id=self.retail.id)
        self.assertIn("No rule fits", self.customer.territory_why)

    def test_two_zones_claim_one_customer(self):
        self._move_to("20457")
        claims = self.customer.with_user(self.rep).territory_claim_ids
        self.assertEqual(claims.territory_id, self.zone | self.zone_beside)
        self.assertIn("Zone Hills (rule 1)", self.customer.territory_claims)
        self._move_to("80331")
        self.assertFalse(self.customer.territory_claim_ids)

    def test_a_rule_in_words(self):
        self.assertEqual(self.rule_harbour.sentence, "Germany, postcode 20-22")
        self.assertEqual(self.rule_no_shops.sentence, "not industry Shops")

    # ------------------------------------------------------------------ bad input

    def test_wrong_rules_are_refused_in_a_sentence(self):
        for values, sentence in (
            ({}, "no criterion"),
            ({"zip_from": "83", "zip_to": "82"}, "between 83 and 82"),
            ({"filter_domain": "[('nothing', '=', 1)]"}, "filter.*nothing"),
            ({"filter_domain": "[('name', "}, "filter of a rule of Zone Harbour"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, sentence):
                self.env["crm.territory.rule"].create({"territory_id": self.zone.id, **values})

    def test_a_filter_asks_for_nothing_its_author_may_not_read(self):
        Rule = self.env["crm.territory.rule"].with_user(self.manager)
        for path in ("audience_id", "child_ids.audience_id"):
            with self.subTest(path=path), self.assertRaisesRegex(ValidationError, path):
                Rule.create(
                    {"territory_id": self.zone.id, "filter_domain": f"[('{path}', '!=', False)]"}
                )

    def test_what_a_rolled_back_change_said_is_forgotten(self):
        Territory = self.env["crm.territory"]
        before = Territory._get_stamp()
        cr = self.env.cr
        cr.flush()
        cr.postcommit.clear()  # what the territories of this test have left there
        cr.postrollback.clear()
        with self.assertRaises(ZeroDivisionError), cr.savepoint():
            self.rule_harbour.zip_to = "29"
            self.assertNotEqual(Territory._get_stamp(), before)
            raise ZeroDivisionError
        cr.postrollback.run()
        self.env.invalidate_all()
        self.assertEqual(Territory._get_stamp(), before)

    def test_a_filter_that_breaks_later_stops_nobody(self):
        self._move_to("20457")
        self.env.cr.execute(
            "UPDATE crm_territory_rule SET filter_domain = %s WHERE id = %s",
            ["[('gone', '=', 1)]", self.rule_hills.id],
        )
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        with mute_logger("odoo.addons.sales_funnel_territory.models.territory.assign"):
            self._move_to("80331")
        self.assertEqual(self.customer.territory_id, self.zone, "stays where it was")

    def test_two_owners_on_one_day_are_named(self):
        with self.assertRaisesRegex(ValidationError, "Rosa Rep.*Carl Colleague"):
            self.env["crm.territory.assignment"].create(
                {
                    "territory_id": self.zone.id,
                    "user_id": self.colleague.id,
                    "date_from": "2026-05-01",
                    "date_to": "2026-06-30",
                }
            )
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ExclusionViolation):
            self.env.cr.execute(
                """INSERT INTO crm_territory_membership (partner_id, territory_id, date_from,
                    date_to, reason) VALUES (%(id)s, %(zone)s, '2020-01-01', '2020-02-01', 'rule'),
                    (%(id)s, %(zone)s, '2020-02-01', NULL, 'rule')""",
                {"id": self.person.id, "zone": self.zone.id},
            )

    # ------------------------------------------------------------------ the owner of today

    def test_the_owner_follows_the_dates(self):
        self.assertEqual(self.zone.user_id, self.rep)
        today = self.env["crm.territory"]._get_today()
        self.ownership.date_to = today - timedelta(days=1)
        self.assertFalse(self.zone.user_id)
        self.env["crm.territory.assignment"].create(
            {
                "territory_id": self.zone.id,
                "user_id": self.colleague.id,
                "date_from": today,
            }
        )
        self.assertEqual(self.zone.user_id, self.colleague)
        with self.assertRaisesRegex(AccessError, "People"):
            self.zone.with_user(self.manager).user_id = self.rep
