from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_crm_visit_plan import VisitPlanCommon


class ChecklistVisitsCommon(VisitPlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checklist = cls.env["crm.funnel.checklist"].with_user(cls.administrator)
        others = cls.env["res.partner"].search([("user_id", "not in", [False, cls.rep.id])])
        others.user_id = False

    def _step(self, key):
        return next(step for step in self.checklist.get_steps() if step["key"] == key)


@tagged("-at_install", "post_install")
class TestChecklistVisits(ChecklistVisitsCommon):
    """What has to be said before anybody can plan visits, or compare with a target."""

    def test_where_days_begin_is_asked_and_found_by_the_address(self):
        self.assertEqual(self._step("day_starts")["state"], "done")
        nowhere = {"partner_latitude": 0, "partner_longitude": 0}
        self.rep.partner_id.write(nowhere)
        self.env.company.partner_id.write({**nowhere, "city": False, "zip": False})
        step = self._step("day_starts")
        self.assertEqual(step["state"], "attention")
        self.assertIn(self.rep.name, step["text"])
        germany = self.env.ref("base.de")
        self.env["crm.postcode.place"].create(
            {"country_id": germany.id, "zip": "80331", "latitude": 48.1, "longitude": 11.6}
        )
        self.rep.partner_id.write({"zip": "80331", "city": "Munich", "country_id": germany.id})
        action = self.checklist.open_step("day_starts")
        self.assertIn(self.rep.partner_id, self.env["res.partner"].search(action["domain"]))
        self.assertEqual(self.rep.partner_id.partner_latitude, 48.1)
        self.assertEqual(self._step("day_starts")["state"], "done")

    def test_without_territories_every_customer_needs_a_visit_frequency(self):
        self.env["crm.territory"].search([]).active = False
        customers = self.env["res.partner"].search([("has_visit_frequency", "=", False)])
        (customers - self.customer).is_sales_customer = False
        self.status.write({"visit_number": 0, "class_id": False})
        step = self._step("visit_frequency")
        self.assertEqual((step["state"], step["button"]), ("attention", "Show Them"))
        self.assertIn("1 customers", step["text"])
        action = self.checklist.open_step("visit_frequency")
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.customer)
        self.status.write({"visit_number": 1, "visit_unit": "week"})
        self.assertEqual(self._step("visit_frequency")["state"], "done")

    def test_plans_and_targets_are_still_to_come_until_there_are_some(self):
        self.assertEqual(self._step("visit_plans")["state"], "done")
        self.env["crm.visit.plan"].search([]).unlink()
        self.assertEqual(self._step("visit_plans")["state"], "todo")
        Version = self.env["crm.sales.target.version"]
        Version.search([]).unlink()
        self.assertEqual(self._step("targets")["state"], "todo")
        year = Version._default_year()
        values = {"date_from": fields.Date.to_date(f"{year}-01-01"), "period_kind": "year"}
        version = Version.create({"name": "Plan", "year": year})
        self.env["crm.sales.target"].create({**values, "version_id": version.id, "value": 10})
        self.assertEqual(self._step("targets")["state"], "todo", "nobody approved them")
        version.state = "approved"
        self.assertEqual(self._step("targets")["state"], "done")


@tagged("-at_install", "post_install")
class TestChecklistEmptyTour(ChecklistVisitsCommon, HttpCase):
    def test_an_empty_screen_behind_a_step_speaks_plain_words(self):
        self.env["crm.visit.plan"].search([]).unlink()
        self.env["crm.sales.target.version"].search([]).unlink()
        self.start_tour(
            "/odoo/action-sales_funnel_territory.crm_funnel_checklist_action",
            "sales_funnel_setup_checklist_empty",
            login="sft_administrator",
        )
