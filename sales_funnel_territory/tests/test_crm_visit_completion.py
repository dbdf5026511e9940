from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_crm_customer_access import NarrowCommon
from .test_crm_visit import VisitCommon


@tagged("-at_install", "post_install")
class TestVisitCompletion(VisitCommon):
    """Of what was due to Hale Tools some was planned, some was done, some was missed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Visit = cls.env["crm.visit"]
        base = {
            "partner_id": cls.customer.id,
            "user_id": cls.rep.id,
            "window_from": date(2026, 12, 8),
            "work_kind": "fixed_route",
            "duration": 2,
        }
        cls.done, cls.missed, cls.proposed, cls.cancelled, cls.beside = Visit.create(
            [
                {
                    **base,
                    "state": "done",
                    "checked_in_on": datetime(2026, 12, 8, 9),
                    "checked_out_on": datetime(2026, 12, 8, 9, 30),
                },
                {**base, "state": "missed"},
                {**base, "state": "proposed"},
                {**base, "state": "cancelled"},
                {**base, "state": "done", "user_id": cls.rep_beside.id},
            ]
        )
        plan = cls.env["crm.visit.plan"].create(
            {
                "user_id": cls.rep.id,
                "kind": "week",
                "date_from": date(2026, 12, 7),
                "date_to": date(2026, 12, 11),
                "state": "running",
            }
        )
        cls.env["crm.visit.shortfall"].create(
            {
                "plan_id": plan.id,
                "partner_id": cls.customer.id,
                "cause": "full",
                "due_on": date(2026, 12, 9),
            }
        )
        cls.env.flush_all()

    def _read(self, user=None, **domain):
        Report = self.env["crm.visit.completion.report"].with_user(user or self.manager)
        measures = ("due", "planned", "done", "missed", "unserved")
        rows = Report._read_group(
            [("partner_id", "=", self.customer.id)],
            [],
            [
                *(f"{name}_count:sum" for name in measures),
                "completion_rate:avg",
                "planned_hours:sum",
                "done_hours:sum",
            ],
        )
        return rows[0]

    def test_planned_and_not_planned_are_what_was_due(self):
        due, planned, done, missed, unserved, rate, planned_hours, done_hours = self._read()
        self.assertEqual((planned, done, missed, unserved), (4, 2, 1, 2))
        self.assertEqual(due, planned + unserved)
        self.assertAlmostEqual(rate, 50)
        self.assertAlmostEqual(planned_hours, 1.5 + 3 * 2)
        self.assertAlmostEqual(
            done_hours, 0.5 + 2, msg="by check-in and check-out, else as planned"
        )

    def test_each_sees_his_own_leaders_their_teams_managers_all(self):
        self.assertEqual(self._read(self.rep)[1], 3)
        self.assertEqual(self._read(self.leader)[1], 3)
        self.assertEqual(self._read(self.head)[1], 4)
        self.assertEqual(self._read(self.manager)[1], 4)
        self.assertFalse(self._read(self.foreigner)[1])
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self._read(person)

    def test_nobody_overdue_is_forgotten(self):
        visits = self.env["crm.visit"].search([("partner_id", "=", self.customer.id)])
        visits.unlink()
        self.env["crm.visit.plan"].search([("user_id", "=", self.rep.id)]).active = False
        self.status.last_visit_on = fields.Datetime.now() - timedelta(days=400)
        self.env.flush_all()
        self.assertLess(self.status.next_visit_due, fields.Date.today())
        Report = self.env["crm.visit.completion.report"].with_user(self.rep)
        row = Report.search([("partner_id", "=", self.customer.id)])
        self.assertEqual((row.outcome, row.due_count, row.planned_count), ("due", 1, 0))
        self.assertEqual(row.action_open_visit()["res_model"], "res.partner")
        self.env["crm.visit"].create(
            {"partner_id": self.customer.id, "user_id": self.rep.id, "state": "planned"}
        )
        self.env.flush_all()
        Report.invalidate_model()
        row = Report.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(row.outcome, "planned")
        self.assertEqual(row.action_open_visit()["res_model"], "crm.visit")

    def test_the_day_is_the_readers(self):
        self.done.start = datetime(2026, 12, 8, 23)
        self.env.flush_all()
        Report = self.env["crm.visit.completion.report"]
        rows = [
            Report.with_context(tz=zone).search([("visit_id", "=", self.done.id)]).date
            for zone in ("Asia/Shanghai", "Pacific/Honolulu")
            if not Report.invalidate_model()
        ]
        self.assertEqual(rows, [date(2026, 12, 9), date(2026, 12, 8)])


@tagged("-at_install", "post_install")
class TestVisitsNarrowed(NarrowCommon):
    """With the narrow view on, nothing about visits tells of customers one does not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        both = cls.customer | cls.beside
        cls.closings = cls.env["crm.customer.closing"].create(
            [{"partner_id": one.id, "date_from": date(2026, 12, 24)} for one in both]
        )
        cls.routes = cls.env["crm.route"].create(
            [
                {
                    "name": one.name,
                    "user_id": one.user_id.id,
                    "stop_ids": [Command.create({"partner_id": one.id})],
                }
                for one in both
            ]
        )
        cls.env["crm.visit"].create(
            [
                {"partner_id": one.id, "user_id": cls.rep_beside.id, "state": "planned"}
                for one in both
            ]
        )
        cls._switch()

    def test_each_finds_his_own(self):
        self._settle()
        for model, domain in (
            ("crm.customer.closing", [("id", "in", self.closings.ids)]),
            ("crm.route.stop", [("route_id", "in", self.routes.ids)]),
        ):
            Model = self.env[model]
            self.assertEqual(Model.with_user(self.rep).search(domain).partner_id, self.customer)
            self.assertEqual(Model.with_user(self.colleague).search(domain).partner_id, self.beside)
            self.assertEqual(len(Model.with_user(self.manager).search(domain)), 2)
        routes = self.env["crm.route"].with_user(self.rep).search([("id", "in", self.routes.ids)])
        self.assertEqual(routes, self.routes[0])
        Report = self.env["crm.visit.completion.report"].with_user(self.leader)
        rows = Report.search([("user_id", "=", self.rep_beside.id)])
        self.assertFalse(rows, "neither his team's nor his customers'")
