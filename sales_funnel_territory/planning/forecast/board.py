"""The forecast board: figures of people, rolled up a tree of teams, with each level's judgement.

The deals of a person give his figures. Over them he may set his own number; over that his
leader, then the leader of a team above, over all a sales manager. What a team may expect *from
below* is the sum of the best numbers of its people and of the teams below it; its leader, a
leader above and a manager may set theirs over it.
Amounts are whole cents of the reader's currency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

LEVELS: Final = ("manager", "head", "leader", "person")
"""Whose number counts first; a head leads a team above."""
ENOUGH_PERIODS: Final = 2
"""From how many earlier periods in which something was closed one may speak of the usual."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the deals of a period say.

    :param closed: won in the period
    :param categories: open, by forecast category, not overdue
    :param overdue: open, expected before today
    :param weighted: open, by probability
    :param won: deals won in the last year, by number
    :param lost: deals lost in the last year, by number
    :param pace: closed on the same day of earlier periods, the latest first
    :param weeks: closed and committed as it was submitted in the last weeks, the oldest first
    """

    closed: int = 0
    categories: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    weighted: int = 0
    won: int = 0
    lost: int = 0
    pace: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()

    @property
    def pipeline(self) -> int:
        """Return what is open and not left out, overdue deals among it."""
        counted = (cents for name, cents in self.categories.items() if name != "omitted")
        return sum(counted) + self.overdue

    @property
    def expected(self) -> int:
        """Return what the deals say: closed and committed."""
        return self.closed + self.categories.get("commit", 0)

    @property
    def win_rate(self) -> float | None:
        """Return won / (won + lost) by number; none where nothing was decided."""
        decided = self.won + self.lost
        return self.won / decided if decided else None

    @property
    def usual(self) -> float | None:
        """Return what is usually closed by now; none where too little is known to call it usual.

        Periods before the first with anything closed tell nothing: nobody sold yet, or not here.
        """
        sold = [number for number, cents in enumerate(self.pace) if cents]
        if len(sold) < ENOUGH_PERIODS:
            return None
        known = self.pace[: sold[-1] + 1]
        return sum(known) / len(known)

    @property
    def is_empty(self) -> bool:
        """Tell whether no deal says anything of the period."""
        return not (self.closed or self.overdue or any(self.categories.values()))

    def __add__(self, other: "Figures") -> "Figures":
        names = [
            *self.categories,
            *(name for name in other.categories if name not in self.categories),
        ]
        return Figures(
            self.closed + other.closed,
            {n: self.categories.get(n, 0) + other.categories.get(n, 0) for n in names},
            self.overdue + other.overdue,
            self.weighted + other.weighted,
            self.won + other.won,
            self.lost + other.lost,
            _add(self.pace, other.pace),
            _add(self.weeks, other.weeks),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A person or a team, before it is rolled up.

    :param key: of its own; that of a person in a team stands once for each of his teams
    :param parent: key of the team it belongs to, if any
    :param numbers: {level: what was set}
    :param target: of its own; none where none was set
    :param is_home: whether the numbers and the target of a person stand here, and not in another
        team's row of his
    """

    key: str
    parent: str | None
    is_team: bool
    figures: Figures = field(default_factory=Figures)
    numbers: Mapping[str, int] = field(default_factory=dict)
    target: int | None = None
    is_home: bool = True


@dataclass(frozen=True, slots=True)
class Rolled:
    """A row of the board.

    :param below: what comes from below: of people their deals, of teams the best numbers there
    :param best: what to count with
    :param target_below: sum of the targets below; none where none was set
    """

    row: Row
    depth: int
    figures: Figures
    below: int
    best: int
    target_below: int | None

    @property
    def target(self) -> int | None:
        """Return its own target, else the sum of those below."""
        return self.target_below if self.row.target is None else self.row.target

    @property
    def usual(self) -> float | None:
        """Return what is usually closed by now; none where nothing is to be closed any more.

        Who has left a team keeps a row there for what he sold: he is not behind.
        """
        is_gone = self.figures.is_empty and self.target is None
        return None if is_gone else self.figures.usual

    @property
    def tells(self) -> bool:
        """Tell whether there is anything to show: who only sold in earlier periods counts above."""
        figures, row = self.figures, self.row
        has_figures = not figures.is_empty or any(figures.weeks)
        return row.is_team or has_figures or bool(row.numbers) or self.target is not None

    @property
    def gap(self) -> int | None:
        """Return what the best number leaves open of the target."""
        return None if self.target is None else self.target - self.best

    @property
    def coverage(self) -> float | None:
        """Return pipeline / needed: what is open, by what must be open to close what is missing.

        Needed is the rest of the target / its own win rate. None without a target or a win rate,
        or when the target is reached.
        """
        rate = self.figures.win_rate
        if self.target is None or not rate or self.target <= self.figures.closed:
            return None
        return self.figures.pipeline / ((self.target - self.figures.closed) / rate)

    @property
    def verdict(self) -> str:
        """Return whether the target will be reached, in a word.

        made: it is closed; on_track: whoever judges says so; in_reach: what is open would do at
        its own win rate (where none is known: if all of it is won); short: it would not.
        """
        if self.target is None:
            return "no_target"
        if self.figures.closed >= self.target:
            return "made"
        if self.best >= self.target:
            return "on_track"
        if self.coverage is None:
            enough = self.figures.closed + self.figures.pipeline >= self.target
        else:
            enough = self.coverage >= 1
        return "in_reach" if enough else "short"


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask, and about what.

    :param reason: gap, overdue
    """

    key: str
    reason: str
    cents: int


def whom_to_ask(rolled: Iterable[Rolled], limit: int = 3) -> list[Ask]:
    """Return those of whom most is missing: to their target, else of what should be closed."""
    people = [one for one in rolled if not one.row.is_team]
    gaps = [Ask(one.row.key, "gap", one.gap) for one in people if one.gap and one.gap > 0]
    late = [
        Ask(one.row.key, "overdue", one.figures.overdue) for one in people if one.figures.overdue
    ]
    asks = sorted(gaps or late, key=lambda ask: -ask.cents)
    return asks[:limit]


def carry(submitted: Iterable[int], values: Mapping[int, int], length: int) -> tuple[int, ...]:
    """Return a figure of each week; a week without a submission shows the one before.

    :param submitted: numbers of the weeks in which the team submitted
    :param values: {number of a week: figure}, where there is one

    >>> carry({0, 2}, {0: 5}, 4)
    (5, 5, 0, 0)
    """
    known, last, result = set(submitted), 0, []
    for week in range(length):
        if week in known:
            last = values.get(week, 0)
        result.append(last)
    return tuple(result)


def roll_up(rows: Iterable[Row]) -> list[Rolled]:
    """Return the rows in the order of the tree, each followed by what stands below it.

    Rows keep the order in which they come; a row whose parent is missing stands at the top.
    """
    own = {row.key: row for row in rows}
    children: dict[str | None, list[Row]] = {}
    for row in own.values():
        children.setdefault(row.parent if row.parent in own else None, []).append(row)
    result: list[Rolled] = []
    for row in children.get(None, []):
        result += _roll(row, children, 0)
    return result


def total(
    rolled: Sequence[Rolled], target: int | None = None, numbers: Mapping[str, int] | None = None
) -> Rolled:
    """Return the row of all together, the company's, from those at the top.

    :param target: the company's own
    :param numbers: set over the company's figures
    """
    top = [one for one in rolled if one.depth == 0]
    figures = sum((one.figures for one in top), Figures())
    below = sum(one.best for one in top)
    row = Row("", None, True, numbers=numbers or {}, target=target)
    best = next((row.numbers[level] for level in LEVELS if level in row.numbers), below)
    return Rolled(row, 0, figures, below, best, _sum_targets(top))


def _roll(row: Row, children: Mapping[str | None, list[Row]], depth: int) -> list[Rolled]:
    below = [_roll(child, children, depth + 1) for child in children.get(row.key, [])]
    heads = [rolled[0] for rolled in below]
    figures = sum((head.figures for head in heads), row.figures)
    expected = row.figures.expected + sum(head.best for head in heads)
    best = next((row.numbers[level] for level in LEVELS if level in row.numbers), expected)
    head = Rolled(row, depth, figures, expected, best, _sum_targets(heads))
    return [head, *(one for rolled in below for one in rolled)]


def _sum_targets(rolled: Sequence[Rolled]) -> int | None:
    targets = [one.target for one in rolled if one.target is not None]
    return sum(targets) if targets else None


def _add(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip_longest(left, right, fillvalue=0))
