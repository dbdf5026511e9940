import base64
import json

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .test_crm_territory_boundary import ZonesCommon, box


@tagged("-at_install", "post_install")
class TestTerritoryMapSettings(ZonesCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.Territory = self.env["crm.territory"].with_user(self.rep)

    def _set(self, **values):
        self.env["res.config.settings"].create(values).execute()

    def test_nothing_outside_is_named_by_default(self):
        found = self.Territory.read_base_map()
        self.assertFalse(found["tiles"])
        self.assertTrue(found["outlines"].startswith("/sales_funnel_territory/"))
        self.assertEqual(found["names"]["DE"], "Germany")

    def test_an_administrator_names_a_tile_server(self):
        self._set(
            map_tile_url="https://tiles.example.com/{z}/{x}/{y}.png?key={key}",
            map_tile_key="abc",
            map_tile_attribution="Example",
        )
        self.assertEqual(
            self.Territory.read_base_map()["tiles"],
            {
                "url": "https://tiles.example.com/{z}/{x}/{y}.png?key=abc",
                "attribution": "Example",
            },
        )

    def test_an_address_without_places_is_refused(self):
        for url in ("https://tiles.example.com/map.png", "javascript:{z}{x}{y}", "tiles {z}{x}{y}"):
            with (
                self.subTest(url=url),
                self.assertRaisesRegex(ValidationError, "no address of map tiles"),
            ):
                self._set(map_tile_url=url)

    def test_own_outlines_take_the_place_of_ours(self):
        land = {
            "type": "Feature",
            "properties": {"name": "Land", "ISO_A2": "XL"},
            "geometry": box(5, 45, 15, 55),
        }
        text = base64.b64encode(json.dumps(land).encode())
        self._set(map_outlines_file=text, map_outlines_name="land.geojson")
        found = self.Territory.read_base_map()
        self.assertFalse(found["states"])
        self.env["res.users"].browse(self.rep.id).password = "sft_rep"
        self.authenticate("sft_rep", "sft_rep")
        (outline,) = self.url_open(found["outlines"]).json()["outlines"]
        self.assertEqual((outline["code"], outline["name"]), ("XL", "Land"))
        self.env["res.config.settings"].create({}).action_forget_outlines()
        self.assertIn("/static/data/", self.Territory.read_base_map()["outlines"])

    def test_wrong_outlines_are_refused_and_ours_stay(self):
        text = base64.b64encode(b'{"type": "FeatureCollection", "features": []}')
        with self.assertRaisesRegex(ValidationError, "land.geojson encloses nothing"):
            self._set(map_outlines_file=text, map_outlines_name="land.geojson")
        self.assertIn("/static/data/", self.Territory.read_base_map()["outlines"])

    def test_nobody_slips_in_an_attachment(self):
        self.env["ir.attachment"].with_user(self.rep).create(
            {"name": "sales_funnel_territory.map_outlines", "raw": b"{}"}
        )
        self.assertIn("/static/data/", self.Territory.read_base_map()["outlines"])
