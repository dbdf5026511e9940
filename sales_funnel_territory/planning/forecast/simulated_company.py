"""A simulated company of three years: people, teams, territories, deals, and what happens to them.

Everything is drawn from a seed, so a company can be made again; what happens is told twice, as
the states that each deal goes through and as a list of events with what they are worth: the known
truth. Pure Python; ids are numbers from 0, amounts whole cents, moments UTC without a zone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from .simulated_acts import (
    CAMPAIGNS,
    CUSTOMERS,
    SOURCES,
    STAGES,
    TERRITORIES,
    Event,
    Person,
    State,
    Story,
    due,
    happen,
    is_abroad,
    weigh,
)

YEARS = 3
TAGS = 3
# What one of the second company's currency is worth, from a day of the story on.
RATES = ((0, 0.8), (300, 0.625), (620, 1.25), (900, 1.6))
PACE = 22.0
"""Days between two events of a deal, on average."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal's story; what Odoo keeps no history of is as it is at the end.

    :param tag: its tag
    :param priority: 0 to 3
    """

    number: int
    states: tuple[State, ...]
    tag: int | None
    priority: int

    @property
    def is_there(self) -> bool:
        """Whether it still exists at the end."""
        return self.states[-1].status not in ("removed", "merged")


@dataclass(frozen=True)
class Company:
    """What was simulated.

    :param start: the first moment
    :param end: the last moment, "now"
    :param installed: what happened before is known from a log only, which held less
    """

    start: datetime
    end: datetime
    installed: datetime
    teams: int
    people: tuple[Person, ...]
    deals: tuple[Deal, ...]
    events: tuple[Event, ...]
    rates: tuple[tuple[date, float], ...] = ()


def simulate(
    seed: int,
    deals: int,
    end: datetime,
    *,
    teams: int = 4,
    people: int = 12,
    companies: int = 2,
    log_days: int = 200,
) -> Company:
    """Return the company of a seed; the same arguments give the same company.

    :param end: the last moment; the story begins three years before
    :param companies: 2: the last team sells for another company in another currency
    :param log_days: for how long, from the beginning, there is a log only
    """
    chance = Random(f"company-{seed}")
    start = end - timedelta(days=365 * YEARS)
    staff = tuple(_hire(chance, number, teams, start) for number in range(people))
    installed = start + timedelta(days=log_days)
    stories = [
        _live(Random(f"{seed}-{number}"), number, staff, (start, end), companies > 1)
        for number in range(deals)
    ]
    return Company(
        start,
        end,
        installed,
        teams,
        staff,
        tuple(_as_recorded(story, installed) for story in stories),
        tuple(sorted((e for s in stories for e in s.events), key=lambda e: (e.at, e.deal))),
        tuple((start.date() + timedelta(days=day), rate) for day, rate in RATES),
    )


def _hire(chance: Random, number: int, teams: int, start: datetime) -> Person:
    left = start + timedelta(days=chance.randrange(500, 1000)) if number % 6 == 5 else None
    return Person(number, number % teams, chance.uniform(0.5, 1.8), left)


def _live(
    chance: Random, number: int, staff: tuple[Person, ...], span: tuple[datetime, datetime],
    has_abroad: bool,
) -> Story:  # fmt: skip
    """Let a deal begin, and happen what happens to it until the end."""
    start, end = span
    at = start + chance.random() ** 0.8 * (end - start - timedelta(hours=1))
    story = _begin(chance, number, staff, at.replace(microsecond=0), has_abroad)
    while (at := _later(chance, at)) < end and story.state.status not in ("removed", "merged"):
        happen(story, staff, at)
    return story


def _begin(
    chance: Random, number: int, staff: tuple[Person, ...], at: datetime, has_abroad: bool
) -> Story:
    person = chance.choice([one for one in staff if not one.left or one.left > at])
    stage = chance.choice((0, 0, 0, 1))
    probability, category = STAGES[stage]
    amount = round(chance.lognormvariate(9, 1.1) * 100)
    abroad = has_abroad and is_abroad(person, staff)
    is_lead = chance.random() < 0.1
    state = State(
        at, "open", stage, category, person.number, person.team,
        chance.choice((None, *range(TERRITORIES))), int(abroad), amount, probability,
        weigh(amount, probability), due(chance, at), int(chance.random() ** 2 * CUSTOMERS),
        chance.choice((None, *range(SOURCES))), chance.choice((None, *range(CAMPAIGNS))),
        type="lead" if is_lead else "opportunity",
    )  # fmt: skip
    story = Story(chance, number, state, has_abroad, [state])
    if not is_lead:
        story.events.append(Event(at, number, "new", amount))
    return story


def _later(chance: Random, at: datetime) -> datetime:
    """Return when something happens next; now and then as the day turns (UTC)."""
    next_at = (at + timedelta(days=chance.expovariate(1 / PACE), seconds=1)).replace(microsecond=0)
    if chance.random() < 0.05:
        next_at = next_at.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    return next_at


def _as_recorded(story: Story, installed: datetime) -> Deal:
    """Return a deal as the history has it: what the log did not hold is not known."""
    ends = [*(state.at for state in story.states[1:]), None]
    states = tuple(
        replace(state, origin="rebuilt", deadline=None, probability=None, weighted=None)
        if end and end <= installed
        else state
        for state, end in zip(story.states, ends, strict=True)
    )
    tag = story.chance.choice((None, *range(TAGS)))
    return Deal(story.number, states, tag, story.chance.randrange(4))
