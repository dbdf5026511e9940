from datetime import date, datetime, timedelta
from itertools import accumulate
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import tagged

from ..models.visit import crm_visit_map
from .test_crm_visit import VisitCommon

SPEC = {
    "latitude": "partner_latitude",
    "longitude": "partner_longitude",
    "through": ["partner_id"],
}


@tagged("-at_install", "post_install")
class TestVisitMap(VisitCommon):
    """On the map each visit says which stop of its day it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"partner_latitude": 53.5, "partner_longitude": 10.0})
        cls.early, cls.late, cls.missed, cls.next_day = cls.env["crm.visit"].create(
            [
                cls._values(cls.visit.start - timedelta(hours=1)),
                cls._values(cls.visit.start + timedelta(hours=2)),
                cls._values(cls.visit.start - timedelta(hours=2), state="missed"),
                cls._values(cls.visit.start + timedelta(days=1)),
            ]
        )
        cls.waiting = cls.env["crm.visit"].create(
            {**cls._values(False), "window_from": date(2026, 12, 8), "state": "proposed"}
        )
        cls.beside = cls.env["crm.visit"].create(
            cls._values(datetime(2026, 12, 8, 6), user_id=cls.colleague.id)
        )
        cls.all = cls.env["crm.visit"].search([("partner_id", "=", cls.customer.id)])

    @classmethod
    def _values(cls, start, **values):
        return {
            "partner_id": cls.customer.id,
            "user_id": cls.rep.id,
            "start": start,
            "state": "planned",
            **values,
        }

    def _ask(self, visits, **spec):
        payload = (
            self.env["crm.visit"]
            .with_user(self.rep)
            .sales_map_data([("id", "in", visits.ids)], {**SPEC, **spec})
        )
        return dict(zip(accumulate(payload["ids"]), payload.get("number", ()), strict=False))

    def test_stops_are_counted_within_their_persons_day(self):
        tour = self.all - self.next_day - self.beside
        self.assertEqual(
            self._ask(tour),
            {
                self.early.id: 1,
                self.visit.id: 2,
                self.late.id: 3,
                self.missed.id: 0,
                self.waiting.id: 0,
            },
        )
        self.assertEqual(self._ask(self.late), {self.late.id: 3}, "also where it stands alone")

    def test_several_tours_are_told_apart_by_colours_or_not_numbered(self):
        days = self.early | self.next_day
        people = self.early | self.beside
        one_each = dict.fromkeys((days | people).ids, 1)
        for visits, color in ((days, "start:day"), (people, "user_id")):
            self.assertFalse(self._ask(visits, color="state"))
            self.assertEqual(
                self._ask(visits, color=color), {key: one_each[key] for key in visits.ids}
            )
        self.assertFalse(self._ask(days | people, color="user_id"))

    def test_what_waits_to_be_reported_is_no_stop_of_today(self):
        with freeze_time("2026-12-09 06:00:00"):
            numbers = self._ask(self.early | self.next_day)
        self.assertEqual(numbers, {self.early.id: 0, self.next_day.id: 1})

    def test_many_visits_have_no_numbers(self):
        with patch.object(crm_visit_map, "MOST_NUMBERED", 2):
            self.assertFalse(self._ask(self.all - self.next_day - self.beside))
        self.assertFalse(self._ask(self.env["crm.visit"]))
