import importlib.util
import itertools
import random
from unittest import skipUnless
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.pattern import solve, turns
from ..planning.visits.pattern.crossover import Crossover
from ..planning.visits.pattern.moves import PatternMoves
from ..planning.visits.pattern.penalties import Penalties, Pricing
from ..planning.visits.pattern.problem import Customer, PatternProblem, read_problem
from ..planning.visits.pattern.search import PatternSearch
from ..planning.visits.pattern.sectors import Sector
from ..planning.visits.pattern.solve import solve_patterns
from ..planning.visits.pattern.state import PatternState

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
def problems(draw, fewest=1, most=14):
    days = draw(DAYS)
    sets = [
        pattern
        for size in range(1, days + 1)
        for pattern in itertools.combinations(range(days), size)
    ]
    numbers = st.integers(0, 50)
    count = draw(st.integers(fewest, most))
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


def town(count, days):
    """Customers with one visit, two with a day between, and one every day."""
    source = random.Random(7)
    every = tuple(range(days))
    kinds = [tuple((day,) for day in every), tuple((day, day + 2) for day in every[:-2]), (every,)]
    customers = tuple(
        Customer(number, source.uniform(0, 100), source.uniform(0, 100), 2, 5, kinds[number % 3])
        for number in range(1, count + 1)
    )
    limits = (float("inf"),) * days
    return PatternProblem(4, days, limits, (40.0,) * days, Customer(0, 50, 50), customers)


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
    @settings(max_examples=8, deadline=None)
    @given(problems(fewest=8), st.integers(0, 5))
    def test_nor_with_pyvrp(self, problem, seed):
        plan = solve_patterns(problem, 1.0, seed, with_pyvrp=True, clock=clock(0.02))
        self.assertEqual(faults(problem, plan), [])

    @skipUnless(HAS_PYVRP, "PyVRP is not installed")
    @settings(max_examples=6, deadline=None)
    @given(problems(fewest=12, most=30), st.integers(0, 5))
    def test_nor_in_turns_and_part_by_part(self, problem, seed):
        for large in (10, 400):
            with patch.multiple(solve, LARGE=large), patch.multiple(turns, PART=12, ROUTED=0.1):
                plan = solve_patterns(problem, 1.0, seed, with_pyvrp=True, clock=clock(0.02))
            self.assertEqual(faults(problem, plan), [])

    @skipUnless(HAS_PYVRP, "PyVRP is not installed")
    def test_populations_of_parts_shorten_a_large_plan(self):
        problem = town(60, days=3)
        search = PatternSearch(problem, 1)
        before = search.best_cost
        with patch.multiple(turns, PART=60):
            parts = turns.Turns(search, 1, 1.0, 1.0, clock(0.01), breeds=True)
            parts._improve_part()
        self.assertLess(search.best_cost, before)
        self.assertTrue(search.take(search.best_routes))

    @skipUnless(HAS_PYVRP, "PyVRP is not installed")
    def test_without_any_time_a_large_problem_has_a_plan(self):
        problem = town(60, days=3)
        with patch.multiple(solve, LARGE=10):
            plan = solve_patterns(problem, 0.0, 1, with_pyvrp=True, clock=clock(0.01))
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

    @skipUnless(HAS_PYVRP, "PyVRP is not installed")
    def test_nor_does_it_matter_how_fast_the_machine_is_with_pyvrp(self):
        problem = town(24, days=3)
        one, two = (
            solve_patterns(problem, 1.0, 3, with_pyvrp=True, clock=clock(0.01)) for _time in "ab"
        )
        self.assertEqual(one, two)
        self.assertEqual((one.engine, one.missing), ("own+pyvrp", ()))

    @skipUnless(HAS_PYVRP, "PyVRP is not installed")
    def test_a_population_never_makes_a_plan_longer(self):
        problem = town(24, days=3)
        alone = solve_patterns(problem, 0.06, 3, with_pyvrp=False, clock=clock(0.005))
        both = solve_patterns(problem, 1.0, 3, with_pyvrp=True, clock=clock(0.005))
        self.assertLessEqual(both.length, alone.length + 1e-6)

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


class TestPopulation(BaseCase):
    @settings(max_examples=25, deadline=None)
    @given(problems(fewest=4), st.integers(0, 5))
    def test_children_keep_patterns(self, problem, seed):
        state = PatternState(problem)
        penalties = Penalties.of(state)
        crossover = Crossover(state, Pricing(state), random.Random(seed))
        one, two = crossover.fresh(penalties), crossover.fresh(penalties)
        for routes in (one, two, crossover.cross(one, two, penalties)):
            self.assertEqual(patterns_of(problem, routes), [])

    @settings(max_examples=25, deadline=None)
    @given(problems(fewest=4), st.integers(0, 5))
    def test_moves_keep_patterns_and_save_what_they_tell(self, problem, seed):
        state = PatternState(problem)
        pricing, penalties = Pricing(state), Penalties.of(state)
        routes = Crossover(state, pricing, random.Random(seed)).fresh(penalties)
        better = PatternMoves(state).improve(routes, penalties)
        if better is not None:
            self.assertEqual(patterns_of(problem, better), [])
            self.assertLess(paid(problem, better, penalties), paid(problem, routes, penalties))

    @settings(max_examples=25, deadline=None)
    @given(problems(fewest=4), st.integers(0, 5))
    def test_prices_of_the_plan_before_do_not_count(self, problem, seed):
        state = PatternState(problem)
        pricing, penalties = Pricing(state), Penalties.of(state)
        crossover = Crossover(state, pricing, random.Random(seed))
        plans = [crossover.fresh(penalties) for _time in "abc"]
        moves = PatternMoves(state)
        for routes in plans:
            anew = PatternMoves(PatternState(problem)).improve(routes, penalties)
            self.assertEqual(moves.improve(routes, penalties), anew)

    def test_a_part_put_back_is_the_whole(self):
        search = PatternSearch(town(24, days=3), 1)
        for center in (1, 7, 24):
            sector = Sector(search.state, center, 2)
            self.assertEqual(sector.whole(sector.routes()), search.state.routes)
            self.assertLess(len(sector.customers), 24)
            whole = sector.problem.customers
            self.assertTrue(all(one.patterns for one in whole))


def patterns_of(problem, routes):
    """Return customers that are visited on days of no pattern of theirs."""
    days = {number: [] for number in range(1, len(problem.customers) + 1)}
    for row, route in enumerate(routes):
        for stop in route:
            days[stop].append(row // problem.vehicles)
    return [
        number
        for number, visited in days.items()
        if tuple(sorted(visited)) not in problem.customers[number - 1].patterns
    ]


def paid(problem, routes, penalties):
    """Return the travel and what broken limits cost, counted anew."""
    state = PatternState(problem)
    state.load_routes(routes)
    over = (state.load - state.largest).clip(0).sum()
    late = (state.duration - state.longest).clip(0).sum()
    return state.length + penalties.load * over + penalties.time * late
