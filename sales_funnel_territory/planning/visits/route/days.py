"""The days of a fixed route: a weekday, every so many weeks, from a day on."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class RouteCycle:
    """When a fixed route is driven.

    >>> fortnight = RouteCycle(weekday=1, weeks=2, first=date(2026, 12, 2))
    >>> [str(day) for day in fortnight.days(date(2026, 12, 1), date(2027, 1, 6))]
    ['2026-12-08', '2026-12-22', '2027-01-05']

    :param weekday: 0 is Monday
    :param weeks: from one time to the next
    :param first: no day before it; :param last: none after it
    """

    weekday: int
    weeks: int
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"a weekday is 0 to 6, not {self.weekday}")
        if self.weeks < 1:
            raise ValueError(f"a cycle is one week at least, not {self.weeks}")

    @property
    def begin(self) -> date:
        """Return its first day."""
        return self.first + timedelta(days=(self.weekday - self.first.weekday()) % 7)

    def days(self, since: date, until: date) -> Iterator[date]:
        """Return its days within a period, both ends included."""
        step = timedelta(weeks=self.weeks)
        last = min(until, self.last) if self.last else until
        behind = max(0, (since - self.begin).days)
        day = self.begin + math.ceil(behind / step.days) * step
        while day <= last:
            yield day
            day += step

    def meets(self, other: "RouteCycle") -> bool:
        """Tell whether both ever fall on the same day, as far as their cycles go.

        >>> monday = RouteCycle(0, 2, date(2026, 12, 7))
        >>> monday.meets(RouteCycle(0, 4, date(2026, 12, 14))), monday.meets(monday)
        (False, True)
        """
        if self.weekday != other.weekday:
            return False
        apart = (self.begin - other.begin).days // 7
        return apart % math.gcd(self.weeks, other.weeks) == 0
