"""The moments at which a week is closed."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = 7


def last_weekly_close(now: datetime, weekday: int, zone: ZoneInfo) -> datetime:
    """Return the latest end (24:00) of a weekday in a time zone, at or before ``now``.

    :param now: moment, aware
    :param weekday: 0 for Monday to 6 for Sunday, as ``datetime.weekday``
    :return: the moment, aware, in UTC
    """
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    since = (local.weekday() - (weekday + 1)) % DAYS
    return (midnight - timedelta(days=since)).astimezone(ZoneInfo("UTC"))
