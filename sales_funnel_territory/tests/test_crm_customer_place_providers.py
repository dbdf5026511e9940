import datetime
from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..planning.places import Address, Position, Unplaced
from .test_crm_customer_place import PlaceCommon


@tagged("-at_install", "post_install")
class TestPlaceProviders(PlaceCommon):
    """Nobody outside is asked unless an administrator has allowed it."""

    def _allow(self, **values):
        self.provider.write({"is_places_allowed": True, "requests_per_second": 1000, **values})

    def _answer(self, *answers):
        """Let the provider answer so, one after the other."""
        ask = patch.object(self.registry["base.geocoder"], "_locate_outside", side_effect=answers)
        asked = ask.start()
        self.addCleanup(ask.stop)
        return asked

    def _run(self):
        told = self.env["crm.funnel.job"]._job_places()
        self.env.flush_all()
        return told

    def test_by_default_nobody_is_asked(self):
        asked = self._answer(Position(1, 1, "exact"))
        for work in (self._run, self.customer.with_user(self.rep).action_locate):
            work()
        self.assertFalse(asked.called)

    def test_an_allowed_provider_finds_the_house(self):
        self._allow()
        asked = self._answer(Position(53.541, 9.991, "exact", self.provider.name))
        self.assertIn("was asked 1 times", self._run())
        self.assertEqual(
            asked.call_args.args[1], Address("Am Kai 12", "20457", "Hamburg", "", "DE")
        )
        self.assertEqual(self._position(), (53.541, 9.991))
        self.assertEqual(
            (self.status.geo_quality, self.status.geo_provider), ("exact", self.provider.name)
        )
        self._run()
        self.assertEqual(asked.call_count, 1, "it has answered")

    def test_what_it_does_not_know_stays_where_the_lists_put_it(self):
        self._allow()
        asked = self._answer(Unplaced("not_found"))
        self._run()
        self._run()
        self.assertEqual(asked.call_count, 1)
        self.assertEqual((self._position(), self.status.geo_quality), ((53.54, 9.99), "postcode"))

    def test_an_ambiguous_answer_is_no_place(self):
        self._allow()
        self._answer(Unplaced("ambiguous", "Kai, Hamburg / Kai, Bremen"))
        self.customer.write({"zip": False, "city": "Atlantis"})
        self._run()
        self.assertEqual(self.status.geo_state, "failed")
        self.assertEqual(self.status.geo_answer, "Kai, Hamburg / Kai, Bremen")
        self.assertEqual(self._position(), (0, 0))

    def test_a_provider_that_fails_is_named_and_asked_later_and_later(self):
        self._allow()
        asked = self._answer(*[UserError("503 Server Error")] * 3, Position(53.541, 9.991, "exact"))
        pauses = []
        for _time in range(3):
            self.assertIn(f"{self.provider.name} fails: 503 Server Error.", self._run())
            self._run()
            pauses.append(self.status.geo_next_try - self.env.cr.now().replace(microsecond=0))
            self.status.geo_next_try = datetime.datetime(2020, 1, 1)
        self.assertEqual(asked.call_count, 3, "not before its time")
        self.assertLess(pauses[0] * 1.9, pauses[1])
        self.assertLess(pauses[1] * 1.9, pauses[2])
        self.assertEqual(self._position(), (53.54, 9.99), "roughly, meanwhile")
        self._run()
        self.assertEqual(self._position(), (53.541, 9.991))
        self.assertEqual(self.status.geo_tries, 0)

    def test_so_many_a_day_and_no_more(self):
        self._allow(daily_limit=2)
        partners = self.env["res.partner"].create(
            [
                {"name": f"Firm {n}", "is_sales_customer": True, "city": "Hamburg",
                 "country_id": self.germany.id}
                for n in range(4)
            ]
        )  # fmt: skip
        asked = self._answer(*[Unplaced("not_found")] * 9)
        self.assertIn("used up", self._run())
        self.assertEqual(asked.call_count, 2)
        self.assertEqual(self.provider.asked_count, 2)
        self.provider.asked_day = datetime.date(2020, 1, 1)
        self._run()
        self.assertEqual(asked.call_count, 4, "the next day")
        self.assertTrue(partners)

    def test_it_is_asked_at_its_own_pace(self):
        self._allow(requests_per_second=0.02)  # the clock goes on meanwhile
        self.assertTrue(self.provider._take_turn())
        with patch("time.sleep") as sleep:
            self.assertTrue(self.provider._take_turn())
        self.assertAlmostEqual(sleep.call_args.args[0], 50, delta=25)

    def test_a_job_that_is_killed_goes_on_where_it_was(self):
        self._allow()
        self.customer.copy({"name": "Second", "is_sales_customer": True})
        asked = self._answer(
            Position(53.541, 9.991, "exact"), KeyboardInterrupt(), Unplaced("not_found")
        )
        with suppress(KeyboardInterrupt):
            self._run()
        self._run()
        self.assertEqual(asked.call_count, 3)
        Status = self.env["crm.customer.status"]
        self.assertFalse(Status.search_count(Status._get_to_ask()))

    def test_a_person_locates_one_customer(self):
        self._allow()
        self._answer(Position(53.541, 9.991, "exact", self.provider.name))
        action = self.customer.with_user(self.rep).action_locate()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self._position(), (53.541, 9.991))

    def test_a_nominatim_server(self):
        geocoder = self.env["base.geocoder"]
        address = Address("Am Kai 12", "20457", "Hamburg", "", "DE")
        rows = [{"lat": "53.541", "lon": "9.991", "place_rank": 30, "importance": 0.3}]
        with patch("requests.get") as get:
            get.return_value.json.return_value = rows
            found = geocoder._locate_outside(self.provider, address)
        self.assertEqual(found, Position(53.541, 9.991, "exact", self.provider.name))
        self.assertIn("timeout", get.call_args.kwargs)
        own = self.env.ref("sales_funnel_territory.geo_provider_nominatim")
        with self.assertRaisesRegex(UserError, "no server"):
            geocoder._locate_outside(own, address)
        self.env["ir.config_parameter"].set_param(
            "sales_funnel_territory.nominatim_server", "https://maps.example.com/"
        )
        with patch("requests.get") as get:
            get.return_value.json.return_value = []
            self.assertEqual(geocoder._locate_outside(own, address), Unplaced("not_found"))
        self.assertEqual(get.call_args.args[0], "https://maps.example.com/search")

    def test_odoos_own_button_uses_the_lists_if_they_are_its_provider(self):
        offline = self.env.ref("sales_funnel_territory.geo_provider_offline")
        self.env["ir.config_parameter"].set_param("base_geolocalize.geo_provider", offline.id)
        self.customer.with_context(force_geo_localize=True).geo_localize()
        self.assertEqual(self._position(), (53.54, 9.99))
        self.assertEqual(self.status.geo_provider, offline.name)
        self.assertFalse(self.status.geo_locked)
        self.assertFalse(offline._is_outside())
