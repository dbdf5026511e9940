import importlib.util
import itertools
from unittest import skipUnless

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.pattern.problem import Customer, PatternProblem, read_problem
from ..planning.visits.pattern.search import PatternSearch
from ..planning.visits.pattern.solve import solve_patterns

HAS_PYVRP = importlib.util.find_spec("pyvrp") is not None
INSTANCE = """1 2 3 2
 0 60
 100 70
 0 0 0 0 0 0 0
 1 3 4 5 10 1 2 1 2
 2 0 5 0 20 2 1 3
 3 3 0 0.5 30 1 1 2
"""
DAYS = st.integers(1, 4)


@st.composite
def problems(draw):
    days = draw(DAYS)
    sets = [
        pattern
        for size in range(1, days + 1)
        for pattern in itertools.combinations(range(days), size)
    ]
    numbers = st.integers(0, 50)
    count = draw(st.integers(1, 14))
    customers = []
    for number in range(1, count + 1):
        size = draw(st.integers(1, days))
        fitting = [one for one in sets if len(one) == size]
        patterns = draw(st.sets(st.sampled_from(fitting), min_size=1, max_size=4))
        demand = draw(st.integers(0, 12))
        service = draw(st.integers(0, 5))
        x, y = draw(numbers), draw(numbers)
        customers.append(Customer(number, x, y, service, demand, tuple(sorted(patterns))))
    longest = draw(st.sampled_from([float("inf"), 160.0, 250.0]))
    return PatternProblem(
        draw(st.integers(1, 4)),
        days,
        (longest,) * days,
        (float(draw(st.sampled_from([20, 60]))),) * days,
        Customer(0, 25, 25),
        tuple(customers),
    )


def faults(problem, plan):
    """Return what routes break, counted from the problem alone."""
    found, length = [], 0.0
    days = {number: [] for number in range(1, len(problem.customers) + 1)}
    for route in plan.routes:
        visits = [problem.customers[stop - 1] for stop in route.stops]
        points = [problem.depot, *visits, problem.depot]
        travel = sum(
            ((one.x - two.x) ** 2 + (one.y - two.y) ** 2) ** 0.5
            for one, two in itertools.pairwise(points)
        )
        length += travel
        if travel + sum(one.service for one in visits) > problem.longest[route.day] + 1e-6:
            found.append(f"{route} is too long")
        if sum(one.demand for one in visits) > problem.largest[route.day] + 1e-6:
            found.append(f"{route} carries too much")
        for stop in route.stops:
            days[stop].append(route.day)
    found += [
        f"day {day} has too many routes"
        for day in range(problem.days)
        if sum(route.day == day for route in plan.routes) > problem.vehicles
    ]
    for number, visited in days.items():
        wanted = problem.customers[number - 1].patterns
        if (number in plan.missing) != (not visited) or (
            visited and tuple(sorted(visited)) not in wanted
        ):
            found.append(f"{number} is visited on {visited}")
    if abs(length - plan.length) > 1e-6:
        found.append(f"{plan.length} is told, {length} it is")
    return found


def clock(step):
    """A clock that goes on by a step each time it is looked at: no test depends on the machine."""
    ticks = itertools.count()
    return lambda: next(ticks) * step


class TestPatternProblem(BaseCase):
    def test_an_instance_is_read_as_its_format_says(self):
        problem = read_problem(INSTANCE)
        self.assertEqual((problem.vehicles, problem.days), (2, 2))
        self.assertEqual(problem.longest, (float("inf"), 100.0))
        self.assertEqual(problem.largest, (60.0, 70.0))
        one, two, three = problem.customers
        self.assertEqual(one.patterns, ((1,), (0,)))
        self.assertEqual(two.patterns, ((0, 1),))
        self.assertEqual((three.service, three.demand), (0.5, 30.0))
        self.assertEqual(problem.distances()[0, 1], 5.0)

    def test_what_is_no_instance_is_refused_in_a_sentence(self):
        for text in ("", "1 2", "1 2 3 2\n0 60", "a b c d", INSTANCE.replace(" 1 3 4", " x 3 4")):
            with self.assertRaisesRegex(ValueError, "no periodic routing problem"):
                read_problem(text)
        with self.assertRaisesRegex(ValueError, "customer 3 has no day"):
            read_problem(INSTANCE.replace("1 1 2\n", "1 0\n"))


class TestSolvePatterns(BaseCase):
    @settings(max_examples=25, deadline=None)
    @given(problems(), st.integers(0, 5))
    def test_routes_break_no_limit(self, problem, seed):
        plan = solve_patterns(problem, 1.0, seed, with_pyvrp=False, clock=clock(0.05))
        self.assertEqual(faults(problem, plan), [])

    @skipUnless(HAS_PYVRP, "PyVRP is not installed")
    @settings(max_examples=6, deadline=None)
    @given(problems(), st.integers(0, 5))
    def test_nor_with_pyvrp(self, problem, seed):
        plan = solve_patterns(problem, 1.0, seed, with_pyvrp=True, clock=clock(0.04))
        self.assertEqual(faults(problem, plan), [])

    def test_customers_on_one_line_are_visited_together(self):
        customers = tuple(Customer(n, 10.0 * n, 0, 0, 1, ((0,), (1,))) for n in (1, 2, 3, 4))
        problem = PatternProblem(
            2, 2, (float("inf"),) * 2, (10.0,) * 2, Customer(0, 0, 0), customers
        )
        plan = solve_patterns(problem, 1.0, 1, with_pyvrp=False, clock=clock(0.01))
        self.assertAlmostEqual(plan.length, 80.0)
        self.assertEqual(len(plan.routes), 1)

    def test_the_same_seed_gives_the_same_routes(self):
        problem = read_problem(INSTANCE)
        one, two = (
            solve_patterns(problem, 1.0, 3, with_pyvrp=False, clock=clock(0.05)) for _time in "ab"
        )
        self.assertEqual(one, two)

    def test_prices_are_those_of_routes_counted_anew(self):
        search = PatternSearch(read_problem(INSTANCE), 1)
        search.run(lambda ran: ran / 100)
        length = search.state.length
        search.state.load_routes(search.state.routes)
        self.assertAlmostEqual(search.state.length, length)

    def test_a_customer_too_large_for_any_vehicle_is_missing(self):
        problem = read_problem(INSTANCE.replace("0.5 30", "0.5 300"))
        plan = solve_patterns(problem, 1.0, 1, with_pyvrp=False, clock=clock(0.1))
        self.assertEqual((plan.missing, faults(problem, plan)), ((3,), []))
