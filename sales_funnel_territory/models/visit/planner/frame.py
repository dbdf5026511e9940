"""Whose days are looked at: everything the planner does is told in this person's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MINUTES = 60


@dataclass(frozen=True)
class PlannerFrame:
    """A person's days, by his own clock and calendar."""

    user: Any
    zone: ZoneInfo
    first: date
    last: date

    @property
    def days(self):
        """Return the days, the first and the last one included."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def moments(self):
        """Return the first moment, and the first one after it, in naive UTC as fields hold it."""
        return self.to_utc(self.first, 0), self.to_utc(self.last + timedelta(days=1), 0)

    def to_utc(self, day, minutes):
        """Return minutes from midnight of a day in naive UTC."""
        days, minutes = divmod(minutes, 24 * 60)
        moment = datetime.combine(
            day + timedelta(days=days), time(minutes // 60, minutes % 60), self.zone
        )
        return moment.astimezone(UTC).replace(tzinfo=None)

    def to_local(self, moment):
        """Return (day, minutes from midnight) of a moment in UTC."""
        local = moment.replace(tzinfo=UTC).astimezone(self.zone)
        return local.date(), local.hour * 60 + local.minute

    def on_day(self, day, start, end):
        """Return the part of two moments in UTC that lies on a day as minutes, or ``None``."""
        first, begin = self.to_local(start)
        last, finish = self.to_local(end)
        if first > day or last < day:
            return None
        begin = begin if first == day else 0
        finish = finish if last == day else 24 * 60
        return (begin, finish) if begin < finish else None
