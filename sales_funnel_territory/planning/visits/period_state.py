"""Where every visit is at the moment, and what it would cost to put one elsewhere.

The slots of all days are rows of flat arrays: a visit is priced at all of them at once. For each
slot are known: the places before and after it, when the one before is left at the earliest, when
the one after must be reached at the latest, and the drive between them.
"""

import itertools

import numpy as np

from .period_data import FAR, NEVER, Costs, Data, Floats, Hull

Kept = tuple[list[int], list[int], list[int]]


class State:
    """Routes of the days, with everything that prices a slot kept up to date."""

    def __init__(self, data: Data) -> None:
        self.data = data
        count = len(data.problem.days)
        self.day_of = [-1] * len(data.occurrences)
        self.routes: list[list[int]] = [[] for _day in range(count)]
        self.leaves: list[list[int]] = [[] for _day in range(count)]
        self.reaches: list[list[int]] = [[] for _day in range(count)]
        self.travel = [0] * count
        self.load2 = np.zeros(count)  # twice the seconds of work of each day
        self.shut = np.zeros(count)  # NEVER where a day takes no more visits
        self.room = np.full(count, np.inf)  # seconds left for funnel visits in the day's week
        self.cost = sum(data.drop_cost)
        self._week_days: dict[tuple[int, int], list[int]] = {}
        for day, week in enumerate(data.weeks):
            self._week_days.setdefault(week, []).append(day)
            self.room[day] = data.problem.funnel_seconds.get(week, np.inf)
        self._make_slots(12)
        for day in range(count):
            if data.is_open[day]:
                self.set_route(day, [])
            else:
                self.shut[day] = NEVER
        for number, (day, _start) in data.kept.items():
            self.day_of[number] = day
            self.cost -= data.drop_cost[number]
            self._take_room(number, day, -1)

    def _make_slots(self, width: int) -> None:
        count = len(self.routes)
        self.width = width
        self.before = np.zeros((count, width), dtype=np.intp)
        self.after = np.zeros((count, width), dtype=np.intp)
        self.left = np.full((count, width), FAR, dtype=np.float32)
        self.due = np.full((count, width), -FAR, dtype=np.float32)
        self.drive = np.zeros((count, width), dtype=np.float32)

    def _widen(self) -> None:
        self._make_slots(max(map(len, self.routes)) * 5 // 4 + 4)
        for day, route in enumerate(self.routes):
            if self.data.is_open[day]:
                self._write(day, route)

    def _take_room(self, number: int, day: int, sign: int) -> None:
        if self.data.is_funnel[number]:
            for other in self._week_days[self.data.weeks[day]]:
                self.room[other] += sign * self.data.service[number]

    # Times of a day

    def _leave(self, day: int, route: list[int]) -> list[int] | None:
        """Return when each stop is left at the earliest, the origin first; None: too late."""
        data = self.data
        rows, places, services, starts = data.rows, data.place, data.service, data.starts
        work = data.problem.days[day]
        here, time = work.origin, data.clocks[day].start
        leaves = [time]
        for number in route:
            place = places[number]
            time += rows[here][place]
            for first, last in starts[number][day]:
                if time <= last:
                    if time < first:
                        time = first
                    break
            else:
                return None
            time += services[number]
            leaves.append(time)
            here = place
        return leaves if time + rows[here][work.destination] <= data.clocks[day].end else None

    def _reach(self, day: int, route: list[int]) -> list[int]:
        """Return when each stop must be reached at the latest, the destination last."""
        data = self.data
        rows, places, services, starts = data.rows, data.place, data.service, data.starts
        there, time = data.problem.days[day].destination, data.clocks[day].end
        reaches = [time]
        for number in reversed(route):
            place = places[number]
            time -= rows[place][there] + services[number]
            for first, last in reversed(starts[number][day]):
                if time >= first:
                    if time > last:
                        time = last
                    break
            reaches.append(time)
            there = place
        reaches.reverse()
        return reaches

    def set_route(self, day: int, route: list[int]) -> bool:
        """Give a day its visits, in order; returns False, and changes nothing, if too many."""
        leaves = self._leave(day, route)
        if leaves is None:
            return False
        data = self.data
        before = self.routes[day], self.leaves[day], self.reaches[day]
        self.routes[day], self.leaves[day] = route, leaves
        self.reaches[day] = self._reach(day, route)
        if data.has_longest[day] and route and self.length(day) > self._longest(day):
            self.routes[day], self.leaves[day], self.reaches[day] = before
            return False
        if len(route) + 1 >= self.width:
            self._widen()
        else:
            self._write(day, route)
        return True

    def _write(self, day: int, route: list[int]) -> None:
        data = self.data
        work, rows = data.problem.days[day], data.rows
        stops = [work.origin, *[data.place[number] for number in route], work.destination]
        drives = [rows[here][there] for here, there in itertools.pairwise(stops)]
        if not route and drives[0] >= FAR:
            drives[0] = 0
        slots = len(drives)
        self.before[day, :slots] = stops[:-1]
        self.after[day, :slots] = stops[1:]
        self.left[day, :slots] = self.leaves[day]
        self.left[day, slots:] = FAR
        self.due[day, :slots] = self.reaches[day]
        self.drive[day, :slots] = drives
        self.travel[day] = sum(drives)
        work_seconds = self.travel[day] + sum([data.service[number] for number in route])
        self.load2[day] = 2 * work_seconds
        most = work.most_visits
        if most is not None:
            self.shut[day] = NEVER if len(route) >= most else 0.0

    def _longest(self, day: int) -> int:
        longest = self.data.problem.days[day].longest
        return FAR if longest is None else longest

    def length(self, day: int) -> int:
        """Return the seconds from leaving, as late as that delays nothing, to coming back."""
        departure, arrival = self.latest_departure(day)
        return self.data.clocks[day].elapsed(departure, arrival)

    def latest_departure(self, day: int) -> tuple[int, int]:
        """Return the latest departure with which the day ends as early as it can, and that end."""
        data, route = self.data, self.routes[day]
        work = data.problem.days[day]
        arrival = self.leaves[day][-1] + data.rows[data.place[route[-1]]][work.destination]
        return self.late_starts(day)[0], arrival

    def late_starts(self, day: int) -> list[int]:
        """Return departure, then the latest start of each visit that does not delay the end."""
        data, route = self.data, self.routes[day]
        time, there = self.leaves[day][-1], -1
        starts: list[int] = []
        for number in reversed(route):
            place = data.place[number]
            time -= (data.rows[place][there] if there >= 0 else 0) + data.service[number]
            for first, last in reversed(data.starts[number][day]):
                if time >= first:
                    time = min(time, last)
                    break
            starts.append(time)
            there = place
        starts.append(time - data.rows[data.problem.days[day].origin][there])
        return starts[::-1]

    # Costs

    def price(self, number: int, hull: Hull) -> tuple[Floats, Costs, float]:
        """Return the drive each slot adds, the cost of each day, and what a closed gap saves."""
        data = self.data
        begin, end, service = hull.begin, hull.end, data.service[number]
        place = data.place[number]
        added = data.travel_to[place].take(self.before[begin:end])
        onward = data.travel_from[place].take(self.after[begin:end])
        start = added + self.left[begin:end]
        finish = self.due[begin:end] - onward
        late = None
        for first, last in hull.pieces:
            spare = np.minimum(finish, last)
            spare -= np.maximum(start, first)
            here = spare < service
            late = here if late is None else np.logical_and(late, here, out=late)
        added += onward
        added -= self.drive[begin:end]
        np.putmask(added, late, FAR)
        least = np.minimum.reduce(added, axis=1)
        more = least + service
        costs = (self.load2[begin:end] + more) * more
        costs *= data.load_weight[begin:end]
        costs += least
        costs += hull.extra
        costs += self.shut[begin:end]
        np.putmask(costs, least >= FAR / 2, NEVER)
        if data.is_funnel[number]:
            np.putmask(costs, self.room[begin:end] < service, NEVER)
        saved = 0.0
        if data.spacing.series_of[number] >= 0:
            gaps, saved = data.spacing.around(number, self.day_of, data.dates)
            if gaps is not None:
                costs += gaps[begin:end]
        return added, costs, saved

    def insert(self, number: int, day: int, position: int) -> bool:
        """Put a visit into a slot; returns False if the day would be too long."""
        route = self.routes[day]
        if not self.set_route(day, [*route[:position], number, *route[position:]]):
            return False
        self.day_of[number] = day
        self._take_room(number, day, -1)
        return True

    def take_out(self, day: int, gone: set[int]) -> bool:
        """Take visits out of a day; returns False, and changes nothing, if that is too late."""
        data, before = self.data, self.day_cost(day)
        if not self.set_route(day, [one for one in self.routes[day] if one not in gone]):
            return False
        for number in gone:
            self.cost += data.drop_cost[number] - self.gap_cost(number) - self.day_extra(number)
            self.day_of[number] = -1
            self._take_room(number, day, 1)
        self.cost += self.day_cost(day) - before
        return True

    def keep(self, day: int) -> Kept:
        """Return what ``restore`` needs to have the day as it is now."""
        return self.routes[day], self.leaves[day], self.reaches[day]

    def restore(self, day: int, kept: Kept) -> None:
        """Bring a day back."""
        self.routes[day], self.leaves[day], self.reaches[day] = kept
        self._write(day, kept[0])

    def move(self, number: int, day: int) -> None:
        """Note that a visit is on another day, or on none: -1; its route is changed elsewhere."""
        if self.day_of[number] >= 0:
            self._take_room(number, self.day_of[number], 1)
        if day >= 0:
            self._take_room(number, day, -1)
        self.day_of[number] = day

    # What it all costs

    def day_cost(self, day: int) -> float:
        """Return the seconds of travel of a day and the weight of its load."""
        half = float(self.load2[day]) / 2
        return self.travel[day] + half * half * float(self.data.load_weight[day])

    def gap_cost(self, number: int) -> float:
        """Return what the gaps around a planned visit cost, less what one without it would."""
        if self.data.spacing.series_of[number] < 0:
            return 0.0
        return self._gap(number, self.day_of)

    def day_extra(self, number: int) -> float:
        """Return what the day of a planned visit costs beyond travel and load."""
        hull = self.data.hulls[number]
        return float(hull.extra[self.day_of[number] - hull.begin]) if hull else 0.0

    def total(self) -> float:
        """Return the cost, counted from nothing."""
        data = self.data
        cost = sum(self.day_cost(day) for day, is_open in enumerate(data.is_open) if is_open)
        series_seen: list[int] = [-1] * len(self.day_of)
        for number, day in enumerate(self.day_of):
            if day < 0:
                cost += data.drop_cost[number]
            elif number not in data.kept:
                cost += self.day_extra(number)
        for chain in data.spacing.chains:
            for number in chain:
                if self.day_of[number] >= 0:
                    series_seen[number] = self.day_of[number]
                    cost += self._gap(number, series_seen)
        return cost

    def _gap(self, number: int, day_of: list[int]) -> float:
        gaps, saved = self.data.spacing.around(number, day_of, self.data.dates)
        return 0.0 if gaps is None else float(gaps[day_of[number]]) - saved
