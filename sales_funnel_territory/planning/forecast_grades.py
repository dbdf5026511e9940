"""Forecast by grade: the classic table of what may be expected of the open deals."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One row of the table; amounts are in the reader's currency.

    ``customers`` counts distinct customers, so rows do not add up to the total where a customer
    has deals of several grades. ``without_customer`` counts deals that belong to nobody.
    """

    grade: str
    customers: int
    opportunities: int
    without_customer: int
    amount: float
    expected_result: float

    @property
    def close_rate(self) -> float | None:
        """Weighted / expected revenue in percent; none where nothing is expected."""
        return 100.0 * self.expected_result / self.amount if self.amount else None


@dataclass(frozen=True, slots=True)
class GradeTable:
    """The rows of the open deals, their total, and the won deals apart."""

    rows: tuple[GradeRow, ...]
    total: GradeRow
    won: GradeRow


def empty_row(grade: str) -> GradeRow:
    """Return a row that nothing counts in."""
    return GradeRow(grade, 0, 0, 0, 0.0, 0.0)


def grade_table(
    grades: Iterable[str], by_grade: Iterable[GradeRow], by_status: Iterable[GradeRow]
) -> GradeTable:
    """Return a table with a row for each grade, also an empty one, in the order of ``grades``.

    Deals in a stage without a grade get a row of their own, only where there are some.

    :param by_grade: rows by grade (``won`` for the won ones, "" for none)
    :param by_status: rows by ``pending`` and ``won``
    """
    graded = {row.grade: row for row in by_grade}
    totals = {row.grade: row for row in by_status}
    rows = [graded.get(grade) or empty_row(grade) for grade in grades]
    if "" in graded:
        rows.append(graded[""])
    return GradeTable(
        rows=tuple(rows),
        total=totals.get("pending") or empty_row("pending"),
        won=totals.get("won") or empty_row("won"),
    )
