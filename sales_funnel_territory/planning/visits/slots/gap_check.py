"""Whether a visit on a day is too near to the customer's other visits, or too far from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

# Gaps within these shares of the usual one are fine.
LEAST: Final = 0.6
LARGEST: Final = 1.4


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far apart the visits of a customer are wanted, in calendar days.

    :param usual: from the visit frequency
    :param least: agreed on with the customer, and ``largest``; ``None``: a share of the usual one
    """

    usual: float
    least: int | None = None
    largest: int | None = None

    @property
    def range(self) -> tuple[float, float]:
        """Return the least and the largest gap that is fine.

        >>> Gaps(10.0).range, Gaps(10.0, least=8).range
        ((6.0, 14.0), (8, 14.0))
        """
        return self.least or LEAST * self.usual, self.largest or LARGEST * self.usual


@dataclass(frozen=True, slots=True)
class GapBreach:
    """A gap that is off; ``excess``: by how many days, ``other``: day of the other visit."""

    limit: Literal["near", "far"]
    days: int
    excess: float
    other: date


def gap_breaches(
    day: date, before: date | None, after: date | None, gaps: Gaps
) -> Iterator[GapBreach]:
    """Yield the gaps of a visit that are off.

    :param before: day of the customer's visit before it, and ``after``; none where there is none
    """
    least, largest = gaps.range
    for other in (before, after):
        if other is None:
            continue
        days = abs((day - other).days)
        if days < least:
            yield GapBreach("near", days, least - days, other)
        elif days > largest:
            yield GapBreach("far", days, days - largest, other)
