"""Pareto: how few make up how much.

Parts are sorted by size; beside each stands the share of the total that it and all larger ones
make up together. The vital few are the fewest parts that reach a share, by default 80 percent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

VITAL_SHARE: Final = 80.0  # percent


@dataclass(frozen=True, slots=True)
class Pareto:
    """Cumulative shares in percent, largest part first, and the number of the vital few."""

    order: tuple[int, ...]
    shares: tuple[float, ...]
    vital_few: int


def pareto(amounts: Sequence[float], vital_share: float = VITAL_SHARE) -> Pareto:
    """Return the parts from the largest on; those of nothing, or less, have no part.

    >>> pareto([10, 70, 20])
    Pareto(order=(1, 2, 0), shares=(70.0, 90.0, 100.0), vital_few=2)

    :param amounts: of each part, in one currency
    :return: ``order`` are positions in ``amounts``, ``shares`` belong to them one by one
    """
    if not 0 < vital_share <= 100:
        raise ValueError(f"a share lies between 0 and 100 percent, not {vital_share}")
    order = sorted(
        (index for index, amount in enumerate(amounts) if amount > 0),
        key=lambda index: (-amounts[index], index),
    )
    running = list(accumulate(amounts[index] for index in order))
    total = running[-1] if running else 0
    shares = tuple(100 * (part / total) for part in running)
    vital_few = sum(1 for share in shares if share < vital_share - 1e-9) + 1 if shares else 0
    return Pareto(tuple(order), shares, vital_few)
