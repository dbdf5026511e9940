"""A day's order from which visits are taken out, and into which they are put back."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from .clock import first_from, last_until
from .found import worth_of
from .schedule import Frame, is_possible

_BLINKS: Final = (0.01, 0.01, 0.3)  # how often a best place is passed over
# Two visits at one remote place may be worth the way together: more than its worth is paid now and
# then for each, in times of its worth.
_EAGER: Final = (1.0, 1.0, 1.0, 4.0)
_MOST_OUT: Final = 12  # visits taken out at once

Snapshot = tuple[list[int], list[int], list[int], float]


class Route:
    """An order with, at each stop, when one is free to go on and the latest start there."""

    __slots__ = (
        "_blink",
        "_closes",
        "_columns",
        "_free",
        "_late",
        "_near",
        "_opens",
        "_out",
        "_several",
        "_stops",
        "_worth",
        "frame",
        "rng",
    )

    def __init__(self, frame: Frame, rng: random.Random) -> None:
        self.frame = frame
        self.rng = rng
        self._blink = 0.0
        size = len(frame.visits)
        self._stops = [frame.origin, frame.destination]
        self._free = [frame.begin]
        self._late = [frame.begin, frame.finish]
        self._opens = [starts[0][0] if starts else 0 for starts in frame.starts]
        self._closes = [starts[-1][1] if starts else -1 for starts in frame.starts]
        self._several = {at for at, starts in enumerate(frame.starts) if len(starts) > 1}
        self._worth = [worth_of(frame, at) for at in range(size)]
        self._out = sum(self._worth)
        self._columns = [[row[at] for row in frame.travel] for at in range(size)]
        self._near = [self._nearest(at) for at in range(size)]

    def order(self) -> tuple[int, ...]:
        """Return the visits in order."""
        return tuple(self._stops[1:-1])

    def cost(self) -> float:
        """Return seconds of travel and the worth of what is left out."""
        travel, stops = self.frame.travel, self._stops
        driven = sum([travel[a][b] for a, b in pairwise(stops)])
        return driven + self._out

    def leg(self) -> float:
        """Return the seconds of an average leg."""
        return (self.cost() - self._out) / (len(self._stops) - 1)

    def snapshot(self) -> Snapshot:
        """Return all there is to it."""
        return self._stops[:], self._free[:], self._late[:], self._out

    def restore(self, kept: Snapshot) -> None:
        """Return to how it was."""
        self._stops, self._free, self._late, self._out = kept

    def begin_with(self, order: Sequence[int]) -> None:
        """Take over an order, and put in what is not in it: appointments, then the rarest hours."""
        self._stops[1:1] = order
        self._free += [-1] * len(order)
        self._late[1:1] = [-1] * len(order)
        self._out -= sum(self._worth[visit] for visit in order)
        possible = not order or self._refresh(1, len(order))
        assert possible
        starts = self.frame.starts
        self._insert_all(
            set(range(len(starts))).difference(order),
            lambda at: sum(last - first for first, last in starts[at]),
        )

    def ruin(self) -> list[int]:
        """Take some visits out, either neighbours in the order or near each other; return them.

        Those that are out already come along.
        """
        stops, rng, size = self._stops, self.rng, len(self.frame.visits)
        planned = set(stops[1:-1])
        left_out = [at for at in range(size) if at not in planned]
        middle = rng.randrange(size)
        count = rng.randint(1, min(_MOST_OUT, size))
        if middle in planned and rng.random() < 0.5:
            place = stops.index(middle)
            first = max(1, place - rng.randrange(count))
            chosen = set(stops[first : min(first + count, len(stops) - 1)])
        else:
            chosen = planned.intersection(self._near[middle][:count])
        return sorted(chosen) + left_out if self._take_out(chosen) else left_out

    def recreate(self, visits: list[int]) -> None:
        """Put visits back, appointments first, where each costs least."""
        rng, frame = self.rng, self.frame
        keys: tuple[Callable[[int], float], ...] = (
            lambda _at: rng.random(),
            lambda _at: rng.random(),
            lambda at: -self._worth[at] + rng.random(),
            lambda at: -self._way(at, frame.origin),
            lambda at: sum(last - first for first, last in frame.starts[at]),
        )
        self._blink = rng.choice(_BLINKS)
        self._insert_all(visits, rng.choice(keys), rng.choice(_EAGER))

    def _insert_all(
        self, visits: Iterable[int], key: Callable[[int], float], eager: float = 1.0
    ) -> None:
        given = self.frame.visits
        for visit in sorted(visits, key=lambda at: (not given[at].is_fixed, key(at))):
            self.insert(visit, eager * self._worth[visit])

    def insert(self, visit: int, most_extra: float) -> bool:
        """Put a visit where it costs least; not at all where that is as much as given."""
        most = self.frame.day.most_visits
        if most is not None and len(self._stops) - 2 >= most:
            return False
        place = self._best_place(visit, most_extra)
        if place is None:
            return False
        kept = self.snapshot() if self.frame.day.longest is not None else None
        self._put(visit, place)
        if kept and not is_possible(self.frame, self._stops[1:-1]):
            self.restore(kept)
            return False
        self._out -= self._worth[visit]
        return True

    def _best_place(self, visit: int, least: float) -> int | None:
        """Return the place in ``_stops`` after which a visit costs least, and less than that.

        Along the route one is free ever later, and may start ever later: only where the visit may
        still start, and where what follows may start after it, is worth a look.
        """
        frame, free, late = self.frame, self._free, self._late
        starts, service = frame.starts[visit], frame.services[visit]
        first = bisect_left(late, self._opens[visit] + service, 1) - 1
        end = bisect_right(free, self._closes[visit])
        stops = self._stops[first : end + 1]
        to, row, travel = self._columns[visit], frame.travel[visit], frame.travel
        extras = [to[a] + row[b] - travel[a][b] for a, b in pairwise(stops)]
        for extra, place in sorted(zip(extras, range(first, end), strict=False)):
            if extra >= least:
                return None
            start = first_from(starts, free[place] + to[stops[place - first]])
            if start is None or start + service + row[stops[place - first + 1]] > late[place + 1]:
                continue
            if self.rng.random() >= self._blink:
                return place
        return None

    def _put(self, visit: int, place: int) -> None:
        self._stops.insert(place + 1, visit)
        self._free.insert(place + 1, -1)
        self._late.insert(place + 1, -1)
        possible = self._refresh(place + 1, place + 1)
        assert possible

    def _refresh(self, first: int, last: int) -> bool:
        """Count times anew: forward from one stop, backward from another, until nothing changes.

        Tell whether they are possible.
        """
        return self._go_forward(first, last) and self._go_back(first, last)

    def _go_forward(self, first: int, last: int) -> bool:
        frame, stops, free = self.frame, self._stops, self._free
        travel, services, opens, closes = frame.travel, frame.services, self._opens, self._closes
        for place in range(first, len(stops) - 1):
            at = stops[place]
            start = free[place - 1] + travel[stops[place - 1]][at]
            if start > closes[at]:
                return False
            if start < opens[at]:
                start = opens[at]
            elif at in self._several:
                start = first_from(frame.starts[at], start) or start
            if free[place] == start + services[at] and place > last:
                break
            free[place] = start + services[at]
        return free[-1] + travel[stops[-2]][stops[-1]] <= frame.finish

    def _go_back(self, first: int, last: int) -> bool:
        frame, stops, late = self.frame, self._stops, self._late
        travel, services, opens, closes = frame.travel, frame.services, self._opens, self._closes
        for place in range(last, 0, -1):
            at = stops[place]
            start = late[place + 1] - travel[at][stops[place + 1]] - services[at]
            if start < opens[at]:
                return False
            if start > closes[at]:
                start = closes[at]
            elif at in self._several:
                start = last_until(frame.starts[at], start) or start
            if late[place] == start and place < first:
                break
            late[place] = start
        return True

    def _take_out(self, chosen: set[int]) -> bool:
        """Take visits out, unless what is left is not possible: where a detour is the fastest."""
        kept = self.snapshot()
        places = [place for place, at in enumerate(self._stops[1:-1], 1) if at in chosen]
        for place in reversed(places):
            del self._stops[place], self._free[place], self._late[place]
        self._out += sum(self._worth[at] for at in chosen)
        if not places or self._refresh(places[0], places[-1] - len(places)):
            return True
        self.restore(kept)
        return False

    def _nearest(self, visit: int) -> list[int]:
        return sorted(range(len(self.frame.visits)), key=lambda at: self._way(visit, at))

    def _way(self, a: int, b: int) -> int:
        travel = self.frame.travel
        return min(travel[a][b], travel[b][a])
