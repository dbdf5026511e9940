from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .test_crm_customer_place import HAMBURG, PlaceCommon


@tagged("-at_install", "post_install")
class TestPlaceKept(PlaceCommon):
    """Odoo zeroes a position with every write of an address."""

    def setUp(self):
        super().setUp()
        self._place()

    def test_an_address_that_stays_keeps_its_position(self):
        self.customer.with_user(self.rep).write({**HAMBURG, "country_id": self.germany.id})
        self.assertEqual(self._position(), (53.5, 9.9))
        self.assertFalse(self.status.geo_stale)
        self.assertEqual(self.status.geo_state, "placed")

    def test_so_does_that_of_somebody_who_is_no_customer(self):
        nobody = self.env["res.partner"].create(
            {"name": "Nobody", **HAMBURG, "partner_latitude": 53.4, "partner_longitude": 9.8}
        )
        nobody.write(HAMBURG)
        self.assertEqual(self._position(nobody), (53.4, 9.8))
        nobody.write({"street": "Elsewhere 1"})
        self.assertEqual(self._position(nobody), (0, 0), "as in Odoo")

    def test_many_at_once_keep_each_its_own(self):
        others = self.env["res.partner"].create(
            [
                {"name": "One", **HAMBURG, "partner_latitude": 53.4, "partner_longitude": 9.8},
                {"name": "Two", **HAMBURG, "street": "Elsewhere 1"},
            ]
        )
        (others | self.customer).write({"street": "Am Kai 12", "city": "Hamburg"})
        self.assertEqual(self._position(others[0]), (53.4, 9.8))
        self.assertEqual(self._position(), (53.5, 9.9))
        self.assertEqual(others.mapped("street"), ["Am Kai 12"] * 2)

    def test_an_import_of_what_is_there_keeps_it(self):
        fields = [".id", "street", "zip", "city"]
        row = [str(self.customer.id), "Am Kai 12", "20457", "Hamburg"]
        result = self.env["res.partner"].with_user(self.manager).load(fields, [row])
        self.assertEqual(result["ids"], self.customer.ids)
        self.assertEqual(self._position(), (53.5, 9.9))
        self.assertFalse(self.status.geo_stale)
        row[1] = "Other Street 7"
        self.env["res.partner"].with_user(self.manager).load(fields, [row])
        self.assertTrue(self.status.geo_stale)

    def test_another_address_makes_it_stale_and_waits_for_a_new_one(self):
        self.customer.with_user(self.rep).street = "Am Kai 14"
        self.assertEqual(self._position(), (53.5, 9.9), "shown, as long as there is no better one")
        self.assertTrue(self.customer.geo_stale)
        self.assertEqual(self.status.geo_state, "todo")
        self.customer.street = "AM KAI  12"
        self.assertFalse(self.customer.geo_stale, "back to the address it was found for")
        self.customer.write({"street": "Leopoldstraße 1", "zip": False, "city": "München"})
        self._locate()
        self.assertEqual(self._position(), (48.137, 11.575))
        self.assertFalse(self.status.geo_stale)

    def test_an_old_position_goes_where_the_new_address_has_none(self):
        self.customer.write({"zip": False, "city": "Atlantis"})
        self._locate()
        self.assertEqual(self._position(), (0, 0))
        self.assertFalse(self.status.geo_quality)

    def test_an_address_changed_by_sql_is_found_at_night(self):
        self.env.cr.execute(
            "UPDATE res_partner SET street = 'Elsewhere 9' WHERE id = %s", [self.customer.id]
        )
        self.env.invalidate_all()
        told = self.env["crm.funnel.job"]._job_customers()
        self.assertIn("Addresses found changed: 1.", told)
        self.assertTrue(self.status.geo_stale)

    def test_a_better_position_is_not_given_up(self):
        self.status._wait_for_place()
        self._locate()
        self.assertEqual(self._position(), (53.5, 9.9))
        self.assertEqual(self.status.geo_quality, "street")


@tagged("-at_install", "post_install")
class TestPlaceByHand(PlaceCommon):
    def _set_pin(self, latitude=53.1, longitude=9.1, user=None):
        partner = self.customer.with_user(user or self.rep)
        partner.write({"partner_latitude": latitude, "partner_longitude": longitude})
        self.env.flush_all()

    def test_a_pin_set_by_hand_is_locked(self):
        self._set_pin()
        self.assertEqual(self.status.geo_quality, "hand")
        self.assertEqual(self.status.geo_provider, "Rosa Rep")
        self.assertTrue(self.status.geo_locked)
        self.customer.write({"street": "Elsewhere 1", "zip": "20458"})
        self.assertTrue(self.status.geo_stale)
        self.assertEqual(self.status.geo_state, "placed", "a person says whether it is right")
        self._locate()
        self.customer.with_context(force_geo_localize=True).geo_localize()
        self.customer.with_user(self.rep).action_locate()
        self.assertEqual(self._position(), (53.1, 9.1))
        self.assertTrue(self.status.geo_stale)
        self.customer.with_user(self.rep).action_confirm_position()
        self.assertFalse(self.status.geo_stale)
        self.assertEqual(self._position(), (53.1, 9.1))

    def test_it_is_unlocked_and_looked_up_again(self):
        self._set_pin()
        self.customer.with_user(self.rep).action_unlock_position()
        self.assertFalse(self.status.geo_locked)
        self.assertEqual(self._position(), (53.54, 9.99))
        self.assertEqual(self.status.geo_quality, "postcode")

    def test_a_pin_taken_away_is_looked_up_again(self):
        self._set_pin()
        self._set_pin(0, 0)
        self.assertFalse(self.status.geo_locked)
        self.assertEqual(self.status.geo_state, "todo")

    def test_a_new_customer_with_a_position(self):
        values = {"name": "New", "is_sales_customer": True}
        values |= {"partner_latitude": 50, "partner_longitude": 9}
        partner = self.env["res.partner"].with_user(self.rep).create(values)
        self.assertEqual(partner.geo_quality, "hand")
        self.assertTrue(partner.geo_locked)

    def test_there_is_no_such_place(self):
        for latitude, longitude in ((95, 9), (-91, 9), (50, 181)):
            with (
                self.subTest(latitude=latitude, longitude=longitude),
                self.assertRaisesRegex(ValidationError, "Hale Tools: there is no place at"),
                self.env.cr.savepoint(),
            ):
                self._set_pin(latitude, longitude)

    def test_who_may(self):
        for user in (self.rep, self.colleague, self.leader, self.manager, self.administrator):
            with self.subTest(user=user.login):
                self._set_pin(51 + user.id % 9 / 10, 9, user)
                self.assertEqual(self.status.geo_provider, user.name)
        self.customer.company_id = self.env.company
        for user in (self.foreigner, self.portal, self.public):
            for name in ("action_locate", "action_unlock_position", "action_confirm_position"):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    getattr(self.customer.with_user(user), name)()
        with self.assertRaises(UserError):
            self.env["res.partner"].create({"name": "Nobody"}).action_locate()

    def test_many_are_located_from_the_list(self):
        other = self.customer.copy({"name": "Second", "is_sales_customer": True})
        other.write({"zip": False, "city": "Neustadt"})
        self._set_pin()
        third = self.customer.copy({"name": "Third", "is_sales_customer": True})
        third.write({"partner_latitude": 0, "partner_longitude": 0})
        action = (self.customer | other | third).with_user(self.manager).action_locate()
        message = action["params"]["message"]
        self.assertIn("2 of 3 customers are on the map.", message)
        self.assertIn("Set by hand, and left there: 1.", message)
        self.assertEqual(other.geo_reason, "ambiguous")
        action = other.with_user(self.manager).action_locate()
        self.assertIn("Several Places of This Name", action["params"]["message"])

    def test_somebody_without_sales_writes_an_address(self):
        clerk = new_test_user(
            self.env, "sft_clerk", groups="base.group_user,base.group_partner_manager"
        )
        self._place()
        self.customer.with_user(clerk).write({"street": "Elsewhere 1"})
        self.assertTrue(self.status.geo_stale)
        self.assertEqual(self._position(), (53.5, 9.9))
