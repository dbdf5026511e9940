"""What is read from records of visit plans can fail: each test breaks one thing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import levels_records

MONDAY = date(2027, 1, 11)
DAYS = {f"is_open_{day}": True for day in levels_records.WEEKDAYS}


class Visits(list):
    """Records of visits, as far as a search of them goes."""

    def search(self, _domain: Any) -> Visits:
        return self


class Status(SimpleNamespace):
    """A row, whose fields are also read by name."""

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def customer(name: str = "Hale", latitude: float = 48.1, **status: Any) -> Any:
    values = {**DAYS, "hour_from": 0.0, "hour_to": 24.0, **status}
    return SimpleNamespace(
        name=name,
        partner_latitude=latitude,
        partner_longitude=11.5,
        customer_status_id=Status(**values),
    )


def visit(hour: float = 9.0, weekday: int = 0, whom: Any = None, hours: float = 1.0) -> Any:
    start = datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=weekday, hours=hour)
    stop = start + timedelta(hours=hours)
    return SimpleNamespace(start=start, stop=stop, partner_id=whom or customer())


def wrong(*visits: Any, half_days: int = 2, leave: date = MONDAY - timedelta(days=7)) -> list[str]:
    story: Any = SimpleNamespace(
        env={"crm.visit": Visits(visits)},
        rep=SimpleNamespace(id=1),
        fixed={},
        leave=(leave, leave),
        clock=lambda moment: moment,
    )
    plan = SimpleNamespace(
        date_from=MONDAY, date_to=MONDAY + timedelta(days=6), display_name="the week"
    )
    return list(levels_records.week(story, plan, half_days))


def test_a_week_as_it_should_be() -> None:
    assert wrong(visit(9), visit(10.5), visit(13), visit(9, weekday=4)) == []


@pytest.mark.parametrize(
    ("visits", "words"),
    [
        ([visit(7)], "no working hours"),
        ([visit(11.5)], "no working hours"),
        ([visit(9, weekday=5)], "no working hours"),
        ([visit(whom=customer(is_open_monday=False))], "does not receive on Monday"),
        ([visit(whom=customer(hour_from=12.0))], "does not receive at 09:00"),
        ([visit(9), visit(9.5)], "nobody is at"),
        ([visit(9), visit(10.1, whom=customer("Far", 49.0))], "nobody is at Far's"),
    ],
)
def test_what_breaks_a_rule_is_told(visits: list[Any], words: str) -> None:
    (sentence,) = wrong(*visits)
    assert words in sentence


def test_leave_and_free_half_days() -> None:
    assert "on leave" in wrong(visit(), leave=MONDAY)[0]
    full = [visit(hour, weekday) for weekday in range(5) for hour in (9, 14)]
    assert wrong(*full) == ["the week: 0 half-days are free"]
    assert wrong(*full, half_days=0) == []


def test_nobody_is_lost_and_everybody_has_a_reason() -> None:
    named = SimpleNamespace(cause="full", note="Hand over.", partner_id=customer())
    mute = SimpleNamespace(cause="full", note=False, partner_id=customer())
    plan = SimpleNamespace(display_name="the week", due_count=5, planned_count=3)
    for listed, unserved, faults in (
        ([named, named], 2, 0),
        ([named], 1, 1),
        ([mute, named], 2, 1),
    ):
        told = SimpleNamespace(**vars(plan), shortfall_ids=listed, unserved_count=unserved)
        assert len(list(levels_records.counted(told))) == faults
