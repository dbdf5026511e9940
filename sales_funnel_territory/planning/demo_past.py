"""A believable past for demo opportunities: moves, slips, changes of amount, on the way to today.

Deterministic: the same life and seed give the same story, whatever the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

SKIPS, GOES_BACK, SLIPS, GROWS = 0.12, 0.2, 0.55, 0.5  # shares of opportunities


@dataclass(frozen=True)
class Life:
    """What is known of an opportunity today, and the stages on its way (the last is today's)."""

    lead_id: int
    created: datetime
    entered: datetime
    closed: datetime | None
    status: str
    path: tuple[int, ...]
    deadline: date | None
    revenue: float
    now: datetime


@dataclass(frozen=True)
class State:
    """An opportunity from one moment on."""

    lead_id: int
    valid_from: datetime
    stage_id: int
    stage_from_id: int | None
    stage_since: datetime
    is_entry: bool
    status: str
    revenue: float
    deadline: date | None
    deadline_from: date | None = None


def tell(life: Life, seed: int) -> list[State]:
    """Tell a life as states, the first at its creation; the last is the present one."""
    chance = Random(f"{seed}-{life.lead_id}")
    path = _wander(life.path, chance)
    entries = _entries(life, path, chance)
    events: list[tuple[datetime, dict[str, object]]] = [
        (at, {"stage_id": stage}) for at, stage in zip(entries, path, strict=True)
    ]
    end = life.closed or life.now
    if life.status == "won":
        events[-1][1]["status"] = "won"
    elif life.closed:
        events.append((life.closed, {"status": life.status}))
    deadlines = _deadlines(life, chance)
    events += [(_between(life.created, end, chance), {"deadline": day}) for day in deadlines[1:]]
    revenue = life.revenue
    if chance.random() < GROWS:
        revenue = round(life.revenue * chance.uniform(0.7, 1.2), -2)
        events.append((_between(life.created, end, chance), {"revenue": life.revenue}))
    return _states(life, events, deadlines, revenue)


def _wander(path: tuple[int, ...], chance: Random) -> tuple[int, ...]:
    """Leave a stage out, or go back to the one before and come again; ends stay."""
    if len(path) > 3 and chance.random() < SKIPS:
        left_out = chance.randrange(1, len(path) - 1)
        path = path[:left_out] + path[left_out + 1 :]
    if len(path) > 2 and chance.random() < GOES_BACK:
        at = chance.randrange(1, len(path) - 1)
        path = (*path[: at + 1], path[at - 1], *path[at:])
    return path


def _entries(life: Life, path: tuple[int, ...], chance: Random) -> list[datetime]:
    """Return when each stage was entered: at creation first, and today's stage when it says."""
    if len(path) == 1:
        return [life.created]
    last = life.entered
    if life.status == "lost":  # it stood in its last stage for a while before it was lost
        last = life.created + (life.entered - life.created) * chance.uniform(0.5, 0.9)
    weights = [chance.lognormvariate(0, 0.6) for _stay in path[1:]]
    spent, entries = 0.0, [life.created]
    for weight in weights:
        spent += weight
        entries.append(life.created + (last - life.created) * (spent / sum(weights)))
    return [max(life.created, _whole_minutes(entry)) for entry in entries]


def _deadlines(life: Life, chance: Random) -> list[date | None]:
    """Return the expected closings one after the other; the last is today's."""
    if not life.deadline or chance.random() > SLIPS:
        return [life.deadline]
    days: list[date | None] = [life.deadline]
    day = life.deadline
    for _slip in range(chance.choice((1, 1, 2, 3))):
        brought_forward = chance.random() < 0.15
        day -= timedelta(days=-10 if brought_forward else chance.randint(7, 45))
        days.insert(0, day)
    return days


def _between(first: datetime, last: datetime, chance: Random) -> datetime:
    return max(first, _whole_minutes(first + (last - first) * chance.uniform(0.15, 0.95)))


def _whole_minutes(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _states(
    life: Life,
    events: Sequence[tuple[datetime, dict[str, object]]],
    deadlines: Sequence[date | None],
    revenue: float,
) -> list[State]:
    """Apply the changes in their order; those of deadlines keep the deadlines' own order."""
    first, *changes = sorted(events, key=lambda event: event[0])
    rest = list(deadlines[1:])
    stage = life.path[0]
    state = State(
        life.lead_id, first[0], stage, None, first[0], True, "open", revenue, deadlines[0]
    )
    states = [state]
    for at, change in changes:
        own: dict[str, object] = {"deadline": rest.pop(0)} if "deadline" in change else change
        state = _changed(state, max(at, state.valid_from + timedelta(minutes=1)), own)
        states.append(state)
    return states


def _changed(state: State, at: datetime, change: dict[str, object]) -> State:
    fresh = replace(state, valid_from=at, is_entry=False, deadline_from=None, **change)  # type: ignore[arg-type]
    if fresh.stage_id != state.stage_id:
        fresh = replace(fresh, stage_from_id=state.stage_id, stage_since=at, is_entry=True)
    if fresh.deadline != state.deadline:
        fresh = replace(fresh, deadline_from=state.deadline)
    return fresh
