import base64
import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_crm_territory_boundary import ZonesCommon, box

CROSSING = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@tagged("-at_install", "post_install")
class TestTerritoryImport(ZonesCommon):
    def _import(self, *features, **values):
        text = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        return self._import_text(text, **values)

    def _import_text(self, text, **values):
        values = {"file": base64.b64encode(text), "filename": "zones.geojson", **values}
        return self.env["crm.territory.import"].with_user(self.manager).create(values)

    def test_all_is_checked_before_the_good_ones_come_in(self):
        wizard = self._import(
            feature(box(9, 50, 9.5, 51), name="Zone Port", code="n1"),
            feature(box(12, 50, 13, 51), name="Zone Isle"),
            feature(CROSSING, name="Zone Knot"),
            feature(box(14, 50, 15, 51), name="zone isle"),
            feature(box(14, 50, 15, 51), other="no name"),
            feature({"type": "Point", "coordinates": [1, 1]}, name="Zone Dot"),
        )
        self.assertEqual((wizard.name_property, wizard.code_property), ("name", "code"))
        wizard.action_check()
        self.assertEqual(
            wizard.line_ids.mapped("state"), ["update", "new", "bad", "bad", "bad", "bad"]
        )
        problems = wizard.line_ids.mapped("problem")
        self.assertRegex(problems[2], "Zone Knot crosses itself near latitude 0.5")
        self.assertRegex(problems[3], "twice")
        self.assertRegex(problems[4], "Feature 5 has no name")
        self.assertRegex(problems[5], "a Point")
        self.assertFalse(self.env["crm.territory"].search([("name", "=", "Zone Isle")]))

        wizard.action_import()
        self.assertAlmostEqual(self.zone.area_km2, 3930, delta=10)
        self.assertEqual(self.zone.name, "Zone Harbour", "an update keeps the name")
        self.assertTrue(self.env["crm.territory"].search([("name", "=", "Zone Isle")]))
        self.assertFalse(self.env["crm.territory"].search([("name", "=", "Zone Knot")]))

    def test_unreadable_files_are_said_in_a_sentence(self):
        for text, sentence in (
            (b"no json", "zones.geojson is not readable as GeoJSON"),
            (b"[" * 10_000_000, r"zones.geojson has 10\.0 MB"),
            (b'{"type": "FeatureCollection", "features": []}', "has 0 features"),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                self._import_text(text).action_check()

    def test_the_export_comes_back_in(self):
        text = (self.zone | self.zone_beside)._to_geojson().encode()
        before = self.zone.boundary
        self.zone.boundary = False
        wizard = self._import_text(text)
        wizard.action_check()
        self.assertEqual(wizard.line_ids.territory_id, self.zone | self.zone_beside)
        wizard.action_import()
        self.assertEqual(self.zone.boundary, before)

    def test_new_ones_become_part_of_the_chosen_territory(self):
        wizard = self._import(feature(box(12, 50, 13, 51), name="Isle"), parent_id=self.region.id)
        wizard.action_check()
        wizard.action_import()
        isle = self.env["crm.territory"].search([("name", "=", "Isle")])
        self.assertEqual(isle.parent_id, self.region)

    def test_two_of_one_name_are_not_guessed(self):
        self.zone_beside.name = self.zone.name
        wizard = self._import(feature(box(12, 50, 13, 51), name="Zone Harbour"))
        wizard.action_check()
        self.assertRegex(wizard.line_ids.problem, "fits 2 territories")
        with self.assertRaisesRegex(UserError, "No feature of zones.geojson"):
            wizard.action_import()
