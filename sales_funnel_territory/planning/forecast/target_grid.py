"""The grid of targets: what was entered, what its parts give, what comes from below.

A row is whoever has targets: the company, a team, a person. A column is a period of a fiscal year.
A cell holds what was *entered* for it; beside it stand the sum of the shorter periods of the same
row (its *parts*) and the sum of the rows below. Where these differ from what was entered, nothing
is put right: the difference is shown. Amounts are whole cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .periods import MONTHS_OF, Period


@dataclass(frozen=True, slots=True)
class Column:
    """A period of the year.

    :param key: of its own
    :param parts: keys of the shorter periods it consists of; of months none
    """

    key: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Whoever has targets.

    :param parent: key of the row it adds to, if any
    :param own: {key of a column: what was entered}
    """

    key: str
    parent: str | None = None
    own: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid; None where there is nothing to add up.

    :param own: what was entered
    :param parts: what its shorter periods give
    :param below: what the rows below give
    """

    own: int | None = None
    parts: int | None = None
    below: int | None = None

    @property
    def entered(self) -> int | None:
        """Return what the row itself says: of the whole period, else of its parts."""
        return self.parts if self.own is None else self.own

    @property
    def value(self) -> int | None:
        """Return what counts: what the row says, else what comes from below."""
        return self.below if self.entered is None else self.entered

    @property
    def parts_gap(self) -> int:
        """Return by how much the parts exceed what was entered for the whole."""
        return 0 if self.own is None or self.parts is None else self.parts - self.own

    @property
    def below_gap(self) -> int:
        """Return by how much the rows below exceed what the row says."""
        entered = self.entered
        return 0 if entered is None or self.below is None else self.below - entered


def key_of(period: Period) -> str:
    """Return the key of a period's column.

    >>> from datetime import date
    >>> key_of(Period(date(2026, 1, 1), date(2026, 3, 31), "quarter", 2026, 1))
    'quarter-2026-01-01'
    """
    return f"{period.kind}-{period.first.isoformat()}"


def to_columns(periods: Iterable[Period]) -> list[Column]:
    """Return the columns of periods; each consists of the next shorter ones among them."""
    known = sorted(periods, key=lambda period: MONTHS_OF[period.kind])
    kinds = sorted({period.kind for period in known}, key=lambda kind: MONTHS_OF[kind])
    shorter = dict(zip(kinds[1:], kinds, strict=False))
    return [
        Column(
            key_of(period),
            tuple(
                key_of(part)
                for part in known
                if part.kind == shorter.get(period.kind) and period.contains(part.first)
            ),
        )
        for period in known
    ]


def entered(columns: Iterable[Column], own: Mapping[str, int]) -> dict[str, Cell]:
    """Return the cells of one row, shorter periods first: a year without target is its quarters.

    >>> year = Column("year", ("first", "second"))
    >>> entered([Column("first"), Column("second"), year], {"first": 3})["year"].value
    3
    """
    cells: dict[str, Cell] = {}
    for column in columns:
        parts = _sum(cells[key].entered for key in column.parts)
        cells[column.key] = Cell(own.get(column.key), parts)
    return cells


def add_up(columns: Sequence[Column], lines: Iterable[Line]) -> dict[str, dict[str, Cell]]:
    """Return {key of a row: {key of a column: cell}}, summed up the tree.

    >>> lines = [Line("all", None, {"year": 100}), Line("a", "all", {"year": 120})]
    >>> add_up([Column("year")], lines)["all"]["year"].below_gap
    20
    """
    rows = {line.key: line for line in lines}
    children: dict[str | None, list[str]] = {}
    for line in rows.values():
        children.setdefault(line.parent if line.parent in rows else None, []).append(line.key)
    result: dict[str, dict[str, Cell]] = {}
    for key in children.get(None, []):
        _add_up(key, rows, children, columns, result)
    return result


def _add_up(
    key: str,
    rows: Mapping[str, Line],
    children: Mapping[str | None, list[str]],
    columns: Sequence[Column],
    result: dict[str, dict[str, Cell]],
) -> None:
    own = entered(columns, rows[key].own)
    result[key] = own  # before those below: rows keep the order of the tree
    for child in children.get(key, []):
        _add_up(child, rows, children, columns, result)
    result[key] = {
        name: Cell(
            cell.own,
            cell.parts,
            _sum(result[child][name].value for child in children.get(key, [])),
        )
        for name, cell in own.items()
    }


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
