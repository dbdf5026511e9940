"""A person with customers around a city, for the tests of planning visits."""

import importlib.util
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from unittest import SkipTest

from ..planning.travel import GreatCircle, as_places
from ..planning.visits.due.assembly import assemble
from ..planning.visits.due.demand import Appointment, Customer, Demand
from ..planning.visits.due.opening import Hours
from ..planning.visits.problem import Span, WorkDay

MONDAY = date(2026, 3, 2)
HOUR = 3600
MUNICH = (48.14, 11.57)
BREAK = (Span(12 * HOUR, 12 * HOUR + 2700),)
MORNINGS = Hours({weekday: (Span(8 * HOUR, 12 * HOUR),) for weekday in range(5)})
EVER = Hours()
# Share of the customers, visits in each unit, priority.
MIX = ((0.5, 1, "week", 3.0), (0.3, 2, "month", 2.0), (0.2, 1, "month", 1.0))


def story(customers=40, weeks=1, seed=1, minutes=(30,), appointments=3, end=17, **values):
    """Return an assembled problem; the same arguments, the same problem."""
    rand = random.Random(seed)
    points, people = [MUNICH], []
    for key in range(1, customers + 1):
        points.append((MUNICH[0] + rand.gauss(0, 0.15), MUNICH[1] + rand.gauss(0, 0.2)))
        people.append(_customer(rand, key, rand.choice(minutes)))
    travel = GreatCircle().measure(as_places(points), as_places(points))
    days = tuple(
        WorkDay(MONDAY + timedelta(days=7 * week + day), 8 * HOUR, end * HOUR, 0, 0, busy=BREAK)
        for week in range(weeks)
        for day in range(5)
    )
    fixed = [
        Appointment(key, key, key, days[row].date, 14 * HOUR, 15 * HOUR)
        for key, row in enumerate(rand.sample(range(len(days)), appointments), 1)
    ]
    last = MONDAY + timedelta(days=7 * weeks - 1)
    return assemble(
        Demand(MONDAY, last, days, travel.seconds, travel.metres, people, fixed, **values)
    )


def _customer(rand, key, minutes):
    ((_share, number, unit, priority),) = rand.choices(MIX, [row[0] for row in MIX])
    gap = {"week": 7, "month": 30}[unit] / number
    return Customer(
        key,
        key,
        minutes,
        number,
        unit,
        last=MONDAY - timedelta(days=rand.randint(1, round(gap))),
        hours=MORNINGS if rand.random() < 0.2 else EVER,
        priority=priority,
    )


def check(problem, solution):
    """Return what the independent checker of the benchmarks finds; they do not ship."""
    path = Path(__file__).parents[2] / "benchmarks" / "visits_checker.py"
    if not path.exists():
        raise SkipTest("the benchmarks are not here")
    spec = importlib.util.spec_from_file_location("visits_checker", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.check(problem, solution)
