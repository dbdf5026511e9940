"""The days of a plan in the making: their routes, their times, and a row of slots each.

A slot lies between two stops. Known of each are: the places before and after it, when the stop
before is left at the earliest, when the one after must be reached at the latest, and the drive
between them. They are rows of flat arrays, so that a visit is priced at all slots at once.
"""

import itertools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .data import FAR, NEVER, Costs, Data, Floats
from .times import early_leaves, late_reaches, late_starts

SPARE_SLOTS = 4


class Kept(NamedTuple):
    """What a day was before it was changed."""

    route: list[int]
    leaves: list[int]
    reaches: list[int]
    travel: int
    load2: float
    stops: NDArray[np.intp]
    times: Floats


class Days:
    """Routes of the days; whatever is known of a slot is kept up to date."""

    def __init__(self, data: Data) -> None:
        self.data = data
        count = len(data.problem.days)
        self.routes: list[list[int]] = [[] for _day in range(count)]
        self.leaves: list[list[int]] = [[] for _day in range(count)]
        self.reaches: list[list[int]] = [[] for _day in range(count)]
        self.travel = [0] * count
        self.load2: Costs = np.zeros(count)  # twice the seconds of work of each day
        self.excess: Costs = -data.calm  # seconds of work beyond what costs nothing
        self.strain: Costs = np.zeros(count)  # the square of it, 0 below
        self.shut: Costs = np.zeros(count)  # NEVER where a day takes no more visits
        self._make_slots(12)
        for day in range(count):
            if not (data.is_open[day] and self.set_route(day, [])):
                self.shut[day] = NEVER

    def _make_slots(self, width: int) -> None:
        count = len(self.routes)
        self._width = width
        self._stops = np.zeros((2, count, width), dtype=np.intp)
        self._times: Floats = np.zeros((3, count, width), dtype=np.float32)
        self.before, self.after = self._stops
        self.left, self.due, self.drive = self._times
        self.left[:] = FAR
        self.due[:] = -FAR

    def _widen(self) -> None:
        self._make_slots(max(map(len, self.routes)) * 5 // 4 + SPARE_SLOTS)
        for day, leaves in enumerate(self.leaves):
            if leaves:
                self._write(day)

    def set_route(self, day: int, route: list[int]) -> bool:
        """Give a day its visits, in order; returns False, and changes nothing, if too many."""
        leaves = early_leaves(self.data, day, route, [], 0)
        if leaves is None:
            return False
        reaches = late_reaches(self.data, day, route, [])
        if not self._take(day, route, leaves, reaches):
            return False
        if len(route) >= self._width:
            self._widen()
        else:
            self._write(day)
        self._note_count(day)
        return True

    def insert_at(self, day: int, position: int, number: int) -> bool:
        """Put a visit into a slot; returns False, and changes nothing, if that is too late."""
        data, old = self.data, self.routes[day]
        route = [*old[:position], number, *old[position:]]
        leaves = early_leaves(data, day, route, self.leaves[day], position)
        if leaves is None:
            return False
        reaches = late_reaches(data, day, route, self.reaches[day][position:])
        if not self._take(day, route, leaves, reaches):
            return False
        if len(route) >= self._width:
            self._widen()
        else:
            self._shift(day, position, number)
        self._note_count(day)
        return True

    def remove_from(self, day: int, gone: set[int]) -> bool:
        """Take visits out of a day; returns False, and changes nothing, if that is too late."""
        data, old = self.data, self.routes[day]
        places = [at for at, number in enumerate(old) if number in gone]
        route = [number for number in old if number not in gone]
        leaves = early_leaves(data, day, route, self.leaves[day], places[0])
        if leaves is None:
            return False
        reaches = late_reaches(data, day, route, self.reaches[day][places[-1] + 1 :])
        if not self._take(day, route, leaves, reaches):
            return False
        self._write(day)
        self._note_count(day)
        return True

    def _take(self, day: int, route: list[int], leaves: list[int], reaches: list[int]) -> bool:
        before = self.routes[day], self.leaves[day], self.reaches[day]
        self.routes[day], self.leaves[day], self.reaches[day] = route, leaves, reaches
        longest = self.data.problem.days[day].longest
        if self.data.has_longest[day] and route and longest is not None:
            departure, arrival = self.latest_departure(day)
            if self.data.clocks[day].elapsed(departure, arrival) > longest:
                self.routes[day], self.leaves[day], self.reaches[day] = before
                return False
        return True

    def _write(self, day: int) -> None:
        data, route = self.data, self.routes[day]
        work, rows = data.problem.days[day], data.rows
        stops = [work.origin, *[data.place[number] for number in route], work.destination]
        drives = [rows[here][there] for here, there in itertools.pairwise(stops)]
        if not route and drives[0] >= FAR:
            drives[0] = 0
        slots = len(drives)
        self.before[day, :slots] = stops[:-1]
        self.after[day, :slots] = stops[1:]
        self.drive[day, :slots] = drives
        self.left[day, :slots] = self.leaves[day]
        self.left[day, slots:] = FAR
        self.due[day, :slots] = self.reaches[day]
        self.travel[day] = sum(drives)
        work_seconds = self.travel[day] + sum([data.service[number] for number in route])
        self._set_load(day, 2.0 * work_seconds)

    def _shift(self, day: int, position: int, number: int) -> None:
        """Make room for a slot in a row: the same as writing it anew, but quicker."""
        data, place = self.data, self.data.place[number]
        behind, slots = position + 1, len(self.routes[day]) + 1
        stops, drive = self._stops[:, day], self.drive[day]
        here, there = int(stops[0, position]), int(stops[1, position])
        stops[:, behind + 1 : slots] = stops[:, behind : slots - 1]
        drive[behind + 1 : slots] = drive[behind : slots - 1]
        to, on = data.rows[here][place], data.rows[place][there]
        added = to + on - int(drive[position])
        stops[1, position] = stops[0, behind] = place
        stops[1, behind] = there
        drive[position], drive[behind] = to, on
        self.left[day, :slots] = self.leaves[day]
        self.due[day, :slots] = self.reaches[day]
        self.travel[day] += added
        self._set_load(day, float(self.load2[day]) + 2 * (added + data.service[number]))

    def _set_load(self, day: int, load2: float) -> None:
        self.load2[day] = load2
        excess = load2 / 2 - float(self.data.calm[day])
        self.excess[day] = excess
        self.strain[day] = excess * excess if excess > 0 else 0.0

    def _note_count(self, day: int) -> None:
        most = self.data.problem.days[day].most_visits
        if most is not None:
            self.shut[day] = NEVER if len(self.routes[day]) >= most else 0.0

    def keep(self, day: int) -> Kept:
        """Return what ``restore`` needs to have the day as it is now."""
        return Kept(
            self.routes[day],
            self.leaves[day],
            self.reaches[day],
            self.travel[day],
            float(self.load2[day]),
            self._stops[:, day].copy(),
            self._times[:, day].copy(),
        )

    def restore(self, day: int, kept: Kept) -> None:
        """Bring a day back."""
        self.routes[day], self.leaves[day], self.reaches[day] = kept[:3]
        self.travel[day] = kept.travel
        self._set_load(day, kept.load2)
        if kept.stops.shape[1] == self._width:
            self._stops[:, day] = kept.stops
            self._times[:, day] = kept.times
        else:
            self._write(day)
        self._note_count(day)

    def latest_departure(self, day: int) -> tuple[int, int]:
        """Return the latest departure with which the day ends as early as it can, and that end."""
        data, route = self.data, self.routes[day]
        work = data.problem.days[day]
        arrival = self.leaves[day][-1] + data.rows[data.place[route[-1]]][work.destination]
        return late_starts(data, day, route, self.leaves[day][-1])[0], arrival
