import numpy as np
import psycopg2
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FunnelCommon
from .travel_servers import PACE, travel_server

HERE, NORTH, ISLAND = (48.0, 11.0), (48.5, 11.0), (48.0, 151.0)


@tagged("-at_install", "post_install")
class TestTravel(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.travel_provider = "great_circle"

    def _use(self, provider, server, **values):
        self.env.company.write({"travel_provider": provider, "travel_url": server.url, **values})

    def _matrix(self, *points, **options):
        return self.env["crm.travel"].with_user(self.rep)._matrix(list(points), **options)

    def test_without_a_server_the_straight_line(self):
        matrix = self._matrix(HERE, NORTH)
        km = 55.6 * 1.3
        minutes = 5 / 30 * 60 + 25 / 50 * 60 + (km - 30) / 70 * 60 + 2
        self.assertAlmostEqual(matrix.seconds[0, 1] / 60, minutes, delta=0.2)
        self.assertIn("straight line", self.env["crm.travel"]._get_source_words(matrix.source))
        self.assertFalse(self.env["crm.travel.time"].search_count([]))
        self.env.company.travel_circuity = 1.0
        self.assertAlmostEqual(self._matrix(HERE, NORTH).metres[0, 1] / 1000, 55.6, delta=0.1)

    def test_a_server_is_asked_once(self):
        for provider in ("osrm", "valhalla"):
            with self.subTest(provider=provider), travel_server() as server:
                self._use(provider, server)
                first = self._matrix(HERE, NORTH)
                self.assertAlmostEqual(first.seconds[0, 1], PACE)
                self.assertAlmostEqual(first.seconds[1, 0], PACE / 2)
                self.assertEqual(len(server.requests), 1)
                again = self._matrix(NORTH, HERE)
                self.assertEqual(len(server.requests), 1)
                self.assertEqual(again.seconds[0, 1], first.seconds[1, 0])
                self._matrix(HERE, NORTH, ISLAND)
                self.assertLessEqual(len(server.requests), 3)
                self.assertIn(server.url, self.env["crm.travel"]._get_source_words(first.source))

    def test_what_is_old_is_asked_for_again(self):
        with travel_server() as server:
            self._use("osrm", server)
            self._matrix(HERE, NORTH)
            self.env.cr.execute(
                "UPDATE crm_travel_time SET asked_on = asked_on - interval '200 days', seconds = 1"
            )
            self.assertAlmostEqual(self._matrix(HERE, NORTH).seconds[0, 1], PACE)
            self.assertEqual(len(server.requests), 2)
            self.env.cr.execute(
                "UPDATE crm_travel_time SET asked_on = asked_on - interval '200 days'"
            )
            self.env["crm.travel.time"]._gc_old()
            self.assertFalse(self.env["crm.travel.time"].search_count([]))

    def test_no_road_is_remembered_and_named(self):
        with travel_server() as server:
            self._use("osrm", server)
            for _time in range(2):
                matrix = self._matrix(HERE, ISLAND)
                self.assertTrue(np.isinf(matrix.seconds[0, 1]))
            self.assertEqual(len(server.requests), 1)
        remarks = self.env["crm.travel"]._get_remarks(matrix, ["Hale", "Isle"])
        self.assertEqual(
            remarks, ["No road leads from Hale to Isle.", "No road leads from Isle to Hale."]
        )

    @mute_logger("odoo.addons.sales_funnel_territory.models.territory.work.crm_travel")
    def test_a_failing_server_falls_back_and_says_so(self):
        with travel_server() as server:
            self._use("osrm", server)
            server.broken = (503, "busy")
            matrix = self._matrix(HERE, NORTH)
            remarks = self.env["crm.travel"]._get_remarks(matrix, ["Hale", "Isle"])
            self.assertIn("failed", remarks[0])
            self.assertIn("2 travel times", remarks[0])
            self.assertFalse(self.env["crm.travel.time"].search_count([]))
            server.broken = None
            self.assertIsNone(self._matrix(HERE, NORTH).failure)
        down = self._matrix(HERE, (48.1, 11.0))
        self.assertIn("cannot be reached", down.failure)
        self.assertTrue(np.isfinite(down.seconds).all())

    def test_300_places_in_blocks(self):
        points = [(48 + index / 1000, 11.0) for index in range(300)]
        with travel_server() as server:
            self._use("valhalla", server)
            matrix = self._matrix(*points)
            self.assertEqual(len(server.requests), 36)
            self.assertFalse(matrix.estimated.any())
            again = self._matrix(*points)
            self.assertEqual(len(server.requests), 36)
            np.testing.assert_allclose(again.seconds, matrix.seconds)

    def test_the_key_goes_where_the_service_wants_it(self):
        with travel_server() as server:
            self._use("osrm", server, travel_key="secret")
            self._matrix(HERE, NORTH)
            self.assertEqual(server.headers_seen[-1]["Authorization"], "Bearer secret")
            self.env.company.travel_url = server.url + "/maps?token={key}"
            self._matrix(HERE, NORTH)
            self.assertIn("/maps/table/v1/driving/", server.requests[-1])
            self.assertIn("token=secret", server.requests[-1])
            self.assertNotIn("Authorization", server.headers_seen[-1])
        sources = self.env["crm.travel.time"].search([]).mapped("source")
        self.assertFalse([one for one in sources if "secret" in one])

    def test_only_administrators_see_address_and_key(self):
        self.env.company.write({"travel_url": "http://here", "travel_key": "secret"})
        company = self.env.company
        self.assertEqual(company.with_user(self.administrator).travel_key, "secret")
        for user in (self.rep, self.leader, self.manager, self.portal):
            for name in ("travel_url", "travel_key"):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    company.with_user(user).read([name])
        for user in (self.rep, self.leader, self.manager, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["crm.travel.time"].with_user(user).search_count([])
        with self.assertRaises(AccessError):
            self.env["crm.travel.time"].with_user(self.administrator).create({"source": "x"})

    def test_impossible_settings_are_refused_with_a_sentence(self):
        company = self.env.company
        with self.assertRaisesRegex(ValidationError, "no address of a server"):
            company.write({"travel_provider": "osrm", "travel_url": "router"})
        for values in (
            {"travel_circuity": 0.5},
            {"travel_urban_speed": 0},
            {"travel_rural_speed": 20},
            {"travel_timeout": 0},
            {"travel_request_places": 1},
            {"field_share": 0},
            {"load_fair_from": 120},
            {"usual_visit_minutes": 0},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                company.write(values)
                self.env.flush_all()
            company.invalidate_recordset()

    def test_the_connection_is_tested_with_two_customers(self):
        self.env["res.partner"].search([("partner_latitude", "!=", 0)]).partner_latitude = 0
        settings = self.env["res.config.settings"].create({})
        with self.assertRaisesRegex(UserError, "two customers"):
            settings.action_test_travel()
        for place in (HERE, NORTH):
            self.env["res.partner"].create(
                {
                    "name": f"At {place[0]}",
                    "is_sales_customer": True,
                    "partner_latitude": place[0],
                    "partner_longitude": place[1],
                }
            )
        with travel_server() as server:
            self._use("osrm", server)
            for _time in range(2):
                told = settings.action_test_travel()["params"]
                self.assertEqual(told["type"], "success")
                self.assertIn("OSRM", told["message"])
            self.assertEqual(len(server.requests), 2, "each test asks")
            server.broken = (500, "")
            with mute_logger("odoo.addons.sales_funnel_territory.models.territory.work.crm_travel"):
                told = settings.action_test_travel()["params"]
            self.assertEqual(told["type"], "warning")
