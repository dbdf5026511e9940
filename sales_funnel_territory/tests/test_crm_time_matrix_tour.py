from datetime import timedelta

from odoo.fields import Date
from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP


class TimeMatrixTourCommon(HttpCase):
    """Rosa has three things to do, and Carl beside her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Tour")
        cls.colleague = new_test_user(cls.env, "sft_tour_carl", groups=REP, name="Carl Tour")
        (cls.rep | cls.colleague).tz = "UTC"
        cls.env.company.write({"matrix_urgent_days": 2, "matrix_least_amount": 10000})
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Tour Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": cls.rep.id,
            }
        )
        cls.trial, cls.prices, cls.calendars = (
            cls._plan(summary, days)
            for summary, days in (("Agree on the trial", 9), ("Send prices", 1), ("Calendars", 30))
        )
        cls.trial.matrix_importance = "yes"
        cls.env.flush_all()

    @classmethod
    def _plan(cls, summary, days):
        return (
            cls.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id("res.partner"),
                    "res_id": cls.customer.id,
                    "activity_type_id": cls.env.ref("mail.mail_activity_data_todo").id,
                    "summary": summary,
                    "date_deadline": Date.today() + timedelta(days),
                    "user_id": cls.rep.id,
                }
            )
        )


@tagged("-at_install", "post_install")
class TestTimeMatrixTour(TimeMatrixTourCommon):
    browser_size = "1440x900"

    def test_drag_undo_keyboard_and_delegate(self):
        due = self.trial.date_deadline
        self.start_tour("/odoo/time-matrix", "sales_funnel_time_matrix", login="sft_tour_rep")
        self.assertEqual(self.trial.date_deadline, due, "taken back")
        self.assertEqual(self.calendars.matrix_quadrant, "do", "moved by a key")
        delegation = self.env["crm.activity.delegation"].search(
            [("activity_id", "=", self.prices.id)]
        )
        self.assertEqual((delegation.to_id, delegation.note), (self.colleague, "While I am away"))
        self.assertEqual(self.prices.user_id, self.rep)
        self.start_tour(
            "/odoo/time-matrix", "sales_funnel_time_matrix_accept", login="sft_tour_carl"
        )
        self.assertEqual(self.prices.user_id, self.colleague)


@tagged("-at_install", "post_install")
class TestTimeMatrixPhoneTour(TimeMatrixTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_everything_by_thumb(self):
        self.start_tour("/odoo/time-matrix", "sales_funnel_time_matrix_phone", login="sft_tour_rep")
        self.assertEqual(self.trial.date_deadline, Date.today(), "moved to Do Now by the menu")
        back = self.env["mail.activity"].search([("summary", "=", "Calendars")])
        self.assertEqual(back.user_id, self.rep, "dropped, and taken back")
