"""Whether routes solve an instance of the periodic routing problem: read from the two files alone.

Nothing of the engine is used. ``check`` returns the length of the routes and what is wrong with
them, a sentence each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PRECISION = 1e-6  # of sums of square roots
WRITTEN = 1e-3  # of lengths as the routes tell them


@dataclass(frozen=True)
class Instance:
    """What the file says: limits by day (0: none), and a row for each customer by his number."""

    vehicles: int
    days: int
    limits: list[tuple[float, float]]
    rows: dict[int, list[float]]

    def service(self, number: int) -> float:
        return self.rows[number][3]

    def demand(self, number: int) -> float:
        return self.rows[number][4]

    def distance(self, here: int, there: int) -> float:
        one, two = self.rows[here], self.rows[there]
        return math.dist(one[1:3], two[1:3])

    def patterns(self, number: int) -> set[int]:
        row = self.rows[number]
        return {int(word) for word in row[7 : 7 + int(row[6])]}


def read(path: Path) -> Instance:
    """Read an instance."""
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    _kind, vehicles, count, days = (int(word) for word in lines[0][:4])
    limits = [(float(one[0]), float(one[1])) for one in lines[1 : 1 + days]]
    rows = [[float(word) for word in line] for line in lines[1 + days : 2 + days + count]]
    return Instance(vehicles, days, limits, {int(row[0]): row for row in rows})


def check(instance_path: Path, routes_path: Path) -> tuple[float, list[str]]:
    """Return the length of the routes, and what is wrong with them."""
    instance = read(instance_path)
    total, wrong = 0.0, []
    bits = dict.fromkeys(instance.rows, 0)
    used: dict[int, set[int]] = {}
    for line in routes_path.read_text().splitlines():
        words = line.split()
        day, vehicle, stops = int(words[0]), int(words[1]), [int(word) for word in words[4:]]
        length, sentences = check_route(instance, day, stops, float(words[2]), float(words[3]))
        total += length
        wrong += sentences
        if vehicle in used.setdefault(day, set()):
            wrong.append(f"day {day}: vehicle {vehicle} has two routes")
        used[day].add(vehicle)
        for stop in stops[1:-1]:
            bit = 1 << (instance.days - day)
            if bits[stop] & bit:
                wrong.append(f"day {day}: customer {stop} is visited twice")
            bits[stop] |= bit
    for day, vehicles in used.items():
        if len(vehicles) > instance.vehicles or not 1 <= day <= instance.days:
            wrong.append(f"day {day} has {len(vehicles)} routes")
    for number in sorted(bits):
        if number and bits[number] not in instance.patterns(number):
            wrong.append(f"customer {number} is visited on {bits[number]:0{instance.days}b}")
    return total, wrong


def check_route(
    instance: Instance, day: int, stops: list[int], told: float, told_load: float
) -> tuple[float, list[str]]:
    """Return the length of one route, and what is wrong with it."""
    wrong = []
    longest, largest = instance.limits[day - 1]
    length = sum(instance.distance(here, there) for here, there in pairwise(stops))
    duration = length + sum(instance.service(stop) for stop in stops[1:-1])
    load = sum(instance.demand(stop) for stop in stops[1:-1])
    if stops[0] or stops[-1] or 0 in stops[1:-1]:
        wrong.append(f"day {day}: a route does not go from depot to depot")
    if largest and load > largest + PRECISION:
        wrong.append(f"day {day}: load {load} of {largest}")
    if longest and duration > longest + PRECISION:
        wrong.append(f"day {day}: duration {duration} of {longest}")
    if abs(told - length) > WRITTEN or abs(told_load - load) > WRITTEN:
        wrong.append(f"day {day}: a route tells {told}, {told_load}; it is {length}, {load}")
    return length, wrong
