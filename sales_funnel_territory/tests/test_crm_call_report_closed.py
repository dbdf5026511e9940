from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_call_report import NOW, ReportCommon

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQ"
    b"DwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
REFUSED = UserError  # or an AccessError, which is one


@tagged("-at_install", "post_install")
class TestCallReportClosed(ReportCommon):
    """What was submitted is read-only, whichever way somebody tries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.objective = cls.env["crm.call.report.objective"].create(
            {"report_id": cls.report.id, "name": "A trial", "outcome": "partly"}
        )
        cls.photo = cls.env["ir.attachment"].create(
            {
                "name": "line.png",
                "datas": PNG,
                "res_model": "crm.call.report",
                "res_id": cls.report.id,
            }
        )
        cls.report.photo_ids = cls.photo
        cls.other = cls._create_report(state="prepared", purpose="Still open")
        cls.people = cls.rep, cls.leader, cls.manager, cls.administrator

    def setUp(self):
        super().setUp()
        self._submit()

    def test_no_field_of_it_is_written(self):
        values = {
            "purpose": "Other",
            "message_budget": "Other",
            "partner_id": self.customer.id,
            "active": False,
            "date": datetime(2026, 12, 8, 10),
            "user_id": self.leader.id,
            "visit_id": False,
            "contact_ids": [Command.clear()],
            "photo_ids": [Command.clear()],
            "objective_ids": [Command.update(self.objective.id, {"outcome": "reached"})],
            "action_ids": [Command.create({"name": "x", "user_id": self.rep.id})],
            "addition_ids": [Command.create({"text": "x"})],
        }
        for person in self.people:
            for name, value in values.items():
                with self.subTest(person=person.login, name=name), self.assertRaises(REFUSED):
                    self.report.with_user(person).write({name: value})
                    self.env.flush_all()

    def test_no_part_of_it_is_written(self):
        for person in self.people:
            part = self.objective.with_user(person)
            with self.subTest(person=person.login), self.assertRaises(REFUSED):
                part.outcome = "reached"
            with self.subTest(person=person.login), self.assertRaises(REFUSED):
                part.unlink()
            with self.subTest(person=person.login), self.assertRaises(REFUSED):
                part.create({"report_id": self.report.id, "name": "New"})
            moved = part.create({"report_id": self.other.id, "name": "New"})
            with self.subTest(person=person.login), self.assertRaises(REFUSED):
                moved.report_id = self.report

    def test_nothing_is_attached_or_taken_away(self):
        for person in self.people[:3]:
            photo = self.photo.with_user(person)
            for values in ({"datas": PNG}, {"name": "x"}, {"res_id": self.other.id}):
                with self.subTest(person=person.login, **values), self.assertRaises(REFUSED):
                    photo.write(values)
            with self.subTest(person=person.login), self.assertRaises(REFUSED):
                photo.unlink()
            with self.subTest(person=person.login), self.assertRaises(REFUSED):
                photo.create(
                    {"name": "y", "res_model": "crm.call.report", "res_id": self.report.id}
                )

    def test_buttons_know_the_state(self):
        mine = self.report.with_user(self.rep)
        for button in ("action_start", "action_submit"):
            with self.subTest(button=button), self.assertRaises(REFUSED):
                getattr(mine, button)()
        self.report.with_user(self.leader)._acknowledge()
        with self.assertRaisesRegex(UserError, "Acknowledged"):
            self.report.with_user(self.manager)._acknowledge()

    def test_nobody_says_by_rpc_what_buttons_say(self):
        for values in (
            {"state": "submitted"},
            {"state": "acknowledged", "manager_comment": "Great"},
            {"submitted_on": NOW},
            {"on_time_rate": 100},
            {"deadline": NOW + timedelta(days=9)},
            {"name": "CR/1"},
        ):
            for person in self.people:
                with self.subTest(person=person.login, **values), self.assertRaises(AccessError):
                    self.other.with_user(person).write(values)
            made = (
                self.env["crm.call.report"]
                .with_user(self.rep)
                .with_context(**{f"default_{name}": value for name, value in values.items()})
                .create({"partner_id": self.customer.id, **values})
            )
            self.assertEqual(made.state, "prepared")
            self.assertFalse(made.submitted_on)
            self.assertFalse(made.on_time_rate)
            self.assertRegex(made.name, "^CR/[0-9]{4}/")

    def test_an_import_makes_prepared_reports_only(self):
        Report = self.env["crm.call.report"].with_user(self.rep)
        result = Report.load(
            ["partner_id/.id", "purpose", "state", "date"],
            [[str(self.customer.id), "Imported", "submitted", "2026-12-07 09:00:00"]],
        )
        self.assertEqual(Report.browse(result["ids"]).state, "prepared")
        result = Report.load(
            [".id", "purpose"],
            [[str(self.report.id), "Imported"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("stays as it is", result["messages"][0]["message"])

    def test_additions_are_dated_signed_and_stay(self):
        mine = self.env["crm.call.report.add"].with_user(self.rep)
        mine.create(
            {"report_id": self.report.id, "text": "He called: Friday is fine"}
        ).action_apply()
        addition = self.report.addition_ids
        self.assertEqual((addition.user_id, addition.date), (self.rep, NOW))
        for person in self.people:
            with self.assertRaises(REFUSED):
                addition.with_user(person).text = "No"
            with self.assertRaises(REFUSED):
                addition.with_user(person).unlink()
        forged = (
            self.env["crm.call.report.addition"]
            .with_user(self.rep)
            .create(
                {
                    "report_id": self.report.id,
                    "text": "x",
                    "user_id": self.leader.id,
                    "date": "2020-01-01 00:00:00",
                }
            )
        )
        self.assertEqual((forged.user_id, forged.date), (self.rep, NOW))
        with self.assertRaisesRegex(UserError, "not submitted yet"):
            mine.create({"report_id": self.other.id, "text": "Too early"}).action_apply()
        with self.assertRaises(AccessError):
            mine.with_user(self.colleague).create(
                {"report_id": self.report.id, "text": "Not mine"}
            ).action_apply()

    def test_whoever_reads_it_may_remark_on_it(self):
        self.report.sudo().cc_ids = self.colleague
        self.report.with_user(self.colleague).message_post(body="Ask about the gate")
        with self.assertRaises(AccessError):
            self.report.with_user(self.rep_beside).message_post(body="Not mine")

    def test_contacts_of_long_ago_need_the_leader(self):
        Report = self.env["crm.call.report"].with_user(self.rep)
        old = NOW - timedelta(days=8)
        with self.assertRaisesRegex(UserError, "more than 7 days ago"):
            Report.create({"partner_id": self.customer.id, "date": old})
        with self.assertRaisesRegex(UserError, "more than 7 days ago"):
            self.other.with_user(self.rep).write({"date": old, "date_end": False})
        self.other.with_user(self.leader).write({"date": old, "date_end": False})
        report = Report.with_user(self.leader).create(
            {"partner_id": self.customer.id, "date": old, "user_id": self.rep.id}
        )
        self.assertEqual(report.user_id, self.rep)
        with self.assertRaises(UserError):
            Report.with_user(self.leader).create({"partner_id": self.customer.id, "date": old})
        self.env.company.call_report_backdate_days = 30
        Report.create({"partner_id": self.customer.id, "date": old})

    def test_a_visit_entered_late_is_no_way_around_it(self):
        past = self.visit.copy({"start": NOW - timedelta(days=20), "state": "planned"})
        past.with_user(self.rep).action_done()
        report = past.report_id.with_user(self.rep)
        with self.assertRaisesRegex(UserError, "ask your team leader"):
            report.action_submit()
        report.with_user(self.leader).action_submit()

    def test_a_late_report_on_a_visit_planned_in_time_is_not_dated_back(self):
        past = self.visit.copy({"start": NOW - timedelta(days=20), "state": "done"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_visit SET create_date = start - interval '2 days' WHERE id = %s", [past.id]
        )
        past.invalidate_recordset()
        Report = self.env["crm.call.report"].with_user(self.rep)
        report = Report._prepare_for_visit(past.with_user(self.rep))
        with self.assertRaisesRegex(UserError, "more than 7 days ago"):
            report.write({"date": NOW - timedelta(days=22), "date_end": False})
        report.purpose = "Yearly talk"
        report.action_submit()
        self.assertEqual(report.timeliness, "late")

    def test_nobody_writes_in_a_colleagues_name(self):
        Report = self.env["crm.call.report"].with_user(self.rep)
        with self.assertRaises(AccessError):
            Report.create({"partner_id": self.customer.id, "user_id": self.colleague.id})
        with self.assertRaises(AccessError):
            self.other.with_user(self.rep).user_id = self.colleague

    def test_a_report_says_something_before_it_is_submitted(self):
        self.other.purpose = " "
        with self.assertRaisesRegex(UserError, "What was the purpose"):
            self.other.with_user(self.rep).action_submit()
        self.other.write(
            {"purpose": "x", "date": NOW + timedelta(days=1), "date_end": NOW + timedelta(days=1)}
        )
        with self.assertRaisesRegex(UserError, "lies ahead"):
            self.other.with_user(self.rep).action_submit()
