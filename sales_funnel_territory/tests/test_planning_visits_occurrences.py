from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.due.assembly import assemble, funnel_seconds
from ..planning.visits.due.demand import Appointment, Customer, Deal, Demand, Single
from ..planning.visits.due.opening import Hours
from ..planning.visits.problem import Span, WorkDay

MONDAY = date(2026, 3, 2)
HOUR = 3600
PLACES = 12


def travel(places=PLACES, seconds=600):
    table = np.full((places, places), float(seconds))
    np.fill_diagonal(table, 0.0)
    return table


def work_days(weeks=4, first=MONDAY, weekdays=range(5), start=8, end=17):
    days = (first + timedelta(days=offset) for offset in range(7 * weeks))
    return tuple(
        WorkDay(day, start * HOUR, end * HOUR, 0, 0) for day in days if day.weekday() in weekdays
    )


def demand(weeks=4, days=None, **values):
    days = work_days(weeks) if days is None else days
    last = MONDAY + timedelta(days=7 * weeks - 1)
    table = travel()
    return Demand(MONDAY, last, days, table, table * 10, **values)


def one(number=1, unit="week", minutes=60, **values):
    return Customer(
        **{"id": 1, "place": 1, "minutes": minutes, "number": number, "unit": unit} | values
    )


def targets(result, customer=1):
    return [each.target for each in result.problem.occurrences if each.customer == customer]


class TestRhythm(BaseCase):
    def test_goes_on_from_the_last_visit(self):
        result = assemble(demand(customers=[one(last=MONDAY - timedelta(days=4))]))
        self.assertEqual(targets(result), [MONDAY + timedelta(days=3 + 7 * k) for k in range(4)])
        series = result.problem.series[0]
        self.assertEqual(series.before, MONDAY - timedelta(days=4))
        self.assertEqual((series.period, series.after), (7, None))

    def test_an_overdue_one_is_wanted_at_once_and_is_worth_more(self):
        late = one(last=MONDAY - timedelta(days=14))
        usual = one(id=2, place=2, last=MONDAY - timedelta(days=7))
        result = assemble(demand(customers=[late, usual]))
        first = {each.customer: each for each in reversed(result.problem.occurrences)}
        self.assertEqual(first[1].target, MONDAY)
        self.assertGreater(first[1].worth, first[2].worth)

    def test_a_more_important_customer_is_worth_more(self):
        result = assemble(demand(customers=[one(priority=4), one(id=2, place=2)]))
        worth = {each.customer: each.worth for each in result.problem.occurrences}
        self.assertEqual(worth[1], 4 * worth[2])

    def test_who_has_waited_too_long_is_visited_late_rather_than_never(self):
        late = one(number=1, unit="month", largest_gap=35, last=MONDAY - timedelta(days=50))
        usual = one(id=2, number=1, unit="month", largest_gap=35, last=MONDAY - timedelta(days=20))
        late, usual = assemble(demand(customers=[late, usual])).problem.series
        self.assertEqual((late.before, usual.before), (None, MONDAY - timedelta(days=20)))

    def test_no_visit_where_one_is_planned(self):
        last = MONDAY - timedelta(days=5)
        friday = MONDAY + timedelta(days=4)
        fixed = Appointment(7, 1, 1, friday, 9 * HOUR, 10 * HOUR)
        result = assemble(demand(weeks=2, customers=[one(last=last)], appointments=[fixed]))
        self.assertEqual(targets(result), [friday, friday + timedelta(days=7)])
        self.assertEqual(len(result.problem.series[0].keys), 2)

    def test_visits_of_somebody_else_cut_the_series(self):
        other = MONDAY + timedelta(days=10)
        result = assemble(
            demand(customers=[one(last=MONDAY - timedelta(days=4), planned=(other,))])
        )
        first, second = result.problem.series
        self.assertEqual((first.after, second.before), (other, other))
        self.assertEqual(len(first.keys) + len(second.keys), 3)

    def test_keeps_apart_from_the_first_visit_after_the_period(self):
        after = MONDAY + timedelta(days=14 + 3)
        result = assemble(
            demand(weeks=2, customers=[one(last=MONDAY - timedelta(days=4), planned=(after,))])
        )
        self.assertEqual(result.problem.series[0].after, after)
        self.assertEqual(targets(result), [MONDAY + timedelta(days=d) for d in (3, 10)])

    def test_new_ones_are_spread_over_their_first_interval(self):
        new = [one(id=key, number=1, unit="month") for key in range(1, 31)]
        result = assemble(demand(weeks=5, customers=new))
        firsts = {}
        for each in result.problem.occurrences:
            firsts.setdefault(each.customer, each.target)
        weeks = Counter((day - MONDAY).days // 7 for day in firsts.values())
        self.assertEqual(len(firsts), 30)
        self.assertLessEqual(max(weeks[k] for k in range(4)) - min(weeks[k] for k in range(4)), 1)

    def test_nobody_new_is_put_off_from_plan_to_plan(self):
        new = [one(id=key, number=1, unit="year", since=MONDAY) for key in range(1, 53)]
        seen, open_ones = set(), {each.id: each for each in new}
        first = MONDAY
        while first < MONDAY + timedelta(days=371):
            last = first + timedelta(days=27)
            days = work_days(4, first)
            plan = Demand(first, last, days, travel(), travel(), list(open_ones.values()))
            for each in assemble(plan).problem.occurrences:
                seen.add(each.customer)
                was = open_ones[each.customer]
                open_ones[each.customer] = one(
                    id=was.id, number=1, unit="year", since=MONDAY, last=each.target
                )
            first = last + timedelta(days=1)
        self.assertEqual(seen, set(range(1, 53)))

    def test_more_visits_than_days(self):
        result = assemble(demand(customers=[one(number=7, last=MONDAY - timedelta(days=1))]))
        self.assertEqual(len(result.problem.occurrences), 20)
        self.assertEqual([(each.cause, each.visits) for each in result.refused], [("frequency", 8)])


class TestBadInput(BaseCase):
    def refusals(self, **values):
        result = assemble(demand(customers=[one(**values), one(id=2, place=2, last=MONDAY)]))
        self.assertEqual({each.customer for each in result.problem.occurrences}, {2})
        return [(each.customer, each.cause) for each in result.refused]

    def test_each_has_a_cause_and_the_rest_is_planned(self):
        short = Hours({weekday: (Span(9 * HOUR, 9 * HOUR + 600),) for weekday in range(7)})
        cases = [
            ("no position", {"place": None}, "no_place"),
            ("outside the table", {"place": 99}, "no_place"),
            ("never", {"number": 0}, "frequency"),
            ("a thousand", {"number": 1000}, "frequency"),
            ("minutes of a day", {"number": 366, "unit": "week"}, "frequency"),
            ("gaps cross", {"least_gap": 9, "largest_gap": 8}, "frequency"),
            ("closed all week", {"hours": Hours({})}, "closed"),
            ("open on Sundays", {"hours": Hours({6: (Span(0, 86400),)})}, "closed"),
            ("window too short", {"hours": short}, "window"),
            ("visit longer than the day", {"minutes": 600}, "window"),
            ("not there and back", {"minutes": 535}, "too_far"),
        ]
        for name, values, cause in cases:
            with self.subTest(name):
                self.assertEqual(self.refusals(**values), [(1, cause)])

    def test_nobody_works(self):
        result = assemble(demand(days=(), customers=[one()]))
        self.assertEqual([each.cause for each in result.refused], ["no_hours"])
        self.assertEqual(result.due, 4)

    def test_closing_days_and_holidays(self):
        closed = frozenset(MONDAY + timedelta(days=k) for k in range(7, 14))
        customer = one(last=MONDAY - timedelta(days=4), hours=Hours(closed=closed))
        result = assemble(demand(weeks=3, customers=[customer]))
        days = result.problem.days
        for each in result.problem.occurrences:
            self.assertTrue(each.offers)
            self.assertFalse(closed & {days[offer.day].date for offer in each.offers})

    def test_overlapping_appointments(self):
        fixed = [
            Appointment(1, 1, 1, MONDAY, 9 * HOUR, 11 * HOUR),
            Appointment(2, 2, 2, MONDAY, 10 * HOUR, 12 * HOUR),
            Appointment(3, 3, 3, MONDAY, 19 * HOUR, 20 * HOUR),
        ]
        result = assemble(demand(appointments=fixed))
        self.assertEqual(
            [(each.source.id, each.cause, each.other) for each in result.refused],
            [(2, "clash", 1), (3, "no_hours", None)],
        )
        self.assertEqual(result.due, 3)

    def test_an_appointment_is_no_obstacle_to_itself(self):
        busy = (Span(9 * HOUR, 12 * HOUR),)
        days = (WorkDay(MONDAY, 8 * HOUR, 17 * HOUR, 0, 0, busy=busy),)
        fixed = Appointment(1, 1, 1, MONDAY, 9 * HOUR, 10 * HOUR)
        nowhere = Appointment(2, 2, None, MONDAY, 13 * HOUR, 14 * HOUR)
        result = assemble(demand(days=days, appointments=[fixed, nowhere]))
        self.assertEqual(
            result.problem.days[0].busy,
            (Span(10 * HOUR, 12 * HOUR), Span(13 * HOUR, 14 * HOUR)),
        )
        self.assertEqual((result.untravelled, result.due), ((2,), 1))


class TestOthers(BaseCase):
    def test_deals_compete_by_value_and_closing(self):
        deals = [
            Deal(1, 1, 1, 60, 10_000, 0.2, MONDAY + timedelta(days=90)),
            Deal(2, 2, 2, 60, 20_000, 0.2, MONDAY + timedelta(days=90)),
            Deal(3, 3, 3, 60, 10_000, 0.2, MONDAY + timedelta(days=10)),
            Deal(4, 4, None, 60, 10_000, 0.2),
        ]
        result = assemble(demand(deals=deals, funnel_hours=8))
        small, large, soon = result.problem.occurrences
        self.assertLess(small.worth, soon.worth)
        self.assertEqual(large.worth, 2 * small.worth)
        self.assertEqual(
            [(each.source.id, each.cause) for each in result.refused], [(4, "no_place")]
        )
        self.assertEqual(set(result.problem.funnel_seconds.values()), {8 * HOUR})

    def test_a_short_week_has_fewer_funnel_hours(self):
        days = work_days(2)[:-3]
        self.assertEqual(sorted(funnel_seconds(days, 10).values()), [4 * HOUR, 10 * HOUR])

    def test_a_fixed_route_stands_in_for_the_rhythm(self):
        thursday = MONDAY + timedelta(days=3)
        stop = Single(5, 1, 1, 60, thursday, thursday, origin="fixed_route")
        result = assemble(
            demand(weeks=1, customers=[one(last=thursday - timedelta(7))], singles=[stop])
        )
        (visit,) = result.problem.occurrences
        self.assertEqual((visit.origin, len(visit.offers)), ("fixed_route", 1))
        self.assertEqual(result.sources[visit.key].id, 5)

    def test_a_single_visit_on_a_day_off(self):
        sunday = MONDAY + timedelta(days=6)
        result = assemble(demand(singles=[Single(5, 1, 1, 60, sunday, sunday)]))
        self.assertEqual([each.cause for each in result.refused], ["no_hours"], "nobody works")

    def test_a_single_visit_on_a_day_on_which_the_customer_is_closed(self):
        tuesdays = Hours({1: (Span(0, 24 * HOUR),)})
        result = assemble(demand(singles=[Single(5, 1, 1, 60, MONDAY, MONDAY, hours=tuesdays)]))
        self.assertEqual([each.cause for each in result.refused], ["closed"])


SPANS = st.tuples(st.integers(0, 23), st.integers(1, 10)).map(
    lambda pair: Span(pair[0] * HOUR, min(24, pair[0] + pair[1]) * HOUR)
)
HOURS = st.one_of(
    st.just(Hours()),
    st.dictionaries(st.integers(0, 6), st.tuples(SPANS), max_size=5).map(Hours),
)
CUSTOMERS = st.lists(
    st.builds(
        Customer,
        id=st.integers(1, 40),
        place=st.one_of(st.none(), st.integers(0, PLACES - 1)),
        minutes=st.integers(0, 700),
        number=st.sampled_from([0, 1, 2, 3, 7, 14, 1000]),
        unit=st.sampled_from(["day", "week", "month", "quarter", "year"]),
        least_gap=st.one_of(st.none(), st.integers(1, 40)),
        largest_gap=st.one_of(st.none(), st.integers(1, 90)),
        last=st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2026, 3, 20))),
        planned=st.lists(st.dates(date(2026, 2, 1), date(2026, 5, 1)), max_size=2).map(tuple),
        hours=HOURS,
    ),
    max_size=15,
    unique_by=lambda each: each.id,
)
APPOINTMENTS = st.lists(
    st.builds(
        lambda key, customer, place, day, start, length: Appointment(
            key,
            customer,
            place,
            MONDAY + timedelta(days=day),
            start * HOUR,
            (start + length) * HOUR,
        ),
        st.integers(1, 1000),
        st.integers(0, 40),
        st.one_of(st.none(), st.integers(0, PLACES - 1)),
        st.integers(0, 27),
        st.integers(0, 22),
        st.integers(0, 3),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


class TestLaws(BaseCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(CUSTOMERS, APPOINTMENTS, st.sets(st.integers(0, 6), max_size=7))
    def test_nobody_is_forgotten_and_offers_are_possible(self, customers, appointments, weekdays):
        days = work_days(4, weekdays=weekdays)
        values = {"customers": customers, "appointments": appointments}
        result = assemble(demand(days=days, **values))
        problem = result.problem
        keys = [each.key for each in problem.occurrences]
        self.assertEqual(keys, list(range(len(keys))))
        self.assertEqual(set(result.sources), set(keys))
        hours = {each.id: each.hours for each in customers}
        for each in problem.occurrences:
            self.assertTrue(each.offers)
            for offer in each.offers:
                # an appointment makes its day as long as it needs, for itself alone
                day = (problem.days if each.is_fixed else days)[offer.day]
                for window in offer.windows:
                    self.assertGreaterEqual(window.length, each.service)
                    self.assertTrue(day.start <= window.start and window.end <= day.end)
                    if not each.is_fixed:
                        self.assertTrue(
                            any(
                                span.start <= window.start and window.end <= span.end
                                for span in hours[each.customer].on(day.date)
                            )
                        )
        self.check_everybody(customers, result)
        self.check_series(problem)
        self.assertEqual(
            assemble(demand(days=days, **values)).problem.occurrences, problem.occurrences
        )

    def check_everybody(self, customers, result):
        """Whoever is neither planned nor refused has a visit within his gap, or no need of one."""
        known = {each.customer for each in result.problem.occurrences}
        known |= {each.customer for each in result.refused}
        for each in customers:
            if each.id in known:
                continue
            visits = [*each.planned, *([each.last] if each.last else [])]
            gap = 366 / each.number if each.unit == "day" else 92 if each.unit == "quarter" else 366
            self.assertTrue(gap > 20 or visits, each)

    def check_series(self, problem):
        target = {each.key: each.target for each in problem.occurrences}
        members = [key for series in problem.series for key in series.keys]
        self.assertEqual(len(members), len(set(members)))
        for series in problem.series:
            days = [target[key] for key in series.keys]
            self.assertEqual(days, sorted(days))
            self.assertTrue(series.before is None or series.before <= days[0])
            self.assertTrue(series.after is None or series.after >= days[-1])

    @settings(max_examples=80, deadline=None)
    @given(
        st.integers(1, 4),
        st.sampled_from(["week", "month", "quarter"]),
        st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    )
    def test_spacing_holds_across_the_borders_of_plans(self, number, unit, last):
        """Plans of four weeks, one after the other, keep the rhythm as one long plan would."""
        visits, first = [], MONDAY
        for _plan in range(6):
            end = first + timedelta(days=27)
            customer = one(number=number, unit=unit, last=visits[-1] if visits else last)
            plan = Demand(first, end, work_days(4, first), travel(), travel(), [customer])
            visits += targets(assemble(plan))
            first = end + timedelta(days=1)
        gap = {"week": 7, "month": 365.25 / 12, "quarter": 365.25 / 4}[unit] / number
        for one_day, next_day in pairwise(visits):
            self.assertAlmostEqual((next_day - one_day).days, gap, delta=1)
