from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.weeks import last_weekly_close
from odoo.tests import BaseCase, tagged

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai", "Pacific/Honolulu"]).map(ZoneInfo)
SUNDAY = 6


@tagged("-at_install", "post_install")
class TestWeeklyClose(BaseCase):
    def test_sunday_24_00_in_the_companys_time_zone(self):
        berlin = ZoneInfo("Europe/Berlin")
        close = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # Sunday 24:00 in Berlin
        self.assertEqual(last_weekly_close(close, SUNDAY, berlin), close)
        before = last_weekly_close(close - timedelta(seconds=1), SUNDAY, berlin)
        self.assertEqual(before, close - timedelta(days=7))

    def test_a_week_with_a_change_of_the_clock_is_an_hour_longer(self):
        berlin = ZoneInfo("Europe/Berlin")
        closes = [
            last_weekly_close(datetime(2026, 10, day, 12, tzinfo=UTC), SUNDAY, berlin)
            for day in (20, 27)
        ]
        self.assertEqual(closes[1] - closes[0], timedelta(days=7, hours=1))

    @given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.integers(0, 6), ZONES)
    def test_it_is_never_in_the_future_nor_more_than_a_week_ago(self, naive, weekday, zone):
        now = naive.replace(tzinfo=UTC)
        close = last_weekly_close(now, weekday, zone)
        self.assertLessEqual(close, now)
        self.assertLess(now - close, timedelta(days=7, hours=2))
        local = close.astimezone(zone)
        self.assertEqual((local.weekday() - 1) % 7, weekday)
