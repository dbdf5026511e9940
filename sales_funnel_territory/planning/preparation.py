"""What a visit or call could be for: suggestions from all that is open at a customer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

# from what was promised to what is merely nice
KINDS: Final = (
    "next_step",  # agreed in the last report
    "theirs",  # the customer promised, and it is due
    "role",  # a buying role that nobody fills, or nobody of us has met
    "criterion",  # an opportunity misses it
    "quotation",  # waits for an answer
    "ours",  # we promised, and it is due
    "profile",  # what we do not know of the customer
    "class",  # what to talk about with customers of this class
    "template",  # what visits of this kind are for
    "birthday",
)
MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A purpose, of a kind of ``KINDS``, and why it is suggested."""

    kind: str
    text: str
    why: str = ""


def rank(suggestions: Iterable[Suggestion], most: int = MOST) -> list[Suggestion]:
    """Return the best ones: the first of each kind, then the second of each, and so on.

    One kind alone would hide the others: an opportunity may miss ten criteria.

    >>> one, two, other = (Suggestion("role", "a"), Suggestion("role", "b"),
    ...     Suggestion("birthday", "c"))
    >>> [found.text for found in rank([one, two, other])]
    ['a', 'c', 'b']
    """
    seen: set[str] = set()
    rounds: dict[str, int] = defaultdict(int)
    ordered: list[tuple[int, int, int, Suggestion]] = []
    for one in suggestions:
        key = one.text.strip().casefold()
        if key and key not in seen:
            seen.add(key)
            ordered.append((rounds[one.kind], KINDS.index(one.kind), len(ordered), one))
            rounds[one.kind] += 1
    return [one for _round, _kind, _at, one in sorted(ordered, key=_place)[:most]]


def _place(entry: tuple[int, int, int, Suggestion]) -> tuple[int, int, int]:
    return entry[:3]


def days_to_birthday(born: date, today: date) -> int:
    """Return how many days it is to the next birthday; 0 on the day itself.

    Who was born on 29 February has his day on 28 February in other years.

    >>> days_to_birthday(date(1980, 2, 29), date(2026, 2, 27))
    1
    """
    day = _birthday_in(born, today.year)
    if day < today:
        day = _birthday_in(born, today.year + 1)
    return (day - today).days


def _birthday_in(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
