from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_territory import TerritoryCommon

MONDAY = date(2026, 6, 1)


class LoadCommon(TerritoryCommon):
    """40 customers of class A (monthly, 60 minutes) in the harbour, one of D in the hills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.territory"].search(
            [("id", "not in", (cls.region | cls.zone | cls.zone_beside).ids)]
        ).active = False
        cls.startClassPatcher(freeze_time(datetime(2026, 6, 1, 9)))
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {index}",
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": 53.5 + index / 1000,
                    "partner_longitude": 10.0,
                }
                for index in range(40)
            ]
        )
        cls.env.cr.flush()
        cls.class_a.write({"visit_number": 1, "visit_unit": "month", "visit_minutes": 60})
        cls.customers.customer_status_id.class_id = cls.class_a
        cls.customer.customer_status_id.class_id = cls.class_d
        cls._move(cls.customers, cls.zone)
        cls._move(cls.customer, cls.zone_beside)
        cls.env["resource.calendar.leaves"].search([]).unlink()

    @classmethod
    def _move(cls, customers, zone):
        customers.territory_id = zone

    def _refresh(self):
        self.env.flush_all()
        self.env["crm.territory.load"]._refresh()
        return self._load(self.zone)

    def _load(self, zone):
        return self.env["crm.territory.load"].search([("territory_id", "=", zone.id)])

    def _hours(self, user, start, stop):
        """Working hours as Odoo counts them."""
        calendar = user.resource_calendar_id or user.company_id.resource_calendar_id
        return calendar.get_work_hours_count(
            datetime.combine(start, datetime.min.time()),
            datetime.combine(stop, datetime.min.time()),
        )


@tagged("-at_install", "post_install")
class TestLoad(LoadCommon):
    def test_workload_by_hand(self):
        load = self._refresh()
        self.assertEqual(load.customer_count, 40)
        self.assertEqual(load.visit_count, 480)
        self.assertEqual(load.visit_hours, 480)
        self.assertGreater(load.travel_hours, 480 * 3 / 60)
        self.assertLess(load.travel_hours, 480 * 12 / 60)
        self.assertAlmostEqual(load.workload, load.visit_hours + load.travel_hours)
        self.assertEqual(load.class_words, "A 40")
        self.assertEqual(load.counted_on, datetime(2026, 6, 1, 9))

    def test_own_frequency_and_minutes_come_before_those_of_the_class(self):
        cases = [("day", 10, 36.525), ("week", 1, 52.179), ("month", 2, 24), ("quarter", 3, 12)]
        cases += [("year", 5, 5), ("month", 0, 12)]
        status = self.customers[0].customer_status_id
        for unit, number, visits in cases:
            with self.subTest(unit=unit):
                status.write({"visit_unit": unit, "visit_number": number, "visit_minutes": 30})
                load = self._refresh()
                self.assertAlmostEqual(load.visit_count, 39 * 12 + visits, places=2)
                self.assertAlmostEqual(load.visit_hours, 39 * 12 + visits / 2, places=2)

    def test_capacity_is_working_time_in_the_field(self):
        load = self._refresh()
        hours = self._hours(self.rep, MONDAY, MONDAY + timedelta(days=365))
        self.assertAlmostEqual(load.capacity, hours * 0.6, places=3)
        self.assertAlmostEqual(load.load_percent, 100 * load.workload / load.capacity)
        self.assertEqual(load.carry_count, int(40 * load.capacity / load.workload))
        self.env.company.field_share = 30
        self.assertAlmostEqual(self._refresh().capacity, hours * 0.3, places=3)

    def test_holidays_leaves_and_dates_take_hours_away(self):
        before = self._refresh().capacity
        company = self.env.company
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": company.id,
                "calendar_id": False,
                "date_from": datetime(2026, 6, 10, 0),
                "date_to": datetime(2026, 6, 10, 23, 59),
            }
        )
        holiday = self._refresh().capacity
        self.assertAlmostEqual(before - holiday, 8 * 0.6, places=2)
        resource = self.env["resource.resource"].create(
            {"name": "Rosa", "user_id": self.rep.id, "calendar_id": company.resource_calendar_id.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "A week off",
                "resource_id": resource.id,
                "calendar_id": company.resource_calendar_id.id,
                "date_from": datetime(2026, 6, 15, 0),
                "date_to": datetime(2026, 6, 19, 23, 59),
            }
        )
        leave = self._refresh().capacity
        self.assertAlmostEqual(holiday - leave, 40 * 0.6, places=2)
        self.ownership.date_to = date(2026, 6, 5)
        self.assertAlmostEqual(self._refresh().capacity, 40 * 0.6, places=2)

    def test_part_time_counts_as_such(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Mornings",
                "attendance_ids": [
                    (0, 0, {"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 12})
                    for day in "01234"
                ],
            }
        )
        full = self._refresh().capacity
        self.env["resource.resource"].create(
            {"name": "Rosa", "user_id": self.rep.id, "calendar_id": calendar.id}
        )
        self.assertAlmostEqual(self._refresh().capacity, full / 2, places=2)

    def test_backups_and_managers_do_not_count_twice(self):
        before = self._refresh().capacity
        Assignment = self.env["crm.territory.assignment"]
        for role, person in (("backup", self.rep_beside), ("manager", self.leader)):
            Assignment.create(
                {
                    "territory_id": self.zone.id,
                    "user_id": person.id,
                    "role": role,
                    "date_from": date(2026, 1, 1),
                }
            )
        self.assertAlmostEqual(self._refresh().capacity, before)
        Assignment.create(
            {
                "territory_id": self.zone.id,
                "user_id": self.rep_beside.id,
                "role": "specialist",
                "date_from": date(2026, 1, 1),
            }
        )
        load = self._refresh()
        self.assertAlmostEqual(load.capacity, 2 * before)
        self.assertEqual(load.people_count, 2)

    def test_whoever_has_two_zones_gives_each_its_share(self):
        self.ownership_beside.user_id = self.rep
        harbour, hills = self._refresh(), self._load(self.zone_beside)
        self.assertAlmostEqual(
            harbour.capacity / hills.capacity, harbour.workload / hills.workload, places=4
        )
        whole = self._hours(self.rep, MONDAY, MONDAY + timedelta(days=365)) * 0.6
        self.assertAlmostEqual(harbour.capacity + hills.capacity, whole, places=3)
        person = self.env["crm.territory.person"].search([("user_id", "=", self.rep.id)])
        self.assertAlmostEqual(person.capacity, whole, places=3)
        self.assertAlmostEqual(person.workload, harbour.workload + hills.workload, places=3)
        self.assertEqual(person.customer_count, 41)
        self.assertEqual(person.territory_ids, self.zone | self.zone_beside)

    def test_whoever_works_in_a_branch_works_in_all_of_it(self):
        (self.ownership | self.ownership_beside).unlink()
        self.env["crm.territory.assignment"].create(
            {
                "territory_id": self.region.id,
                "user_id": self.rep.id,
                "date_from": date(2026, 1, 1),
            }
        )
        harbour = self._refresh()
        whole = self._hours(self.rep, MONDAY, MONDAY + timedelta(days=365)) * 0.6
        self.assertAlmostEqual(self._load(self.region).capacity, whole, places=3)
        self.assertGreater(harbour.capacity, 0.9 * whole)

    def test_a_branch_is_the_sum_of_its_zones(self):
        harbour, hills = self._refresh(), self._load(self.zone_beside)
        region = self._load(self.region)
        for name in ("workload", "capacity", "customer_count", "visit_count", "travel_hours"):
            with self.subTest(name=name):
                self.assertAlmostEqual(region[name], harbour[name] + hills[name])
        self.assertEqual((region.is_zone, harbour.is_zone), (False, True))
        self.assertEqual(region.class_words, "A 40 · D 1")

    def test_states_and_thresholds_of_the_company(self):
        load = self._refresh()
        self.assertEqual(load.load_state, "under")
        self.assertEqual(self.zone.load_state, "under")
        percent = load.load_percent
        self.env.company.write({"load_fair_from": percent - 1, "load_fair_to": percent + 1})
        self.assertEqual(self._refresh().load_state, "fair")
        self.env.company.write({"load_fair_from": 0, "load_fair_to": percent - 1})
        self.assertEqual(self._refresh().load_state, "over")
        over = self.env["crm.territory"].search([("load_state", "=", "over")])
        self.assertIn(self.zone, over)

    def test_work_that_nobody_does_is_over(self):
        self.ownership.unlink()
        load = self._refresh()
        self.assertEqual((load.capacity, load.load_percent, load.load_state), (0, 0, "over"))

    def test_customers_without_frequency_or_position_are_named(self):
        self.customers[0].customer_status_id.class_id = False
        self.customers[1].write({"partner_latitude": 0, "partner_longitude": 0})
        load = self._refresh()
        self.assertEqual((load.no_frequency_count, load.no_position_count), (1, 1))
        self.assertEqual(load.class_words, "A 39 · none 1")
        action = load.action_open_no_frequency()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.customers[0])
        self.assertFalse(self.customers[0].has_visit_frequency)
        self.assertTrue(self.customers[1].has_visit_frequency)

    def test_archived_customers_and_people_are_no_work(self):
        self.customers[:10].action_archive()
        self.customers[10:20].is_sales_customer = False
        self.assertEqual(self._refresh().customer_count, 20)
        self.rep.active = False
        self.assertEqual(self._refresh().capacity, 0)

    def test_twice_is_as_once_and_archived_territories_go(self):
        first = self._refresh()
        values = first.read()[0]
        second = self._refresh()
        self.assertEqual(values, second.read()[0])
        self.zone_beside.active = False
        self._refresh()
        self.assertFalse(self._load(self.zone_beside))

    def test_the_load_of_several_is_that_of_their_sums(self):
        harbour, hills = self._refresh(), self._load(self.zone_beside)
        both = harbour | hills
        [(load,)] = self.env["crm.territory.load"]._read_group(
            [("id", "in", both.ids)], [], ["load_percent:avg"]
        )
        expected = 100 * sum(both.mapped("workload")) / sum(both.mapped("capacity"))
        self.assertAlmostEqual(float(load), expected, places=3)

    def test_number_of_queries_does_not_grow_with_territories(self):
        self._refresh()
        with self.assertQueryCount(__system__=60):
            self.env["crm.territory.load"]._refresh()
        zones = self.env["crm.territory"].create(
            [{"name": f"Zone {n}", "parent_id": self.region.id} for n in range(30)]
        )
        self.env["crm.territory.assignment"].create(
            [
                {"territory_id": zone.id, "user_id": self.rep.id, "date_from": MONDAY}
                for zone in zones
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self._refresh()
        with self.assertQueryCount(__system__=60):
            self.env["crm.territory.load"]._refresh()


@tagged("-at_install", "post_install")
class TestLoadRights(LoadCommon):
    def test_everybody_in_sales_reads_and_nobody_writes(self):
        load = self._refresh()
        people = self.env["crm.territory.person"]
        for user in (self.rep, self.colleague, self.leader, self.manager, self.administrator):
            with self.subTest(user=user.login):
                self.assertTrue(load.with_user(user).load_percent)
                self.assertTrue(self.zone.with_user(user).load_state)
                with self.assertRaises(AccessError):
                    load.with_user(user).workload = 1
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                load.with_user(user).read(["load_percent"])
        mine = people.with_user(self.rep).search([])
        self.assertEqual(mine.user_id, self.rep)
        both = self.rep | self.colleague
        for user in (self.leader, self.manager):
            with self.subTest(user=user.login):
                self.assertEqual(people.with_user(user).search([]).user_id & both, both)
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                people.with_user(user).search([])

    def test_another_companys_zone_is_out_of_sight(self):
        self._refresh()
        self.region.child_ids.company_id = self.env.company
        found = self.env["crm.territory.load"].with_user(self.foreigner).search([])
        self.assertEqual(found.territory_id & self.region.child_ids, self.env["crm.territory"])

    def test_the_load_of_a_territory_is_not_set_by_hand(self):
        load = self._refresh()
        zone = self.zone_beside.with_user(self.manager)
        with self.assertRaises(AccessError):
            zone.write({"load_id": load.id})
        made = (
            self.env["crm.territory"]
            .with_user(self.manager)
            .with_context(default_load_id=load.id)
            .create({"name": "Mine"})
        )
        self.assertFalse(made.load_id)
        with self.assertRaises(AccessError):
            self.env["crm.territory"].with_user(self.manager).create(
                {"name": "Mine", "load_id": load.id}
            )

    def test_a_manager_counts_anew_and_a_rep_reads_what_is_there(self):
        self.zone.with_user(self.manager).action_refresh_figures()
        self.assertEqual(self._load(self.zone).customer_count, 40)
        with self.assertRaises(AccessError):
            self.zone.with_user(self.rep).action_refresh_figures()
        with self.assertRaises(AccessError):
            self.env["crm.territory.load"].with_user(self.rep).action_refresh()

    def test_territories_are_imported_from_a_spreadsheet(self):
        Territory = self.env["crm.territory"].with_user(self.manager)
        result = Territory.load(["name", "parent_id"], [["Zone Islands", "Region North"]])
        self.assertFalse(result["messages"])
        self.assertEqual(Territory.browse(result["ids"]).parent_id, self.region)
