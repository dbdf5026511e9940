from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP


class VisitTourCommon(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Rep")
        cls.env["res.partner"].search([("is_sales_customer", "=", True)]).is_sales_customer = False
        cls.hale, cls.marsh = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_sales_customer": True,
                 "user_id": cls.rep.id, "phone": "+49 40 555 01"}
                for name in ("Hale Tools", "Marsh Mills")
            ]
        )  # fmt: skip
        cls.visit = cls.env["crm.visit"].create(
            {
                "partner_id": cls.marsh.id,
                "user_id": cls.rep.id,
                "start": fields.Datetime.now() - timedelta(days=1, hours=2),
                "state": "planned",
                "purpose": "Yearly talk",
            }
        )


@tagged("-at_install", "post_install")
class TestVisitTourPhone(VisitTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_visit_on_the_phone(self):
        self.start_tour("/odoo/visits-today", "sales_funnel_visit_phone", login="sft_tour_rep")
        made = self.env["crm.visit"].search([("partner_id", "=", self.hale.id)])
        self.assertEqual(made.state, "done")
        self.assertEqual(made.origin, "manual")
        self.assertEqual(made.purpose, "See the new hall")
        self.assertTrue(made.checked_in_on and made.checked_out_on)


@tagged("-at_install", "post_install")
class TestVisitTourDesktop(VisitTourCommon):
    browser_size = "1440x900"

    def test_a_missed_visit(self):
        self.start_tour(
            f"/odoo/visits/{self.visit.id}", "sales_funnel_visit_missed", login="sft_tour_rep"
        )
        self.assertEqual(self.visit.state, "missed")
