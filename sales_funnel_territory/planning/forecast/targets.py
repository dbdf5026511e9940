"""Splitting a target: over months by last year's season, over people evenly; to the cent."""

from collections.abc import Sequence
from fractions import Fraction


def split(total: int, weights: Sequence[float], step: int = 1) -> list[int]:
    """Split whole cents by weights, so that the parts add up exactly.

    What rounding down leaves over goes, one by one, to the parts that lost most by it; the
    earlier of equals first. Weights that say nothing (none above zero) split evenly.

    :param step: parts are whole multiples of it; what the total has over goes to the largest part

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    >>> split(-7, [2, 1])
    [-5, -2]
    >>> split(1005, [1, 2], step=10)
    [330, 675]
    """
    if not weights:
        raise ValueError("a target is split among one part at least")
    if step < 1:
        raise ValueError("parts are multiples of one cent at least")
    shares = [max(Fraction(weight), Fraction(0)) for weight in weights]
    whole = sum(shares, Fraction(0))
    if not whole:
        shares, whole = [Fraction(1)] * len(weights), Fraction(len(weights))
    steps, rest = divmod(abs(total), step)
    values = [count * step for count in _share_out(steps, [share / whole for share in shares])]
    values[shares.index(max(shares))] += rest
    return values if total >= 0 else [-value for value in values]


def _share_out(size: int, shares: Sequence[Fraction]) -> list[int]:
    exact = [size * share for share in shares]
    counts = [int(value) for value in exact]
    order = sorted(range(len(counts)), key=lambda index: (counts[index] - exact[index], index))
    for index in order[: size - sum(counts)]:
        counts[index] += 1
    return counts
