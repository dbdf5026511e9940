"""Two tables of figures by manager and month, side by side. No Odoo here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Key = tuple[str | None, str | None]
    Figures = Sequence[int | Decimal]

HEAD = ("manager", "month", "count", "expected", "weighted", "files: count", "expected", "weighted")
WIDTHS = (20, 8, 7, 15, 15, 14, 15, 15)
NOTHING = (0, Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Cell:
    """One cell; manager or month None is the total over them, "" stands for none."""

    key: Key
    ours: tuple[Decimal, ...]
    files: tuple[Decimal, ...]

    @property
    def equal(self) -> bool:
        """Whether count and both amounts are the same to the cent."""
        return self.ours == self.files


def compare(ours: Mapping[Key, Figures], files: Mapping[Key, Figures]) -> list[Cell]:
    """Return every cell either side has, totals included; the files' totals are added up here."""
    files = with_totals(files)
    return [
        Cell(key, _decimals(ours.get(key, NOTHING)), _decimals(files.get(key, NOTHING)))
        for key in sorted(ours.keys() | files.keys(), key=_order)
    ]


def with_totals(cells: Mapping[Key, Figures]) -> dict[Key, list[Decimal]]:
    """Add the totals by manager, by month and of everything."""
    result: dict[Key, list[Decimal]] = {}
    for (manager, month), figures in cells.items():
        for key in {(manager, month), (manager, None), (None, month), (None, None)}:
            sums = result.setdefault(key, [Decimal(0)] * 3)
            sums[:] = [total + figure for total, figure in zip(sums, figures, strict=True)]
    return result


def table(cells: Iterable[Cell]) -> Iterator[str]:
    """Yield the lines of the table, with a mark at each cell that differs."""
    yield _line(HEAD)
    for cell in cells:
        manager, month = cell.key
        names = ("all" if manager is None else manager, month or _month(month))
        mark = "" if cell.equal else "  <-- differs"
        yield _line((*names, *_shown(cell.ours), *_shown(cell.files))) + mark


def _month(month: str | None) -> str:
    return "all" if month is None else "no date"


def _shown(figures: tuple[Decimal, ...]) -> tuple[str, str, str]:
    count, expected, weighted = figures
    return f"{count:,.0f}", f"{expected:,.2f}", f"{weighted:,.2f}"


def _line(words: Iterable[str]) -> str:
    pairs = zip(words, WIDTHS, strict=True)
    return " ".join(
        word.ljust(width) if at < 2 else word.rjust(width) for at, (word, width) in enumerate(pairs)
    )


def _decimals(figures: Figures) -> tuple[Decimal, ...]:
    return tuple(Decimal(figure) for figure in figures)


def _order(key: Key) -> tuple[bool, str, bool, str]:
    manager, month = key
    return manager is None, manager or "", month is None, month or ""
