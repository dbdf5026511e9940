"""Where every visit is at the moment, and what it would cost to put one elsewhere."""

import numpy as np

from .data import FAR, NEVER, Costs, Data, Floats, Hull
from .days import Days


class State(Days):
    """A plan in the making and its cost, in seconds of travel."""

    def __init__(self, data: Data) -> None:
        super().__init__(data)
        self.day_of = [-1] * len(data.occurrences)
        self.room: Costs = np.full(len(data.weeks), np.inf)  # seconds for funnel visits
        self.cost = sum(data.drop_cost)
        self._week_days: dict[tuple[int, int], list[int]] = {}
        for day, week in enumerate(data.weeks):
            self._week_days.setdefault(week, []).append(day)
            self.room[day] = data.problem.funnel_seconds.get(week, np.inf)
        self._has_shut = any(day.most_visits is not None for day in data.problem.days)
        self._has_shut |= not all(data.is_open)
        for number, (day, _start) in data.kept.items():
            self.day_of[number] = day
            self.cost -= data.drop_cost[number]
            self._take_room(number, day, -1)

    def _take_room(self, number: int, day: int, sign: int) -> None:
        if self.data.is_funnel[number]:
            for other in self._week_days[self.data.weeks[day]]:
                self.room[other] += sign * self.data.service[number]

    # Costs

    def has_time(self, number: int, hull: Hull) -> bool:
        """Tell whether some day has time left for a visit, its drive not counted."""
        begin, end = hull.begin, hull.end
        spare = self.data.capacity2[begin:end] - self.load2[begin:end]
        return bool(spare.max() >= 2 * self.data.service[number])

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
        least = np.minimum.reduce(added, axis=1)  # FAR, squared below, is beyond any limit
        costs = self.excess[begin:end] + (least + service)
        np.maximum(costs, 0.0, out=costs)
        costs *= costs
        costs -= self.strain[begin:end]
        costs *= data.load_weight[begin:end]
        costs += least
        costs += hull.extra
        if self._has_shut:
            costs += self.shut[begin:end]
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
        if not self.insert_at(day, position, number):
            return False
        self.day_of[number] = day
        self._take_room(number, day, -1)
        return True

    def take_out(self, day: int, gone: set[int]) -> bool:
        """Take visits out of a day; returns False, and changes nothing, if that is too late."""
        data, before = self.data, self.day_cost(day)
        if not self.remove_from(day, gone):
            return False
        for number in gone:
            self.cost += data.drop_cost[number] - self.gap_cost(number) - self.day_extra(number)
            self.day_of[number] = -1
            self._take_room(number, day, 1)
        self.cost += self.day_cost(day) - before
        return True

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
        return self.travel[day] + float(self.strain[day] * self.data.load_weight[day])

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
