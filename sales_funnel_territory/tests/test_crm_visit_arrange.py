from datetime import datetime, timedelta
from unittest.mock import patch

import numpy as np
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_territory import TerritoryCommon

NAMES = "odoo.addons.sales_funnel_territory.models.visit.arrange.crm_visit_free_days.datetime"


class _Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 12, 7, 6, tzinfo=tz)  # a Monday


@tagged("-at_install", "post_install")
class TestVisitArrange(TerritoryCommon):
    """The rep visits Hale Tools; on Wednesday he is next door, on the other days far away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(NAMES, _Clock))
        cls.env.company.has_customer_holidays = False
        (cls.rep | cls.manager).tz = "UTC"
        cls.rep.resource_calendar_id.tz = cls.env.company.resource_calendar_id.tz = "UTC"
        home = {"partner_latitude": 53.55, "partner_longitude": 10.0}
        cls.rep.partner_id.write(home)
        cls.customer.write({"partner_latitude": 53.9, "partner_longitude": 10.7})
        cls.beside, cls.far = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                }
                for name, latitude, longitude in (
                    ("Beside Works", 53.91, 10.71),
                    ("Far Mills", 53.0, 9.0),
                )
            ]
        )
        Visit = cls.env["crm.visit"]
        cls.near_visit = Visit.create(
            cls._visit(cls.beside, datetime(2026, 12, 9, 10), "Agree on the trial")
        )
        Visit.create([cls._visit(cls.far, datetime(2026, 12, day, 10)) for day in (7, 8, 10, 11)])

    @classmethod
    def _visit(cls, customer, start, purpose=False):
        return {
            "partner_id": customer.id,
            "user_id": cls.rep.id,
            "start": start,
            "window_from": start.date(),
            "state": "planned",
            "purpose": purpose,
        }

    def _arrange(self, user=None, **values):
        action = self.customer.with_user(user or self.rep).action_plan_visit()
        wizard = self.env["crm.visit.arrange"].with_user(user or self.rep)
        wizard = wizard.browse(action["res_id"])
        wizard.write(values)
        return wizard

    def test_the_best_time_is_next_door_and_says_so(self):
        wizard = self._arrange()
        self.assertEqual(len(wizard.slots), 3)
        self.assertEqual(len({slot["start"][:10] for slot in wizard.slots}), 3, "three days")
        first = next(slot for slot in wizard.slots if slot["start"].startswith("2026-12-09"))
        self.assertIn("min away from Beside Works", first["why"])
        self.assertIn("min of driving", first["why"])
        self.assertRegex(first["label"], r"^Wednesday, 9 December, \d\d:\d\d$")

    def test_who_is_an_hour_away_is_not_called_near(self):
        """Beside Works has moved beyond Hale Tools: on that day one passes by."""
        self.beside.write({"partner_latitude": 54.13, "partner_longitude": 11.16})
        slots = self._arrange().slots
        first = next(slot for slot in slots if slot["start"].startswith("2026-12-09"))
        self.assertRegex(first["why"], r"^on the way to or from Beside Works, \+\d+ min of driving")

    def test_a_visit_that_is_planned_already_is_told(self):
        self.assertFalse(self._arrange().planned_note)
        self.env["crm.visit"].create(self._visit(self.customer, datetime(2036, 12, 10, 14)))
        note = self._arrange().planned_note
        self.assertEqual(note, f"Planned already: Wednesday, 10 December, 14:00, {self.rep.name}.")

    def test_days_are_said_in_the_order_of_the_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        label = self._arrange().with_context(lang="zh_CN")._find_slots()[0]["label"]
        self.assertRegex(label, r"^12月\d+日周.，\d\d:\d\d$")

    def test_where_no_road_leads_there_is_no_good_time(self):
        matrix = type(self.env["crm.travel"])._matrix

        def cut_off(travel, points, **options):
            found = matrix(travel, points, **options)
            found.seconds[0, 1:] = found.seconds[1:, 0] = np.inf
            return found

        with patch.object(type(self.env["crm.travel"]), "_matrix", cut_off):
            self.assertFalse(self._arrange().slots)

    def test_a_tap_plans_the_visit(self):
        wizard = self._arrange(purpose="Show the press")
        number = [slot["start"][:10] for slot in wizard.slots].index("2026-12-09") + 1
        action = getattr(wizard, f"action_take_{number}")()
        self.assertIn("Hale Tools: visit planned", action["params"]["message"])
        visit = self.env["crm.visit"].search(
            [("partner_id", "=", self.customer.id), ("purpose", "=", "Show the press")]
        )
        self.assertEqual(visit.state, "planned")
        self.assertEqual(visit.user_id, self.rep)
        self.assertEqual(str(visit.start), wizard.slots[number - 1]["start"])
        self.assertIn("Beside Works", visit.reason)
        stop = visit.start + timedelta(hours=visit.duration)
        self.assertTrue(visit.start >= self.near_visit.stop or stop <= self.near_visit.start)
        with self.assertRaisesRegex(UserError, "taken meanwhile"):
            getattr(wizard, f"action_take_{number}")()

    def test_a_time_of_ones_own_is_warned_about_and_taken(self):
        wizard = self._arrange(start=datetime(2026, 12, 9, 10, 15))
        self.assertIn("Beside Works", wizard.clash_note)
        wizard.action_plan()
        visit = self.env["crm.visit"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(visit.start, datetime(2026, 12, 9, 10, 15))
        with self.assertRaisesRegex(UserError, "Choose a time first"):
            self._arrange().action_plan()
        with self.assertRaisesRegex(UserError, "not possible"):
            self._arrange(start=datetime(2026, 12, 9, 15), duration=30).action_plan()

    def test_hours_closing_days_and_meetings_are_kept_free(self):
        self.status.write({"hour_from": 13, "hour_to": 17, "is_open_thursday": False})
        self.env["crm.customer.closing"].create(
            {"partner_id": self.customer.id, "date_from": "2026-12-07", "date_to": "2026-12-08"}
        )
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Sales meeting",
                "user_id": self.rep.id,
                "partner_ids": [(6, 0, self.rep.partner_id.ids)],
                "start": datetime(2026, 12, 9, 8),
                "stop": datetime(2026, 12, 9, 17),
            }
        )
        for slot in self._arrange().slots:
            start = datetime.fromisoformat(slot["start"])
            self.assertGreaterEqual(start.hour, 13)
            self.assertNotIn(start.day, (7, 8, 9, 10, 17))

    def test_a_customer_nobody_can_place_gets_times_all_the_same(self):
        self.customer.write({"partner_latitude": 0, "partner_longitude": 0})
        slots = self._arrange().slots
        self.assertEqual(len(slots), 3)
        self.assertIn("not on the map", slots[0]["why"])

    def test_no_time_left_is_said(self):
        self.env["crm.customer.closing"].create(
            {"partner_id": self.customer.id, "date_from": "2026-12-01", "date_to": "2027-01-31"}
        )
        wizard = self._arrange()
        self.assertFalse(wizard.slots)
        self.assertIn("time of your own", wizard.no_slot_note)

    def test_an_opportunity_brings_its_people(self):
        person = self.env["res.partner"].create({"name": "Pia", "parent_id": self.customer.id})
        lead = self._create_lead(partner_id=person.id, user_id=self.rep.id)
        action = lead.with_user(self.rep).action_plan_visit()
        wizard = self.env["crm.visit.arrange"].with_user(self.rep).browse(action["res_id"])
        self.assertEqual((wizard.contact_ids, wizard.opportunity_id), (person, lead))
        self.assertEqual(wizard.partner_id, self.customer)
        wizard.action_take_1()
        visit = self.env["crm.visit"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(visit.opportunity_ids, lead)
        with self.assertRaisesRegex(UserError, "no customer yet"):
            self._create_lead(partner_id=False).action_plan_visit()

    def test_a_leader_plans_for_the_one_who_looks_after_the_customer(self):
        self.assertEqual(self._arrange(self.leader).user_id, self.rep)
        self.assertEqual(self._arrange(self.colleague).user_id, self.colleague)
        wizard = self._arrange(self.colleague, user_id=self.rep.id)
        with self.assertRaises(AccessError):
            wizard.action_take_1()
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["crm.visit.arrange"].with_user(person).create(
                    {"partner_id": self.customer.id}
                )

    def test_proposals_take_few_queries(self):
        wizard = self._arrange()
        wizard.invalidate_recordset()
        self.env.flush_all()
        with self.assertQueryCount(60):
            self.env["crm.visit"].with_user(self.rep)._find_slots(self.customer, self.rep, 1)
