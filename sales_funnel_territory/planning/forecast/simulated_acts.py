"""What can happen to a deal of the simulated company, and what it is worth: the known truth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

STAGES = ((10.0, "pipeline"), (30.0, "pipeline"), (60.0, "best_case"), (85.0, "commit"))
WON = len(STAGES)
CATEGORIES = ("omitted", "pipeline", "best_case", "commit")
TERRITORIES, CUSTOMERS, SOURCES, CAMPAIGNS = 5, 60, 4, 3
# How likely each is beside the others, of an open deal.
WEIGHTS = {
    "advance": 24, "back": 3, "grow": 9, "shrink": 6, "slip": 14, "pull": 3, "judge": 7,
    "estimate": 4, "pass_on": 5, "move": 2, "win": 6, "lose": 10, "archive": 1, "remove": 1,
    "merge": 1, "rename": 2, "restate": 1, "unqualify": 1, "cede": 1,
}  # fmt: skip
BACK, DELETED = 0.008, 0.002
"""How likely a closed deal is reopened, or removed, where another would change."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sells: in a team, better or worse at it, perhaps until a day."""

    number: int
    team: int
    skill: float
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A deal from a moment on.

    :param amount: cents of its currency
    :param weighted: cents of its currency
    :param merged_into: the deal that it became part of
    """

    at: datetime
    status: str
    stage: int
    category: str
    user: int | None
    team: int | None
    territory: int | None
    company: int
    amount: int
    probability: float | None
    weighted: int | None
    deadline: date | None
    customer: int
    source: int | None
    campaign: int | None
    closed: datetime | None = None
    is_active: bool = True
    type: str = "opportunity"
    merged_into: int | None = None
    origin: str = "live"


@dataclass(frozen=True, slots=True)
class Event:
    """The known truth: what happened to a deal, and what it was worth (cents of its currency)."""

    at: datetime
    deal: int
    kind: str
    worth: int


@dataclass
class Story:
    """A deal while it happens."""

    chance: Random
    number: int
    state: State
    has_abroad: bool = False
    states: list[State] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def change(self, at: datetime, kind: str = "", worth: int = 0, **values: object) -> None:
        """Let something be otherwise from a moment on; note the event if it has a kind."""
        self.state = replace(self.state, at=at, **values)  # type: ignore[arg-type]
        self.states.append(self.state)
        if kind:
            self.events.append(Event(at, self.number, kind, worth))


def due(chance: Random, at: datetime) -> date | None:
    """Return when a deal is expected to close, as seen at a moment; some say nothing."""
    if chance.random() < 0.05:
        return None
    return at.date() + timedelta(days=chance.randrange(20, 200))


def weigh(amount: int, probability: float) -> int:
    """Return an amount times its probability, in whole cents."""
    return round(amount * probability / 100)


def _leave(story: Story, staff: tuple[Person, ...], at: datetime) -> None:
    """Hand a deal on when its salesperson has left the company."""
    user = story.state.user
    if user is None or not (left := staff[user].left) or left > at:
        return
    others = [one for one in staff if one.team == staff[user].team and not one.left]
    if left > story.state.at and others:
        story.change(left, user=story.chance.choice(others).number)


def happen(story: Story, staff: tuple[Person, ...], at: datetime) -> None:
    """Let something happen to a deal."""
    _leave(story, staff, at)
    state = story.state
    if state.type == "lead":
        return _qualify(story, at)
    if state.status != "open" or not state.is_active:
        return _after(story, at)
    kinds = list(WEIGHTS)
    weights: list[float] = [WEIGHTS[kind] for kind in kinds]
    if state.user is not None:
        weights[kinds.index("win")] *= staff[state.user].skill * (1 + state.stage)
    [kind] = story.chance.choices(kinds, weights)
    return ACTS[kind](story, staff, at)


def _qualify(story: Story, at: datetime) -> None:
    story.change(at, "new", story.state.amount, type="opportunity")


def _after(story: Story, at: datetime) -> None:
    """Leave most of what is closed or archived so; let some come back, or be removed."""
    draw = story.chance.random()
    if draw < BACK:
        stage = min(story.state.stage, WON - 1)
        probability, category = STAGES[stage]
        story.change(
            at, "reopened", story.state.amount, status="open", is_active=True, stage=stage,
            probability=probability, category=category, closed=None,
            weighted=weigh(story.state.amount, probability),
        )  # fmt: skip
    elif draw < BACK + DELETED:
        story.change(at, status="removed")


def _stage(story: Story, _staff: tuple[Person, ...], at: datetime, step: int = 1) -> None:
    stage = max(0, min(story.state.stage + step, WON - 1))
    if stage == story.state.stage:
        return
    probability, category = STAGES[stage]
    weighted = weigh(story.state.amount, probability)
    story.change(at, stage=stage, probability=probability, category=category, weighted=weighted)


def _step_back(story: Story, staff: tuple[Person, ...], at: datetime) -> None:
    _stage(story, staff, at, step=-1)


def _amount(low: float, high: float) -> Callable[..., None]:
    def act(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
        amount = round(story.state.amount * story.chance.uniform(low, high))
        kind = "increased" if low >= 1 else "decreased"
        weighted = weigh(amount, story.state.probability or 0)
        story.change(at, kind, abs(amount - story.state.amount), amount=amount, weighted=weighted)

    return act


def _date(low: int, high: int) -> Callable[..., None]:
    def act(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
        before = story.state.deadline or at.date()
        story.change(at, deadline=before + timedelta(days=story.chance.randrange(low, high)))

    return act


def _judge(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    story.change(at, category=story.chance.choice(CATEGORIES))


def _estimate(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    probability = round(story.chance.uniform(1, 99), 2)
    weighted = weigh(story.state.amount, probability)
    story.change(at, probability=probability, weighted=weighted)


def _pass_on(story: Story, staff: tuple[Person, ...], at: datetime) -> None:
    """Give it to somebody else of the same company, now and then to nobody."""
    near = [one for one in _there(staff, at) if is_abroad(one, staff) == bool(story.state.company)]
    if not near or story.chance.random() < 0.1:
        story.change(at, user=None)
    else:
        person = story.chance.choice(near)
        story.change(at, user=person.number, team=person.team)


def _cede(story: Story, staff: tuple[Person, ...], at: datetime) -> None:
    """Let the other company have it, which counts in other money."""
    if not story.has_abroad:
        return
    company = 1 - story.state.company
    people = [one for one in _there(staff, at) if is_abroad(one, staff) == bool(company)]
    if people:
        person = story.chance.choice(people)
        story.change(at, user=person.number, team=person.team, company=company)


def _there(staff: tuple[Person, ...], at: datetime) -> list[Person]:
    return [one for one in staff if not one.left or one.left > at]


def is_abroad(person: Person, staff: tuple[Person, ...]) -> bool:
    """Tell whether somebody is in the last team, which may be another company's."""
    return person.team == max(one.team for one in staff)


def _move(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    story.change(at, territory=story.chance.choice((None, *range(TERRITORIES))))


def _rename(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    story.change(at, customer=story.chance.randrange(CUSTOMERS), source=None)


def _restate(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    """Much at once, as when somebody puts a form right."""
    amount = round(story.state.amount * story.chance.uniform(0.5, 2))
    worth = amount - story.state.amount
    probability = round(story.chance.uniform(1, 99), 2)
    story.change(
        at, "increased" if worth > 0 else "decreased", abs(worth), amount=amount,
        probability=probability, weighted=weigh(amount, probability), deadline=due(
            story.chance, at
        ), category=story.chance.choice(CATEGORIES),
        territory=story.chance.choice((None, *range(TERRITORIES))),
    )  # fmt: skip


def _win(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    """Won, now and then for another amount than was expected last."""
    before = story.state.amount
    amount = round(before * story.chance.choice((1, 1, 1, 0.9, 1.05)))
    story.change(
        at, "won", before, status="won", stage=WON, category="closed", probability=100.0,
        amount=amount, weighted=amount, closed=at,
    )  # fmt: skip


def _lose(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    story.change(
        at, "lost", story.state.amount, status="lost", is_active=False, probability=0.0,
        weighted=0, closed=at,
    )  # fmt: skip


def _gone(status: str) -> Callable[..., None]:
    def act(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
        head = story.number - 1 if status == "merged" and story.number else None
        story.change(at, status, story.state.amount, status=status, merged_into=head)

    return act


def _archive(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    story.change(at, "removed", story.state.amount, is_active=False)


def _unqualify(story: Story, _staff: tuple[Person, ...], at: datetime) -> None:
    story.change(at, "removed", story.state.amount, type="lead")


ACTS: dict[str, Callable[..., None]] = {
    "advance": _stage,
    "back": _step_back,
    "grow": _amount(1.02, 1.6),
    "shrink": _amount(0.5, 0.98),
    "slip": _date(10, 120),
    "pull": _date(-60, -1),
    "judge": _judge,
    "estimate": _estimate,
    "pass_on": _pass_on,
    "cede": _cede,
    "move": _move,
    "win": _win,
    "lose": _lose,
    "archive": _archive,
    "remove": _gone("removed"),
    "merge": _gone("merged"),
    "rename": _rename,
    "restate": _restate,
    "unqualify": _unqualify,
}
