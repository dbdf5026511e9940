"""The best order of a few visits, found by looking at all that can be kept."""

from typing import Final

from .clock import first_from
from .found import Found, cost_of, worth_of
from .schedule import Frame, is_possible

MOST: Final = 7  # visits: 13,700 orders, some hundredths of a second


def best_order(frame: Frame) -> Found:
    """Return the cheapest order of all or some of a day's visits; of equals, the first found."""
    search = _Search(frame)
    search.go_on([], frame.begin, 0)
    return Found(search.order, search.cost, search.seen, "done")


class _Search:
    """Goes deeper visit by visit; leaves a branch when it drives more than the best costs."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.most = len(frame.visits) if frame.day.most_visits is None else frame.day.most_visits
        self.worth = [worth_of(frame, at) for at in range(len(frame.visits))]
        self.order: tuple[int, ...] = ()
        self.cost = cost_of(frame, ())
        self.seen = 0

    def go_on(self, order: list[int], free: int, travelled: int) -> None:
        """Look at an order that is kept so far, then at all that go on from it."""
        self._look(order, free, travelled)
        if len(order) >= self.most:
            return
        travel, last = self.frame.travel, order[-1] if order else self.frame.origin
        for at, starts in enumerate(self.frame.starts):
            so_far = travelled + travel[last][at]
            if at in order or so_far >= self.cost:
                continue
            start = first_from(starts, free + travel[last][at])
            if start is not None:
                self.go_on([*order, at], start + self.frame.services[at], so_far)

    def _look(self, order: list[int], free: int, travelled: int) -> None:
        self.seen += 1
        frame, last = self.frame, order[-1] if order else self.frame.origin
        home = frame.travel[last][frame.destination]
        if free + home > frame.finish:
            return
        left_out = sum(worth for at, worth in enumerate(self.worth) if at not in order)
        cost = travelled + home + left_out
        if cost < self.cost and (frame.day.longest is None or is_possible(frame, order)):
            self.order, self.cost = tuple(order), cost
