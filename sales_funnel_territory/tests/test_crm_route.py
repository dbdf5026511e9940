from datetime import date, datetime, timedelta
from unittest.mock import patch

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools.public_holidays import find_holidays
from .test_crm_territory import TerritoryCommon

NOW = datetime(2026, 12, 1, 6)  # a Tuesday
TUESDAY = date(2026, 12, 1)


class RouteCommon(TerritoryCommon):
    """The rep drives to four dealers on Tuesdays, every other week; they stand in a row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = patch.object(fields.Datetime, "now", lambda *args: NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        today = patch.object(fields.Date, "context_today", lambda *args: TUESDAY)
        today.start()
        cls.addClassCleanup(today.stop)
        moment = patch(
            "odoo.addons.sales_funnel_territory.models.visit.route.crm_route_visits.datetime",
            _Clock,
        )
        moment.start()
        cls.addClassCleanup(moment.stop)
        cls.rep.tz = "UTC"
        cls.env.company.has_customer_holidays = False
        cls.dealers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Dealer {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": 53.5,
                    "partner_longitude": 10 + number / 10,
                }
                for number in range(1, 5)
            ]
        )
        cls.route = cls._create_route()

    @classmethod
    def _create_route(cls, order=(0, 2, 1, 3), **values):
        return cls.env["crm.route"].create(
            {
                "name": "Dealers North",
                "user_id": cls.rep.id,
                "weekday": "1",
                "week_cycle": 2,
                "date_from": TUESDAY,
                "stop_ids": [
                    Command.create({"partner_id": cls.dealers[at].id, "sequence": 10 * number})
                    for number, at in enumerate(order, 1)
                ],
                **values,
            }
        )

    def _get_visits(self, route=None):
        visits = self.env["crm.visit"].search([("route_id", "=", (route or self.route).id)])
        return visits.sorted("start")

    def _get_days(self, customer=None):
        visits = self._get_visits()
        if customer:
            visits = visits.filtered(lambda visit: visit.partner_id == customer)
        return sorted(set(visits.mapped("route_day")))


class _Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 12, 1, 6, tzinfo=tz)


@tagged("-at_install", "post_install")
class TestRoute(RouteCommon):
    def test_a_route_knows_its_next_dates_and_its_length(self):
        self.assertIn("Dec", self.route.next_dates)
        self.assertEqual(
            self.route._get_days(TUESDAY, date(2026, 12, 31)),
            [date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 29)],
        )
        usual = self.env.company.usual_visit_minutes
        self.route.stop_ids[0].minutes = 90
        self.assertAlmostEqual(self.route.visit_hours, (90 + 3 * usual) / 60, 2)
        self.assertGreater(self.route.travel_hours, 0)
        # visits begin on five minutes: up to five more for each
        spare = self.route.total_hours - self.route.visit_hours - self.route.travel_hours
        self.assertTrue(0 <= spare <= 4 * 5 / 60, spare)
        self.route.date_to = TUESDAY
        self.assertEqual(len(self.route._get_days(TUESDAY, date(2027, 1, 1))), 1)

    def test_a_route_longer_than_the_day_warns_with_the_remedy(self):
        self.assertFalse(self.route.is_too_long)
        self.route.longest_day = 2
        self.assertTrue(self.route.is_too_long)
        self.assertIn("more than the longest day of 2:00", self.route.length_note)
        self.assertIn("Split the route", self.route.length_note)

    def test_who_closes_early_is_named(self):
        self.dealers[3].customer_status_id.write({"hour_from": 6, "hour_to": 9})
        self.route.invalidate_recordset()
        self.assertIn("Dealer 4", self.route.length_note)

    def test_who_is_not_on_the_map_is_named_and_driven_to_all_the_same(self):
        self.dealers[1].write({"partner_latitude": 0, "partner_longitude": 0})
        self.route.invalidate_recordset()
        self.assertIn("Dealer 2", self.route.length_note)
        self.route.action_optimise()
        self.assertEqual(self.route._get_stops()[-1].partner_id, self.dealers[1])

    # ------------------------------------------------------------------ order

    def test_the_order_is_optimised_and_taken_back(self):
        before, km = self.route._get_stops().partner_id, self.route.total_km
        self.route.action_optimise()
        self.route.invalidate_recordset()
        self.assertLess(self.route.total_km, km)
        names = self.route._get_stops().partner_id.mapped("name")
        self.assertIn(names, [sorted(names), sorted(names, reverse=True)])
        self.assertIn("km before", self.route.order_note)
        self.route.action_undo_order()
        self.assertEqual(self.route._get_stops().partner_id, before)
        self.assertFalse(self.route.order_note)

    def test_a_good_order_stays(self):
        self.route.action_optimise()
        self.route.action_optimise()
        self.assertIn("as short as it can be", self.route.order_note)
        self.assertFalse(self.route.order_before)

    def test_one_customer_alone_has_no_order(self):
        lonely = self._create_route(order=(0,), name="Lonely")
        for action in (lonely.action_optimise, lonely.action_split):
            with self.assertRaisesRegex(UserError, "Lonely"):
                action()

    # ------------------------------------------------------------------ visits

    def test_visits_are_planned_ahead_once(self):
        self.assertFalse(self._get_visits())
        self.route.with_user(self.rep).action_plan()
        visits = self._get_visits()
        self.assertEqual(len(visits), 4 * 5, "five Tuesdays within eight weeks")
        first = visits[0]
        self.assertEqual(first.start, datetime(2026, 12, 1, 8))
        self.assertEqual(first.window_from, first.window_to)
        self.assertEqual((first.origin, first.work_kind), ("fixed_route", "fixed_route"))
        self.assertEqual(first.state, "planned")
        self.assertEqual(visits[:4].partner_id, self.route._get_stops().partner_id)
        self.route._sync_visits()
        self.assertEqual(self._get_visits(), visits, "a second time nothing changes")
        self.assertEqual(self.route.visit_count, 20)

    def test_visits_follow_the_route(self):
        self.route.action_plan()
        self.route.weekday = "2"
        self.assertEqual({day.weekday() for day in self._get_days()}, {2})
        self.route.stop_ids.filtered(lambda stop: stop.partner_id == self.dealers[0]).unlink()
        self.assertNotIn(self.dealers[0], self._get_visits().partner_id)
        self.route.leave_at = 10
        self.assertEqual(self._get_visits()[0].start.hour, 10)
        self.route.user_id = self.colleague
        self.assertEqual(self._get_visits().user_id, self.colleague)
        self.route.active = False
        self.assertFalse(self._get_visits())

    def test_what_is_frozen_confirmed_moved_or_past_stays(self):
        self.route.action_plan()
        frozen, confirmed, moved, done, noted = self._get_visits()[4:9]
        frozen.is_frozen = True
        confirmed.state = "confirmed"
        moved.start += timedelta(hours=5)
        done.state = "done"
        noted.purpose = "Bring the new list"
        times = {visit: visit.start for visit in (frozen, confirmed, moved, done)}
        self.route.leave_at = 9
        for visit, start in times.items():
            self.assertEqual(visit.start, start)
        self.route.action_stop_planning()
        self.assertTrue((frozen | confirmed | done).exists())
        self.assertFalse(moved.exists(), "nobody has decided that it takes place")
        self.assertEqual(noted.state, "cancelled")
        self.assertEqual(len(self._get_visits()), 4)

    def test_a_visit_somebody_cancelled_is_not_made_again(self):
        self.route.action_plan()
        visit = self._get_visits()[5]
        visit.state = "cancelled"
        self.route._sync_visits()
        self.assertEqual(visit.state, "cancelled")
        self.assertEqual(len(self._get_visits()), 20)

    def test_who_is_closed_is_left_out_with_the_reason(self):
        self.env["crm.customer.closing"].create(
            {
                "partner_id": self.dealers[0].id,
                "date_from": date(2026, 12, 10),
                "date_to": date(2026, 12, 20),
                "name": "Stocktaking",
            }
        )
        self.dealers[1].customer_status_id.is_open_tuesday = False
        self.route.action_plan()
        self.assertNotIn(date(2026, 12, 15), self._get_days(self.dealers[0]))
        self.assertFalse(self._get_days(self.dealers[1]))
        self.assertIn("Dealer 1 is closed: Stocktaking", self.route.closed_note)
        self.assertIn("Dealer 2 is closed", self.route.closed_note)

    def test_on_leave_nobody_drives(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": datetime(2026, 12, 14, 22),
                "date_to": datetime(2026, 12, 15, 22),
            }
        )
        self.route.action_plan()
        self.assertNotIn(date(2026, 12, 15), self._get_days())
        self.assertIn("does not work", self.route.closed_note)

    def test_the_night_plans_on(self):
        self.route.action_plan()
        self.env["crm.visit"].search([("route_id", "=", self.route.id)]).unlink()
        self.env["crm.route"].search([("id", "!=", self.route.id)]).active = False
        sentence = self.env["crm.funnel.job"]._job_route_visits()
        self.assertIn("20 visits", sentence)
        self.assertEqual(len(self._get_visits()), 20)

    def test_one_bad_route_keeps_no_other_waiting(self):
        other = self._create_route(order=(3, 1), name="Another", weekday="3")
        (self.route | other).action_plan()
        self.env["crm.visit"].search([("route_id", "in", (self.route | other).ids)]).unlink()
        prepare = type(self.route)._prepare_visits

        def fail(route):
            if route == self.route:
                raise ValueError("nothing goes")
            return prepare(route)

        with (
            patch.object(type(self.route), "_prepare_visits", fail),
            mute_logger("odoo.addons.sales_funnel_territory.models.visit.route.crm_funnel_job"),
        ):
            sentence = self.env["crm.funnel.job"]._job_route_visits()
        self.assertFalse(self._get_visits())
        self.assertTrue(self._get_visits(other))
        self.assertIn(self.route.display_name, sentence)

    def test_the_clock_on_the_wall_counts(self):
        self.rep.tz = "Europe/Berlin"
        route = self._create_route(name="Spring", date_from=date(2026, 12, 1), week_cycle=1)
        self.env.company.route_horizon_weeks = 20
        route.action_plan()
        starts = {
            visit.route_day: visit.start.hour
            for visit in self._get_visits(route)
            if visit.partner_id == self.dealers[0]
        }
        self.assertEqual(starts[date(2027, 3, 23)], 7)
        self.assertEqual(starts[date(2027, 3, 30)], 6, "summer time")

    # ------------------------------------------------------------------ split, merge, import

    def test_a_route_is_split_after_its_figures_are_shown(self):
        self.route.action_plan()
        wizard = self.env["crm.route.split"].browse(self.route.action_split()["res_id"])
        self.assertLess(max(wizard.stays_hours, wizard.goes_hours), wizard.before_hours)
        self.assertEqual(len(self.route.stop_ids), 4, "nothing has happened yet")
        action = wizard.action_split()
        both = self.env["crm.route"].search(action["domain"])
        self.assertEqual(sum(both.mapped("stop_count")), 4)
        self.assertEqual(both.stop_ids.partner_id, self.dealers)
        self.assertTrue(all(both.mapped("is_planned")))
        other = both - self.route
        self.assertEqual(
            {day.weekday() for day in self._get_visits(other).mapped("route_day")}, {2}
        )
        self.assertEqual(self._get_visits(other).partner_id, other.stop_ids.partner_id)
        self.assertEqual(self._get_visits().partner_id, self.route.stop_ids.partner_id)

    def test_merged_customers_stand_on_a_route_once(self):
        self.route.action_plan()
        kept, gone = self.dealers[0], self.dealers[1]
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept | gone).ids, kept)
        self.assertEqual(self.route.stop_ids.partner_id, self.dealers - gone)
        visits = self._get_visits()
        self.assertEqual(len(visits), 15)
        self.assertEqual(len(visits.filtered(lambda visit: visit.partner_id == kept)), 5)

    def test_bad_rows_are_refused_with_a_sentence(self):
        nobody = self.env["res.partner"].create({"name": "Nobody", "is_company": True})
        rows = [
            (["name", "user_id", "weekday", "week_cycle"], ["A", "Rosa Rep", "Monday", "0"]),
            (["name", "user_id", "weekday", "leave_at"], ["A", "Rosa Rep", "Monday", "25"]),
            (["name", "user_id", "weekday", "stop_ids/partner_id/.id"],
             ["A", "Rosa Rep", "Monday", str(nobody.id)]),
        ]  # fmt: skip
        remedies = ["every week", "between 00:00 and 23:59", "Nobody is no customer"]
        with mute_logger("odoo.sql_db", "odoo.models"):
            for (names, row), remedy in zip(rows, remedies, strict=True):
                result = self.env["crm.route"].load(names, [row])
                self.assertFalse(result["ids"])
                self.assertIn(remedy, " ".join(one["message"] for one in result["messages"]))
            with self.assertRaises(psycopg2.errors.UniqueViolation):
                self.route.stop_ids = [Command.create({"partner_id": self.dealers[0].id})]
                self.env.flush_all()

    # ------------------------------------------------------------------ rights

    def test_colleagues_read_a_route_and_only_its_people_change_it(self):
        self.assertEqual(self.route.with_user(self.colleague).name, "Dealers North")
        with self.assertRaises(AccessError):
            self.route.with_user(self.colleague).action_plan()
        with self.assertRaises(AccessError):
            self.route.with_user(self.rep).user_id = self.colleague
        for person in (self.rep, self.leader, self.manager, self.administrator):
            route = self.route.with_user(person)
            route.action_plan()
            route.action_optimise()
            route.action_stop_planning()
        for person in (self.portal, self.public, self.foreigner):
            with self.assertRaises(AccessError):
                self.route.with_user(person).read(["name"])

    def test_a_route_is_handed_over_with_its_visits(self):
        self.route.action_plan()
        agreed = self._get_visits()[6]
        agreed.state = "confirmed"
        handover = (
            self.env["crm.handover"]
            .with_user(self.manager)
            .create(
                {
                    "from_user_id": self.rep.id,
                    "to_user_id": self.colleague.id,
                    "reason": "Leaves in May",
                }
            )
        )
        handover.action_preview()
        kinds = handover.item_ids.grouped("kind")
        self.assertEqual(kinds["route"].mapped("res_id"), self.route.ids)
        self.assertEqual(kinds["visit"].mapped("res_id"), agreed.ids)
        handover.action_apply()
        self.assertEqual(self.route.user_id, self.colleague)
        self.assertEqual(self._get_visits().user_id, self.colleague)
        self.assertEqual(len(self._get_visits()), 20, "none twice")
        handover.action_undo()
        self.assertEqual(self._get_visits().user_id, self.rep)
        self.assertEqual(len(self._get_visits()), 20)

    def test_another_responsible_does_not_change_who_drives_the_route(self):
        self.route.action_plan()
        changes = {self.dealers[0].id: (self.rep.id, self.colleague.id)}
        self.env["res.partner"]._after_responsible_changes(changes)
        self.assertEqual(self._get_visits().user_id, self.rep)
        self.assertTrue(all(self._get_visits().mapped("start")))

    def test_a_leader_begins_with_the_week_of_his_teams(self):
        Visit = self.env["crm.visit"]
        action = Visit.with_user(self.leader).action_open_team_week()
        self.assertIn("search_default_my_teams", action["context"])
        self.route.action_plan()
        found = Visit.with_user(self.leader).search([("team_id.leader_ids", "=", self.leader.id)])
        self.assertIn(self._get_visits()[0], found)
        action = Visit.with_user(self.manager).action_open_team_week()
        self.assertNotIn("search_default_my_teams", action["context"])

    def test_what_a_route_says_of_a_visit_is_not_written_by_hand(self):
        self.route.action_plan()
        visit = self._get_visits()[0].with_user(self.rep)
        for name in ("route_day", "route_start", "route_id"):
            with self.assertRaises(AccessError):
                visit.write({name: False})

    def test_nobody_is_mailed(self):
        before = self.env["mail.mail"].search_count([])
        self.route.with_user(self.rep).action_plan()
        self.route.with_user(self.rep).leave_at = 9
        self.route.with_user(self.rep).action_stop_planning()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_a_rep_makes_a_route_by_hand(self):
        with Form(self.env["crm.route"].with_user(self.rep)) as form:
            form.name = "By Hand"
            form.weekday = "3"
            for dealer in self.dealers:
                with form.stop_ids.new() as stop:
                    stop.partner_id = dealer
            self.assertGreater(form.total_hours, 4)
        self.assertEqual(form.record.user_id, self.rep)
        self.assertEqual(form.record.stop_count, 4)


@tagged("-at_install", "post_install")
class TestRouteDesign(RouteCommon):
    def _design(self, **values):
        return (
            self.env["crm.route.design"]
            .with_user(self.rep)
            .create(
                {
                    "user_id": self.rep.id,
                    "partner_ids": [Command.set(self.dealers.ids)],
                    "week_cycle": 2,
                    "longest_day": 4,
                    **values,
                }
            )
        )

    def test_workload_becomes_routes(self):
        design = self._design()
        design.action_propose()
        self.assertEqual(sum(design.line_ids.mapped("customer_count")), 4)
        self.assertIn("All of them have a day", design.summary)
        self.assertTrue(all(line.total_hours <= 4.01 for line in design.line_ids))
        routes = self.env["crm.route"].search(design.action_create()["domain"])
        self.assertEqual(routes.stop_ids.partner_id, self.dealers)
        self.assertEqual(set(routes.mapped("week_cycle")), {2})
        self.assertFalse(any(routes.mapped("is_planned")), "looked at first")

    def test_more_than_a_rep_carries_is_said(self):
        days = ("tuesday", "wednesday", "thursday")
        design = self._design(
            longest_day=1.5, week_cycle=1, **dict.fromkeys([f"on_{day}" for day in days], False)
        )
        design.action_propose()
        self.assertIn("can carry about", design.summary)
        self.assertEqual(len(design.line_ids.filtered("weekday")), 1)

    def test_without_a_cycle_each_is_visited_as_agreed(self):
        self.dealers[0].customer_status_id.write({"visit_number": 1, "visit_unit": "week"})
        self.dealers[1:].customer_status_id.write({"visit_number": 1, "visit_unit": "quarter"})
        design = self._design(week_cycle=0)
        design.action_propose()
        self.assertEqual(sorted(set(design.line_ids.mapped("week_cycle"))), [1, 12])

    def test_impossible_wishes_are_refused_with_the_remedy(self):
        for values, remedy in (
            ({"partner_ids": [Command.clear()]}, "Choose the customers"),
            ({"longest_day": 0}, "hours is not possible"),
            ({"week_cycle": 99}, "enter 1 to 52"),
            (dict.fromkeys(("on_monday", "on_tuesday", "on_wednesday", "on_thursday"), False),
             "one weekday"),
        ):  # fmt: skip
            with self.assertRaisesRegex(UserError, remedy):
                self._design(**values).action_propose()
        with self.assertRaisesRegex(UserError, "propose routes first"):
            self._design().action_create()


@tagged("-at_install", "post_install")
class TestCustomerClosing(RouteCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closing = cls.env["crm.customer.closing"].create(
            {"partner_id": cls.dealers[0].id, "date_from": date(2026, 12, 24), "name": "Christmas"}
        )

    def test_a_day_alone_is_enough(self):
        self.assertEqual(self.closing.date_to, date(2026, 12, 24))
        self.assertIn("Christmas", self.closing.display_name)

    def test_the_responsible_enters_it_and_others_read(self):
        self.closing.with_user(self.rep).date_to = date(2026, 12, 31)
        self.assertEqual(self.closing.with_user(self.colleague).name, "Christmas")
        with self.assertRaises(AccessError):
            self.closing.with_user(self.colleague).name = "Mine"
        for person in (self.leader, self.manager):
            self.closing.with_user(person).name = "Christmas"
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.closing.with_user(person).read(["name"])
        with self.assertRaises(AccessError):
            self.portal.partner_id.with_user(self.portal).read(["closing_ids"])

    def test_merged_customers_close_once(self):
        self.closing.copy({"partner_id": self.dealers[1].id})
        other = self.closing.create(
            {"partner_id": self.dealers[1].id, "date_from": date(2027, 1, 1)}
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(self.dealers[:2].ids, self.dealers[0])
        self.assertEqual(self.dealers[0].closing_ids, self.closing | other)

    def test_hours_closings_and_holidays_in_bulk(self):
        self.env.company.has_customer_holidays = True
        self.dealers.country_id = self.env.ref("base.de")
        self.dealers[1].customer_status_id.write({"hour_from": 8, "hour_to": 16})
        self.dealers[2].customer_status_id.is_open_holidays = True
        self.env.flush_all()
        self.env.invalidate_all()
        Status = self.env["crm.customer.status"]
        names = "odoo.addons.sales_funnel_territory.models.visit.reception.crm_customer_status"
        holidays = {date(2026, 12, 25): "Christmas Day"}
        with patch(f"{names}.find_holidays", lambda *args: holidays):
            found = Status._prepare_open_calendar(
                self.dealers, date(2026, 12, 1), date(2026, 12, 31)
            )
        why = [found[one].why_closed(date(2026, 12, 25)) for one in self.dealers]
        self.assertEqual(why, ["Christmas Day", "Christmas Day", None, "Christmas Day"])
        self.assertEqual(found[self.dealers[0]].why_closed(date(2026, 12, 24)), "Christmas")
        self.assertEqual(found[self.dealers[1]].span(date(2026, 12, 22)).start, 8 * 3600)

    def test_without_the_package_there_are_no_holidays(self):
        names = "odoo.addons.sales_funnel_territory.tools.public_holidays"
        with patch(f"{names}.is_installed", lambda: False):
            self.assertEqual(find_holidays("DE", "", [2026]), {})

    def test_a_customer_cannot_open_before_he_closes(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self.closing.write({"date_from": date(2026, 12, 24), "date_to": date(2026, 12, 1)})
            self.env.flush_all()
