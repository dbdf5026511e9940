import json
from functools import partial
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..planning.neighbours import find_clashes
from .test_crm_territory import TerritoryCommon

CLASH = "odoo.addons.sales_funnel_territory.models.territory.zones.crm_territory_clash"


def box(left, bottom, right, top):
    corners = [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]
    return {"type": "Polygon", "coordinates": [corners]}


class ZonesCommon(TerritoryCommon):
    """Far out on the sea Zone Harbour is drawn west of longitude -30, Zone Hills east of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone.boundary = box(-31, 50, -30, 51)
        cls.zone_beside.boundary = box(-30, 50, -29, 51)


@tagged("-at_install", "post_install")
class TestTerritoryBoundary(ZonesCommon):
    def test_a_drawn_zone_is_measured(self):
        self.assertTrue(self.zone.has_boundary)
        self.assertAlmostEqual(self.zone.area_km2, 7860, delta=10)
        self.assertEqual((self.zone.longitude, self.zone.latitude), (-30.5, 50.5))
        self.zone.boundary = False
        self.assertFalse(self.zone.has_boundary)
        self.assertFalse(self.zone.area_km2)

    def test_wrong_boundaries_are_refused_in_a_sentence(self):
        """Self-crossing, open, latitude 95, swapped, too large: nothing of it is kept."""
        crossing = [[9, 50], [10, 51], [10, 50], [9, 51], [9, 50]]
        cases = [
            (crossing, "Zone Harbour crosses itself near latitude 50.5, longitude 9.5"),
            ([[9, 50], [10, 50], [10, 51]], "Zone Harbour is open"),
            ([[9, 94], [10, 94], [10, 95], [9, 94]], "leaves the earth at latitude 94"),
            ([[48, 100], [49, 100], [49, 101], [48, 100]], "seem to be swapped"),
            ([[9, 50], [9, 50], [9, 50], [9, 50]], "encloses nothing"),
            ([[9, 50]] * 30_000, "30000 corners"),
        ]
        before = self.zone.boundary
        zone = self.zone.with_user(self.manager)
        for corners, sentence in cases:
            with self.subTest(sentence=sentence), self.assertRaisesRegex(ValidationError, sentence):
                zone.write(
                    {"name": "New", "boundary": {"type": "Polygon", "coordinates": [corners]}}
                )
        for text, sentence in (
            ("[" * 10_000_000, r"Zone Harbour has 10\.0 MB"),
            ("a polygon", "Zone Harbour is not readable as GeoJSON"),
            ('{"type": "Point", "coordinates": [1, 2]}', "Zone Harbour has a Point"),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(ValidationError, sentence):
                zone.boundary = text
        self.zone.invalidate_recordset()
        self.assertEqual((self.zone.name, self.zone.boundary), ("Zone Harbour", before))
        with self.assertRaisesRegex(ValidationError, "Zone New"):
            self.env["crm.territory"].create(
                {"name": "Zone New", "boundary": {"type": "Polygon", "coordinates": [crossing]}}
            )

    def test_the_same_boundary_again_changes_nothing(self):
        self.env["crm.territory"]._reassign()
        self.assertFalse(self.zone.rules_changed)
        self.zone.boundary = self.zone.boundary
        self.assertFalse(self.zone.rules_changed)
        self.zone.boundary = box(-31, 50, -30, 50.9)
        self.assertTrue(self.zone.rules_changed)

    def test_split_keeps_people_and_rules(self):
        self.zone.rule_ids = [(0, 0, {"zip_prefixes": "80"})]
        line = {"type": "LineString", "coordinates": [[-30.6, 49], [-30.6, 52]]}
        new = self.zone.with_user(self.manager).split_along(line, "Zone Quay")
        self.assertEqual((new.name, new.parent_id), ("Zone Quay", self.region))
        self.assertAlmostEqual(new.area_km2 / self.zone.area_km2, 4 / 6, places=2)
        self.assertEqual(new.assignment_ids.user_id, self.rep)
        self.assertTrue(all(new.rule_ids.mapped("in_area")))
        self.assertIn("80", new.rule_ids.mapped("zip_prefixes"))
        self.assertLess(new.sequence, self.zone.sequence)

    def test_a_line_that_does_not_cross_splits_nothing(self):
        line = {"type": "LineString", "coordinates": [[20, 49], [20, 52]]}
        with self.assertRaisesRegex(ValidationError, "does not divide Zone Harbour"):
            self.zone.split_along(line)
        with self.assertRaisesRegex(UserError, "Region North consists of other"):
            self.region.split_along(line)

    def test_merge_keeps_the_owner_and_brings_the_rest(self):
        self.env["crm.territory.assignment"].create(
            {"territory_id": self.zone_beside.id, "user_id": self.rep_beside.id, "role": "backup"}
        )
        self.zone_beside.rule_ids = [(0, 0, {"zip_prefixes": "81"})]
        followers = self._create_customers()
        country = self.env.ref("base.bv")
        self.zone_beside.rule_ids = [(0, 0, {"country_ids": [(4, country.id)]})]
        lead = self.env["crm.lead"].create({"name": "Penguins", "country_id": country.id})
        self.env.flush_all()
        self.env.cr.flush()
        lead.invalidate_recordset()
        self.assertEqual(lead.territory_id, self.zone_beside)
        (self.zone | self.zone_beside).with_user(self.manager).merge_into(self.zone)
        self.env.cr.flush()
        self.env.invalidate_all()
        lead.invalidate_recordset()
        self.assertEqual(followers.territory_id, self.zone)
        self.assertEqual(followers.child_ids.territory_id, self.zone)
        self.assertEqual(followers.mapped("territory_locked"), [False, True])
        self.assertEqual(lead.territory_id, self.zone)
        self.assertFalse(self.zone_beside.active)
        self.assertAlmostEqual(self.zone.area_km2, 2 * 7860, delta=20)
        self.assertEqual(len(self.zone.boundary["coordinates"]), 1)
        self.assertIn("81", self.zone.rule_ids.mapped("zip_prefixes"))
        owners = self.zone.assignment_ids.filtered(lambda person: person.role == "owner")
        self.assertEqual(owners.user_id, self.rep)
        self.assertIn(self.rep_beside, self.zone.assignment_ids.user_id)
        self.assertTrue(self.ownership_beside.date_to)

    def _create_customers(self):
        """Two of Zone Hills: one lies in it, the other was put there by hand and locked."""
        customers = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "partner_latitude": latitude,
                    "partner_longitude": -29.5,
                }
                for name, latitude in (("Hill Tools", 50.5), ("Far Tools", 10))
            ]
        )
        self.env["res.partner"].create({"name": "Fred Far", "parent_id": customers[1].id})
        customers[1].write({"territory_id": self.zone_beside.id, "territory_locked": True})
        self.env["crm.territory"]._reassign(customers.ids)
        self.assertEqual(customers.territory_id, self.zone_beside)
        return customers

    def test_overlaps_and_gaps_are_listed_and_solved(self):
        self.zone_beside.boundary = box(-30.1, 50, -29, 51)
        clash = self._find_clash("overlap")
        self.assertEqual(clash.territory_ids, self.zone | self.zone_beside)
        self.assertAlmostEqual(clash.area_km2, 786, delta=5)
        clash.territory_id = self.zone
        clash.action_solve()
        self.assertAlmostEqual(self.zone_beside.area_km2, 7860, delta=10)
        self.zone_beside.boundary = box(-29.99, 50, -29, 51)
        gap = self._find_clash("gap")
        gap.territory_id = self.zone
        gap.action_solve()
        self.assertEqual(self._find_clash(), self.env["crm.territory.clash"])

    def test_overlaps_beyond_measure_are_refused_in_a_sentence(self):
        self.zone_beside.boundary = box(-30.1, 50, -29, 51)
        with (
            patch(f"{CLASH}.find_clashes", partial(find_clashes, most_work=1)),
            self.assertRaisesRegex(UserError, "fewer corners, then look again"),
        ):
            self._find_clash("overlap")

    def _find_clash(self, kind=None):
        found = self.env["crm.territory.clash"]._find()
        ours = found.filtered(lambda one: one.territory_ids & (self.zone | self.zone_beside))
        return ours.filtered(lambda one: not kind or one.kind == kind)

    def test_reps_see_zones_and_change_none(self):
        line = {"type": "LineString", "coordinates": [[-30.5, 49], [-30.5, 52]]}
        for person in (self.rep, self.leader):
            zone = self.zone.with_user(person)
            self.assertIn(self.zone.id, [one["id"] for one in zone.read_map()])
            for attempt in (
                lambda zone=zone: zone.write({"boundary": False}),
                lambda zone=zone: zone.split_along(line),
                lambda zone=zone: (
                    (zone | self.zone_beside).with_user(zone.env.user).merge_into(zone)
                ),
                lambda zone=zone: zone.cut_out(self.zone_beside),
                lambda zone=zone: zone.env["crm.territory.import"].create({"file": b"e30="}),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        for person in (self.portal, self.public):
            self.assertEqual(self.env["crm.territory"].with_user(person).read_map(), [])
            with self.assertRaises(AccessError):
                self.env["crm.territory"].with_user(person).read_base_map()

    def test_zones_of_another_company_are_not_on_the_map(self):
        self.region.child_ids.company_id = self.env.company
        shown = self.env["crm.territory"].with_user(self.foreigner).read_map()
        self.assertNotIn(self.zone.id, [one["id"] for one in shown])


@tagged("-at_install", "post_install")
class TestTerritoryFiles(ZonesCommon, HttpCase):
    def test_export_holds_what_one_may_read(self):
        self.env["res.users"].browse(self.rep.id).password = "sft_rep"
        action = self.region.child_ids.with_user(self.rep).action_export_geojson()
        self.assertIn(str(self.zone.id), action["url"])
        self.authenticate("sft_rep", "sft_rep")
        answer = self.url_open(action["url"])
        found = json.loads(answer.text)
        names = [feature["properties"]["name"] for feature in found["features"]]
        self.assertEqual(names, ["Zone Harbour", "Zone Hills"])
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.zone.company_id = self.other_company
        self.assertEqual(len(json.loads(self.url_open(action["url"]).text)["features"]), 1)

    def test_export_without_areas_says_so(self):
        with self.assertRaisesRegex(UserError, "drawn area"):
            self.region.action_export_geojson()

    def test_strangers_get_no_file(self):
        self.env["res.users"].browse(self.portal.id).password = "sft_portal"
        self.authenticate("sft_portal", "sft_portal")
        for path in ("territories.geojson?ids=1", "outlines.json"):
            self.assertGreaterEqual(
                self.url_open(f"/sales_funnel_territory/{path}").status_code, 400
            )
