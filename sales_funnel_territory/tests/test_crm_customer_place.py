import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..planning.places import Centre, Position
from .test_crm_territory import TerritoryCommon

CITIES = "odoo.addons.sales_funnel_territory.models.territory.places.base_geocoder.find_cities"
HAMBURG = {
    "street": "Am Kai 12",
    "zip": "20457",
    "city": "Hamburg",
    "state_id": False,
}
CENTRES = {
    ("DE", "hamburg"): [Centre(53.551, 9.993, "Hamburg", 1_845_229)],
    ("DE", "munchen"): [Centre(48.137, 11.575, "München", 1_260_391)],
    ("DE", "neustadt"): [
        Centre(49.35, 8.14, "Neustadt", 53_984),
        Centre(50.33, 11.13, "Neustadt", 15_000),
    ],
}


class PlaceCommon(TerritoryCommon):
    """Hale Tools lies in Hamburg; the lists know Hamburg, München, and two towns Neustadt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.germany = cls.env.ref("base.de")
        cls.provider = cls.env.ref("base_geolocalize.geoprovider_open_street")
        cls.env["ir.config_parameter"].set_param("base_geolocalize.geo_provider", cls.provider.id)
        cls.env["crm.customer.status"].search([]).geo_state = "placed"  # the demo's are not ours
        cls.env["crm.postcode.place"].create(
            {"country_id": cls.germany.id, "zip": "20457", "latitude": 53.54, "longitude": 9.99}
        )
        cls.customer.write({**HAMBURG, "country_id": cls.germany.id})
        cls.status.geo_state = "todo"
        cls.env.cr.flush()

    def setUp(self):
        super().setUp()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: None)
        finder = patch(
            CITIES, lambda asked: {pair: CENTRES[pair] for pair in asked & CENTRES.keys()}
        )
        finder.start()
        self.addCleanup(finder.stop)

    def _position(self, partner=None):
        partner = partner or self.customer
        partner.invalidate_recordset()
        return (round(partner.partner_latitude, 4), round(partner.partner_longitude, 4))

    def _locate(self):
        return self.env["crm.customer.status"]._locate_waiting()

    def _place(self, quality="street", position=(53.5, 9.9), provider="Open Street Map"):
        """The customer has been placed by a provider."""
        addresses = self.customer._prepare_addresses()
        found = {self.status: Position(*position, quality, provider)}
        self.status._apply_places(found, addresses, is_asked=True)
        self.env.flush_all()


@tagged("-at_install", "post_install")
class TestCustomerPlace(PlaceCommon):
    def test_who_waits_is_placed_without_asking_anybody(self):
        with patch("requests.get", side_effect=AssertionError("nobody is asked")):
            self.assertEqual(self._locate(), (1, 0))
            told = self.env["crm.funnel.job"]._job_places()
        self.assertEqual(self._position(), (53.54, 9.99))
        self.assertEqual(self.status.geo_state, "placed")
        self.assertEqual(self.customer.with_user(self.rep).geo_quality, "postcode")
        self.assertTrue(self.status.geo_located_on)
        self.assertEqual(self.customer.date_localization, datetime.date.today())
        self.assertNotIn(self.provider.name, told, "nobody has allowed it")

    def test_the_city_places_whom_no_postcode_does(self):
        self.customer.write({"zip": False, "city": "München-Schwabing"})
        self._locate()
        self.assertEqual(self._position(), (48.137, 11.575))
        self.assertEqual(self.status.geo_quality, "city")

    def test_who_cannot_be_placed_says_why(self):
        for values, reason, answer in (
            ({"zip": False, "city": False}, "no_address", False),
            ({"country_id": False}, "no_country", False),
            ({"zip": False, "city": "Atlantis"}, "not_found", False),
            ({"zip": False, "city": "Neustadt"}, "ambiguous", "Neustadt (49.35, 8.14)"),
            ({"city": "München"}, "contradiction", "20457"),
        ):
            with self.subTest(reason=reason):
                self.customer.write({**HAMBURG, "country_id": self.germany.id, **values})
                self.status.geo_state = "todo"
                self.assertEqual(self._locate(), (0, 1))
                self.assertEqual(self.status.geo_state, "failed")
                self.assertEqual(self.status.geo_reason, reason)
                self.assertIn(answer or "", self.status.geo_answer or "")
        Partner = self.env["res.partner"].with_user(self.rep)
        found = Partner.search([("geo_state", "=", "failed")])
        self.assertIn(self.customer, found)
        groups = Partner._read_group([("id", "=", self.customer.id)], ["geo_reason"])
        self.assertEqual(groups, [("contradiction",)])

    def test_positions_from_before_are_taken_over_and_stay(self):
        self.env.cr.execute(
            """UPDATE res_partner SET partner_latitude = 53.6, partner_longitude = 10.1
            WHERE id = %s""",
            [self.customer.id],
        )
        self.env.invalidate_all()
        self.env["crm.funnel.job"]._job_places()
        self.assertEqual(self._position(), (53.6, 10.1))
        self.assertEqual((self.status.geo_state, self.status.geo_quality), ("placed", "unknown"))
        self.customer.with_user(self.rep).action_locate()
        self.assertEqual(self._position(), (53.6, 10.1), "a postcode's centre is not better")

    def test_the_demo_and_a_list_of_reasons_are_for_sales_only(self):
        self._place()
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).read(["geo_quality"])
        own = self.portal.partner_id.with_user(self.portal)
        own.read(["name"])
        with self.assertRaises(AccessError):
            own.read(["geo_state"])
        with self.assertRaises(AccessError):
            self.status.with_user(self.rep).geo_quality = "exact"
