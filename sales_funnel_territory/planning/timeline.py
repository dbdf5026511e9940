"""A timeline of several sources, newest first, read page by page.

Entries are ordered by moment, then by kind, then by id, so that none is shown twice or left out
where many fall on the same second. Each source is asked for one page more than is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where an entry stands in the timeline: its moment (UTC), kind and id."""

    moment: datetime
    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}|{self.kind}|{self.id}"


def read_mark(text: str) -> Mark:
    """Return the mark that a text stands for.

    >>> read_mark("2026-03-02T10:00:00|mail|7").id
    7
    """
    try:
        moment, kind, number = text.split("|")
        return Mark(datetime.fromisoformat(moment).replace(tzinfo=None), kind, int(number))
    except ValueError as error:
        raise ValueError(f"no mark of a timeline: {text}") from error


def earlier_id(mark: Mark, kind: str) -> int | None:
    """Return which entries of a kind, at the very moment of a mark, come after it.

    Those with an id below the returned one; ``None`` means all of them.

    >>> mark = Mark(datetime(2026, 3, 2), "mail", 7)
    >>> [earlier_id(mark, kind) for kind in ("call", "mail", "meeting")]
    [None, 7, 0]
    """
    if kind == mark.kind:
        return mark.id
    return None if kind < mark.kind else 0


def newest(marks: Iterable[Mark], size: int) -> tuple[list[Mark], bool]:
    """Return one page, newest first, and whether there is more.

    :param size: entries on a page
    """
    ordered = sorted(marks, reverse=True)
    return ordered[:size], len(ordered) > size
