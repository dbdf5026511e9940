"""Why a forecast is another number than it was: computed once more, from the law alone.

Nothing of the add-on is used, neither its Python nor its SQL. A deal is a list of states, each
valid from its moment on; a question says what counts. Two states of a deal are compared by
replacing one group of facts after the other (``STEPS``): here each step simply knows from which
of the two states it is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Condition = Callable[[Any], bool]

STEPS = ("rest", "owner", "category", "day", "currency", "amount", "probability")
IN_AND_OUT = {
    "owner": ("moved_in", "moved_out"),
    "category": ("category_in", "category_out"),
    "day": ("pulled_in", "pushed_out"),
}
UP_AND_DOWN = {
    "currency": ("currency", "currency"),
    "amount": ("increased", "decreased"),
    "probability": ("probability_up", "probability_down"),
}
GROUPS = {
    "user": "owner", "team": "owner", "territory": "owner", "company": "owner",
    "category": "category", "month": "day", "stage": "rest", "customer": "rest", "source": "rest",
    "campaign": "rest",
}  # fmt: skip
LEFT = ("won", "lost", "merged")
UNKNOWN_IN_LOG = ("deadline", "probability", "weighted")


@dataclass(frozen=True)
class Question:
    """What is asked, and by whom.

    :param conditions: [(step, condition on a state)]
    :param today: condition on a deal as it is at the end, where the history does not hold it
    :param sees: whether the reader may see a deal in a state
    :param company: the reader's: its clock and its currency
    :param worth: of one of a company's currency in that of the reader's, on a day
    """

    first: date
    last: date
    now: datetime
    zones: Sequence[str]
    worth: Callable[[int, date], Fraction]
    company: int = 0
    sees: Condition = lambda _state: True
    conditions: Sequence[tuple[str, Condition]] = ()
    today: Condition | None = None
    statuses: tuple[str, ...] = ("open",)
    period: tuple[date, date] | None = None
    measure: str = "amount"
    every_step: bool = False

    @property
    def since(self) -> datetime:
        """Return the first moment."""
        return self.moment(self.first)

    @property
    def until(self) -> datetime:
        """Return the last moment."""
        return min(self.moment(self.last + timedelta(days=1)), self.now)

    def moment(self, day: date) -> datetime:
        """Return when a day begins where the reader is, in UTC."""
        zone = ZoneInfo(self.zones[self.company])
        return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)

    def local_day(self, moment: datetime, company: int) -> date:
        """Return the day that a moment is of, where a company is."""
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zones[company])).date()

    def forecast_day(self, state: Any) -> date | None:
        """Return the day on which a deal counts."""
        if status(state) == "won" and state.closed:
            return self.local_day(state.closed, state.company)
        return state.deadline  # type: ignore[no-any-return]

    def value_of(self, name: str, state: Any) -> Any:
        """Return what a deal is grouped by."""
        if name != "month":
            return getattr(state, name)
        day = self.forecast_day(state)
        return day and day.replace(day=1)


@dataclass
class Answer:
    """The figure at both ends, and what lies between: {bar: cents} and {bar: deals}."""

    start: int = 0
    end: int = 0
    bars: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    deals: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Side:
    """A state in a comparison.

    :param status: of it; "absent" where the deal was not there
    :param rates_of: the day whose rates count
    :param is_hidden: of one that the reader may not see: he is told the other one's facts
    """

    state: Any
    status: str
    rates_of: date
    is_hidden: bool = False


Mixed = dict[str, Side]


def answer(deals: Iterable[Any], question: Question) -> Answer:
    """Return the waterfall of some deals."""
    found = Answer()
    for deal in deals:
        if question.today and not (deal.is_there and question.today(deal)):
            continue
        _add(found, deal, question)
    return found


def grouped(deals: Iterable[Any], question: Question, name: str) -> dict[Any, Answer]:
    """Return {value: the waterfall of what has it}: the question with a condition more."""
    had: dict[Any, list[Any]] = defaultdict(list)
    for deal in deals:
        for value in {question.value_of(name, state) for state in known(deal.states)}:
            had[value].append(deal)
    return {
        value: answer(
            some,
            replace(
                question,
                conditions=(*question.conditions, (GROUPS[name], _has(question, name, value))),
            ),
        )
        for value, some in had.items()
    }


def _has(question: Question, name: str, value: Any) -> Condition:
    return lambda state: bool(question.value_of(name, state) == value)


def status(state: Any) -> str:
    """Return what a deal is: a lead is none, one put away is archived."""
    if state.type != "opportunity":
        return "absent"
    if state.status == "open" and not state.is_active:
        return "archived"
    return str(state.status)


def known(states: Sequence[Any]) -> list[Any]:
    """Return states with what the log did not hold as it is known first."""
    first = next((state for state in states if state.origin != "rebuilt"), None)
    if not first:
        return list(states)
    facts = {name: getattr(first, name) for name in UNKNOWN_IN_LOG}
    return [
        replace(state, **{n: v for n, v in facts.items() if getattr(state, n) is None})
        if state.origin == "rebuilt"
        else state
        for state in states
    ]


# ---------------------------------------------------------------------- one deal


def _add(found: Answer, deal: Any, question: Question) -> None:
    states = known(deal.states)
    before = [state for state in states if state.at <= question.since][-1:]
    later = [state for state in states if question.since < state.at <= question.until]
    if not before and not later:
        return
    stood = [Side(state, status(state), question.first) for state in before]
    became = [Side(state, status(state), question.last) for state in [*before, *later]]
    found.start += sum(_worth(_all(side), question) for side in stood)
    found.end += _worth(_all(became[-1]), question)
    for pair in _compared(stood, became, question):
        was, now = _told(*pair, question)
        for bar, cents in _shares(was, now, question):
            found.bars[bar] += cents
            found.deals[bar].add(deal.number)


def _compared(
    stood: list[Side], became: list[Side], question: Question
) -> Iterator[tuple[Side, Side]]:
    """Yield the states that are compared: the two ends, or each with the next.

    What was not there is absent, and otherwise as it comes.
    """
    if question.every_step:
        first = stood[0] if stood else replace(became[0], status="absent")
        yield from pairwise([first, *became])
    else:
        yield stood[0] if stood else replace(became[-1], status="absent"), became[-1]


def _told(was: Side, now: Side, question: Question) -> tuple[Side, Side]:
    """Return two states with nothing of one that the reader may not see."""
    saw, sees = question.sees(was.state), question.sees(now.state)
    if saw and not sees:
        now = replace(was, rates_of=now.rates_of, is_hidden=True)
    if sees and not saw:
        was = replace(now, rates_of=was.rates_of, is_hidden=True)
    return was, now


def _shares(was: Side, now: Side, question: Question) -> Iterator[tuple[str, int]]:
    mixed = _all(was)
    for step in STEPS:
        after = {**mixed, step: now}
        change = _worth(after, question) - _worth(mixed, question)
        entered = _counts(after, question) - _counts(mixed, question)
        if step in UP_AND_DOWN:
            if change:
                yield UP_AND_DOWN[step][change < 0], change
        elif entered:
            yield _bar(step, entered > 0, mixed["rest"], now, question.statuses), change
        mixed = after


def _bar(step: str, is_in: bool, was: Side, now: Side, statuses: tuple[str, ...]) -> str:
    if step != "rest":
        return IN_AND_OUT[step][not is_in]
    if is_in:
        names = {"absent": "new", **dict.fromkeys(statuses, "filter_in")}
        return names.get(was.status, "reopened")
    names = {**{one: one for one in LEFT}, **dict.fromkeys(statuses, "filter_out")}
    return names.get(now.status, "removed")


def _all(side: Side) -> Mixed:
    return dict.fromkeys(STEPS, side)


def _counts(mixed: Mapping[str, Side], question: Question) -> bool:
    if mixed["rest"].status not in question.statuses:
        return False
    if mixed["owner"].is_hidden or not question.sees(mixed["owner"].state):
        return False
    if not all(holds(mixed[step].state) for step, holds in question.conditions):
        return False
    # the status is of the rest, but the day of a deal that was won is its own state's
    day = question.forecast_day(mixed["day"].state)
    period = question.period
    return not period or (day is not None and period[0] <= day <= period[1])


def _worth(mixed: Mapping[str, Side], question: Question) -> int:
    if not _counts(mixed, question):
        return 0
    if question.measure == "count":
        return 1
    cents = mixed["amount"].state.amount
    if question.measure == "weighted":
        cents = _weighted(mixed["amount"].state, mixed["probability"].state)
    side = mixed["currency"]
    return nearest(cents * question.worth(side.state.company, side.rates_of))


def _weighted(of_amount: Any, of_chance: Any) -> int:
    """Return what a state says of itself; between two, what did not change makes no difference."""
    if of_amount is of_chance or of_amount.amount == of_chance.amount:
        return of_chance.weighted or 0
    before, after = of_chance.probability or 0, of_amount.probability or 0
    if before == after:
        return of_amount.weighted or 0
    return nearest(of_amount.amount * Fraction(str(before)) / 100)


def nearest(value: Fraction) -> int:
    """Return the nearest whole number; a half goes away from zero."""
    whole, rest = divmod(abs(value), 1)
    size = int(whole) + (rest >= Fraction(1, 2))
    return -size if value < 0 else size
