"""Splitting a target: over months by last year's season, over people evenly; to the cent."""

from collections.abc import Sequence
from fractions import Fraction


def split(total: int, weights: Sequence[float]) -> list[int]:
    """Split whole cents by weights, so that the parts add up exactly.

    What rounding down leaves over goes, one by one, to the parts that lost most by it; the
    earlier of equals first. Weights that say nothing (none above zero) split evenly.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    >>> split(-7, [2, 1])
    [-5, -2]
    """
    if not weights:
        raise ValueError("a target is split among one part at least")
    shares = [max(Fraction(weight), Fraction(0)) for weight in weights]
    whole = sum(shares, Fraction(0))
    if not whole:
        shares, whole = [Fraction(1)] * len(weights), Fraction(len(weights))
    size = abs(total)
    exact = [size * share / whole for share in shares]
    cents = [int(value) for value in exact]
    order = sorted(range(len(cents)), key=lambda index: (cents[index] - exact[index], index))
    for index in order[: size - sum(cents)]:
        cents[index] += 1
    return cents if total >= 0 else [-value for value in cents]
