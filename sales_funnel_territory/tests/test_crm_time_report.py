from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_crm_time_matrix import TODAY, TimeMatrixCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-11-23 10:00:00")
class TestTimeReport(TimeMatrixCommon):
    """Rosa's week: a visit on Tuesday with half an hour's way, a meeting, and activities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.time.plan"].search([]).unlink()
        cls.visit = cls.env["crm.visit"].create(
            {
                "partner_id": cls.best.id,
                "user_id": cls.rep.id,
                "companion_ids": [Command.set(cls.colleague.ids)],
                "start": datetime(2026, 11, 24, 9),
                "duration": 1.5,
                "travel_minutes": 30,
                "state": "planned",
                "origin": "cadence",
                "work_kind": "fixed_route",
            }
        )
        cls.env.flush_all()

    def _rows(self, person=None, domain=(), user=None):
        """Return ``{(source, kind, quadrant): hours}`` of a person."""
        Report = self.env["crm.time.report"].with_user(user or person or self.rep)
        Report.invalidate_model()
        self.env.flush_all()
        rows = Report._read_group(
            [("user_id", "=", (person or self.rep).id), *domain],
            ["source", "work_kind", "quadrant"],
            ["hours:sum"],
        )
        return {row[:3]: round(row[3], 3) for row in rows}

    def _meet(self, name, start, hours, people, **values):
        return (
            self.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": name,
                    "start": start,
                    "stop": start + timedelta(hours=hours),
                    "partner_ids": [Command.set(people.ids)],
                    "user_id": self.rep.id,
                    **values,
                }
            )
        )

    def test_a_visit_counts_with_its_way_and_for_who_comes_along(self):
        self.assertEqual(
            self._rows(),
            {("visit", "fixed_route", "plan"): 1.5, ("travel", "travel", "plan"): 0.5},
        )
        self.assertEqual(self._rows(self.colleague), {("visit", "fixed_route", "plan"): 1.5})

    def test_what_was_not_made_takes_no_time(self):
        for state in ("proposed", "missed", "cancelled"):
            self.visit.state = state
            self.assertFalse(self._rows(), state)

    def test_a_visit_that_was_made_counts_as_long_as_it_took(self):
        self.visit.write(
            {
                "state": "done",
                "checked_in_on": datetime(2026, 11, 24, 9),
                "checked_out_on": datetime(2026, 11, 24, 11),
            }
        )
        self.assertEqual(self._rows()["visit", "fixed_route", "plan"], 2)

    def test_activities_count_by_the_minutes_of_their_type(self):
        self.visit.state = "cancelled"
        self.call.minutes = 30
        self._plan(self.lead, 0)  # in a stage in which one closes, with a large amount
        self._plan(self.small, 9)
        self._plan(self.env["res.users"].browse(self.rep.id).partner_id, 0)
        self.assertEqual(self.stage_best.work_kind, "close")
        rows = self._rows()
        self.assertEqual(rows["activity", "close", "do"], 0.5)
        self.assertEqual(rows["activity", "other", "drop"], 0.5)
        todo = self._plan(self.lead, -30, activity_type_id=self.todo.id)
        week = [("date", ">=", date(2026, 11, 23)), ("date", "<=", date(2026, 11, 29))]
        self.assertEqual(self._rows(domain=week)["activity", "close", "do"], 0.75)
        todo.with_user(self.rep).action_done()
        row = (
            self.env["crm.time.report"].with_user(self.rep).search([("activity_id", "=", todo.id)])
        )
        self.assertEqual((row.date, row.hours, row.done_hours), (TODAY, 0.25, 0.25))

    def test_a_meeting_counts_by_its_time_and_nothing_twice(self):
        start = datetime(2026, 11, 26, 13)
        me = self.rep.partner_id
        self._meet("Sales meeting", start, 2, me | self.colleague.partner_id)
        self.assertEqual(self._rows()["meeting", "internal", False], 2)
        self.assertEqual(self._rows(self.colleague)["meeting", "internal", False], 2)
        event = self._meet("Show the press", start + timedelta(days=1), 1, me | self.best)
        self.env.flush_all()
        self.env.cr.flush()
        rows = self._rows()
        visit = self.env["crm.visit"].search([("event_id", "=", event.id)])
        if visit:
            self.assertFalse([key for key in rows if key[:2] == ("meeting", "other")])
        self.assertEqual(sum(rows.values()), 1.5 + 0.5 + 2 + 1)
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        self._plan(self.small, 3, activity_type_id=meeting.id, calendar_event_id=event.id)
        self.assertEqual(sum(self._rows().values()), 5, "the event of an activity counts once")
        event.attendee_ids.filtered(lambda one: one.partner_id == me).state = "declined"
        free = self._meet("Birthday", start, 1, me, show_as="free")
        whole = self._meet("Fair", start, 9, me, allday=True)
        names = self.env["crm.time.report"].with_user(self.rep).search([]).event_id
        self.assertFalse(names & (free | whole))

    def test_the_board_shows_the_week_beside_the_plan(self):
        plan = self.env["crm.time.plan"].create(
            {"share_fixed_route": 50, "share_travel": 30, "share_internal": 20, "hours": 40}
        )
        share = self.matrix.get_matrix()["share"]
        self.assertEqual((share["hours"], share["plan"]["id"]), (2.0, plan.id))
        told = {
            one["key"]: (one["percent"], one["planned_percent"], one["planned_hours"])
            for one in share["kinds"]
        }
        self.assertEqual(
            told,
            {"fixed_route": (75, 50, 20), "travel": (25, 30, 12), "internal": (0, 20, 8)},
        )
        self.assertEqual(
            {one["key"]: one["percent"] for one in share["quadrants"]},
            {"do": 0, "plan": 100, "delegate": 0, "drop": 0},
        )
        later = self.matrix.get_matrix(day=share["next"])["share"]
        self.assertEqual((later["hours"], later["is_this_week"]), (0, False))

    def test_a_figure_opens_its_records(self):
        action = self.matrix.action_open_time(self.rep.id, "2026-11-23", kind="travel")
        rows = self.env["crm.time.report"].with_user(self.rep).search(action["domain"])
        self.assertEqual((rows.source, rows.visit_id), ("travel", self.visit))
        self.assertEqual(rows.action_open_record()["res_id"], self.visit.id)
        self.assertEqual(rows.name, self.visit.display_name)

    def test_a_week_is_the_one_of_the_plan_in_every_language(self):
        """Sunday 22 November ends week 47; in the United States it would begin their week 48."""
        sunday = self.visit.copy({"start": datetime(2026, 11, 22, 9), "state": "planned"})
        self.env["res.lang"]._activate_lang("de_DE")
        Report = self.env["crm.time.report"].with_user(self.rep)
        self.env.flush_all()
        for lang in ("en_US", "de_DE"):
            with self.subTest(lang):
                groups = Report.with_context(lang=lang, fill_temporal=True).formatted_read_group(
                    [("source", "=", "visit"), ("user_id", "=", self.rep.id)],
                    ["date:week"],
                    ["hours:sum"],
                )
                told = [(*group["date:week"], group["hours:sum"]) for group in groups]
                self.assertEqual(
                    told,
                    [("2026-11-16", "W47 2026", 1.5), ("2026-11-23", "W48 2026", 1.5)],
                )
                rows = Report.search(groups[0]["__extra_domain"])
                self.assertEqual(rows.visit_id, sunday)
                visits = self.env["crm.visit"].with_user(self.rep).with_context(lang=lang)
                found = visits.formatted_read_group(
                    [("id", "=", sunday.id)], ["start:week"], ["__count"]
                )
                self.assertEqual(found[0]["start:week"][1], "W47 2026")
                self.assertEqual(visits.search(found[0]["__extra_domain"]) & sunday, sunday)
        share = self.env["crm.time.matrix"].with_user(self.rep).get_matrix()["share"]
        self.assertIn("week 48", share["label"])

    def test_each_sees_his_own_leaders_their_teams_managers_all(self):
        Report = self.env["crm.time.report"]
        for person, sees in (
            (self.rep, True),
            (self.leader, True),
            (self.head, True),
            (self.manager, True),
            (self.rep_beside, False),
            (self.foreigner, False),
        ):
            rows = Report.with_user(person).search([("user_id", "=", self.rep.id)])
            self.assertEqual(bool(rows), sees, person.name)
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                Report.with_user(person).search([])

    def test_the_day_is_the_readers(self):
        self.visit.start = datetime(2026, 11, 24, 23)
        Report = self.env["crm.time.report"].with_user(self.rep)
        days = []
        for zone in ("Asia/Shanghai", "Pacific/Honolulu"):
            self.env.flush_all()
            Report.invalidate_model()
            row = Report.with_context(tz=zone).search([("source", "=", "visit")])
            days.append(row.date)
        self.assertEqual(days, [date(2026, 11, 25), date(2026, 11, 24)])
