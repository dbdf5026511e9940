"""The waterfall: why a forecast is another number than it was, deal by deal, exact to the cent.

A figure is a sum over the deals that count. Between two moments each deal goes from a state
*before* to a state *after*; its facts are replaced group by group, always in the order of
``STEPS``, and what each replacement adds or takes away is that step's share. The shares of a
deal add up to the difference of its two figures by construction, so start + bars = end.
Of a state that the reader may not see he learns nothing: the one that he sees stands in for it.

Amounts are whole cents: of the deal's own currency in a state, of the reader's in a figure. The
same law exists once more as SQL, for a million deals (``models/forecast/waterfall``); a test
holds both together.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import chain, pairwise
from typing import Final

ABSENT: Final = "absent"
"""Not an opportunity: not there yet, or (again) a lead."""

GONE: Final = {"won": "won", "lost": "lost", "merged": "merged"}
"""What a status that does not count makes of a deal; any other is *removed*."""

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "rest": ("status", "stage"),
    "owner": ("user", "team", "territory", "is_visible"),
    "category": ("category",),
    "day": ("day",),
    "currency": ("currency",),
    "amount": ("amount",),
    "probability": ("probability",),
}
"""The steps in their order, each with the facts that it replaces."""

MOVES: Final = {
    "owner": ("moved_in", "moved_out"),
    "category": ("category_in", "category_out"),
    "day": ("pulled_in", "pushed_out"),
}
CHANGES: Final = {
    "currency": ("currency", "currency"),
    "amount": ("increased", "decreased"),
    "probability": ("probability_up", "probability_down"),
}
BARS: Final = (
    "new", "reopened", "filter_in", "increased", "decreased", "pulled_in", "pushed_out",
    "category_in", "category_out", "probability_up", "probability_down", "currency", "won", "lost",
    "removed", "merged", "filter_out", "moved_in", "moved_out",
)  # fmt: skip
"""Every bar between start and end, in the order in which they are drawn."""


@dataclass(frozen=True, slots=True)
class State:
    """What was true of a deal at a moment.

    :param amount: cents of its own currency
    :param probability: chance to win in percent
    :param weighted: cents of its own currency, as recorded
    :param is_visible: whether the reader may see the deal in this state
    """

    status: str
    amount: int
    day: date | None = None
    category: str | None = None
    user: Hashable = None
    team: Hashable = None
    territory: Hashable = None
    stage: Hashable = None
    currency: str = ""
    probability: Fraction = Fraction(0)
    weighted: int = 0
    is_visible: bool = True

    @property
    def month(self) -> date | None:
        """Return the first day of the month in which it is expected to close."""
        return self.day and self.day.replace(day=1)


@dataclass(frozen=True, slots=True)
class Story:
    """A deal's state at the first moment (none: not there), and those that followed it."""

    lead: int
    before: State | None
    later: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What is asked: which deals count, and in what they are measured.

    :param wanted: values that count, by name of the fact; all of them where a name is missing
    :param period: first and last day; none: all deals, also those without a day
    :param measure: amount / weighted / count
    :param first_rates: cents of the reader's currency for one of each other, at the first moment
    :param last_rates: the same at the last moment; a currency without a rate counts 1 to 1
    :param is_every_step: each change by itself rather than the net of them
    """

    statuses: frozenset[str] = frozenset({"open"})
    wanted: Mapping[str, frozenset[Hashable]] = field(default_factory=dict)
    period: tuple[date, date] | None = None
    measure: str = "amount"
    first_rates: Mapping[str, Fraction] = field(default_factory=dict)
    last_rates: Mapping[str, Fraction] = field(default_factory=dict)
    is_every_step: bool = False

    def counts(self, state: State) -> bool:
        """Tell whether a deal in this state is part of the figure."""
        if state.status not in self.statuses or not state.is_visible:
            return False
        if any(getattr(state, name) not in values for name, values in self.wanted.items()):
            return False
        if self.period is None:
            return True
        return state.day is not None and self.period[0] <= state.day <= self.period[1]

    def value(self, state: State, rates: Mapping[str, Fraction]) -> int:
        """Return what a deal in this state adds to the figure."""
        if not self.counts(state):
            return 0
        if self.measure == "count":
            return 1
        cents = state.weighted if self.measure == "weighted" else state.amount
        return rounded(cents * rates.get(state.currency, Fraction(1)))

    def among(self, name: str, value: Hashable) -> "Frame":
        """Return the frame of one group: deals with this value only."""
        return replace(self, wanted={**self.wanted, name: frozenset({value})})


@dataclass(frozen=True, slots=True)
class Share:
    """What one step of one deal adds to a bar (or takes away, where negative)."""

    lead: int
    bar: str
    value: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Start and end of a figure, and the shares that lead from one to the other."""

    start: int
    end: int
    shares: tuple[Share, ...]

    @property
    def bars(self) -> dict[str, int]:
        """Return {bar: its sum} of those that any deal has a share in."""
        sums: dict[str, int] = {}
        for share in self.shares:
            sums[share.bar] = sums.get(share.bar, 0) + share.value
        return sums

    def leads(self, bar: str) -> set[int]:
        """Return the deals that stand behind a bar."""
        return {share.lead for share in self.shares if share.bar == bar}


def waterfall(stories: Iterable[Story], frame: Frame) -> Waterfall:
    """Return how the figure of some deals came from the first moment's to the last one's.

    >>> grown = Story(1, State("open", 100), (State("open", 120),))
    >>> won = Story(2, State("open", 50), (State("won", 70),))
    >>> fall = waterfall([grown, won], Frame())
    >>> fall.start, fall.bars, fall.end
    (150, {'increased': 20, 'won': -50}, 120)
    """
    start = end = 0
    shares: list[Share] = []
    for story in stories:
        last = story.later[-1] if story.later else story.before
        if story.before:
            start += frame.value(story.before, frame.first_rates)
        if last:
            end += frame.value(last, frame.last_rates)
        shares += chain.from_iterable(
            _compare(story.lead, before, after, frame) for before, after in _pairs(story, frame)
        )
    return Waterfall(start, end, tuple(shares))


_Priced = tuple[State, Mapping[str, Fraction]]


def _pairs(story: Story, frame: Frame) -> Iterable[tuple[_Priced, _Priced]]:
    """Return which states are compared; what rates changed falls on what stood there first.

    With every step a deal that was there meets itself first, at the last rates.
    """
    later = [(state, frame.last_rates) for state in story.later]
    if story.before:
        states = [(story.before, frame.first_rates), (story.before, frame.last_rates), *later]
    else:
        # not there: with everything it has now, it has only to appear
        states = [(replace(state, status=ABSENT), rates) for state, rates in later[:1]] + later
        if not frame.is_every_step and later:
            states[0] = (replace(later[-1][0], status=ABSENT), frame.last_rates)
    return pairwise(states) if frame.is_every_step else [(states[0], states[-1])] if states else []


def _compare(lead: int, before: _Priced, after: _Priced, frame: Frame) -> Iterable[Share]:
    """Replace one group of facts after the other and tell what each makes of the figure."""
    (was, rates), (now, last_rates) = before, after
    was, now = _as_told(was, now)
    mixed, value = was, frame.value(was, rates)
    for step, names in STEPS.items():
        if step == "currency":
            rates = last_rates
        others = {name: getattr(now, name) for name in names}
        following = replace(mixed, **others, weighted=_weighted(step, mixed, was, now))
        after_step = frame.value(following, rates)
        if bar := _bar(step, (mixed, following), after_step - value, frame):
            yield Share(lead, bar, after_step - value)
        mixed, value = following, after_step


def _as_told(was: State, now: State) -> tuple[State, State]:
    """Let the state that the reader sees stand in for the other, which he may not.

    A deal that comes into his sight moves in as it is; what became of one that left it, and when
    it was won or lost, he is not told: it moved out as it was.
    """
    if was.is_visible == now.is_visible:
        return was, now
    if now.is_visible:
        return replace(now, is_visible=False), now
    return was, replace(was, is_visible=False)


def _weighted(step: str, mixed: State, was: State, now: State) -> int:
    """Return the weighted cents after a step: recorded ones, else those of a new amount."""
    if step == "probability":
        return now.weighted
    if step != "amount" or was.amount == now.amount:
        return mixed.weighted
    if was.probability == now.probability:
        return now.weighted
    return rounded(now.amount * was.probability / 100)


def _bar(step: str, states: tuple[State, State], change: int, frame: Frame) -> str | None:
    """Return the bar that a step belongs to; none where it changed nothing."""
    if step in CHANGES:
        more, less = CHANGES[step]
        return (more if change > 0 else less) if change else None
    was, now = states
    is_in = frame.counts(now)
    if is_in == frame.counts(was):
        return None
    if step in MOVES:
        return MOVES[step][0 if is_in else 1]
    return _entering(was, frame) if is_in else _leaving(now, frame)


def _entering(was: State, frame: Frame) -> str:
    if was.status == ABSENT:
        return "new"
    return "filter_in" if was.status in frame.statuses else "reopened"


def _leaving(now: State, frame: Frame) -> str:
    return "filter_out" if now.status in frame.statuses else GONE.get(now.status, "removed")


def rounded(value: Fraction) -> int:
    """Return the nearest whole number, a half away from zero (as PostgreSQL rounds).

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2))
    (3, -3)
    """
    size = int(abs(value) + Fraction(1, 2))
    return size if value > 0 else -size
