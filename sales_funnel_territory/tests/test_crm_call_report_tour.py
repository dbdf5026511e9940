from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LEADER, REP


@tagged("-at_install", "post_install")
class TestCallReportTour(HttpCase):
    """Rosa visits Hale Tools; Leo, who leads her team, reads what she has reported."""

    browser_size = "1440x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Rep", tz="UTC")
        cls.leader = new_test_user(
            cls.env, "sft_tour_leader", groups=LEADER, name="Leo Leader", tz="UTC"
        )
        cls.env["crm.team"].create(
            {"name": "Tour Team", "user_id": cls.leader.id, "member_ids": cls.rep.ids}
        )
        cls.hale = cls.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": cls.rep.id,
            }
        )
        cls.env["res.partner"].create({"name": "Hugo Hale", "parent_id": cls.hale.id})
        cls.visit = cls.env["crm.visit"].create(
            {
                "partner_id": cls.hale.id,
                "user_id": cls.rep.id,
                "start": Datetime.now().replace(second=0) - timedelta(hours=1),
                "state": "planned",
            }
        )

    def test_prepared_written_acknowledged_added_to(self):
        self.start_tour(
            f"/odoo/visits/{self.visit.id}", "sales_funnel_call_report_desk", login="sft_tour_rep"
        )
        report = self.visit.report_id
        self.assertEqual((report.state, self.visit.state), ("submitted", "done"))
        self.assertIn("reached", report.objective_ids.mapped("outcome"))
        self.assertEqual(report.message_needs, "A second line before summer")
        self.assertEqual(report.action_ids.activity_id.user_id, self.rep)
        self.assertEqual(report.to_ids, self.leader)
        self.assertEqual(report.change_ids.mapped("state"), ["accepted"])
        self.start_tour(
            "/odoo/call-reports", "sales_funnel_call_report_acknowledge", login="sft_tour_leader"
        )
        self.assertEqual(report.acknowledged_by_id, self.leader)
        self.assertEqual(report.manager_comment, "Take the service along")
        self.start_tour(
            f"/odoo/call-reports/{report.id}", "sales_funnel_call_report_add", login="sft_tour_rep"
        )
        self.assertEqual(report.addition_ids.text, "They moved the line to May")
        self.assertEqual(report.addition_ids.user_id, self.rep)


@tagged("-at_install", "post_install")
class TestCallReportTourPhone(TestCallReportTour):
    """A leader on the road acknowledges on the phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_prepared_written_acknowledged_added_to(self):
        report = self.env["crm.call.report"].with_user(self.rep)._prepare_for_visit(self.visit)
        report.purpose = "Agree on the trial"
        report.action_submit()
        self.start_tour(
            "/odoo/call-reports", "sales_funnel_call_report_acknowledge", login="sft_tour_leader"
        )
        self.assertEqual(report.state, "acknowledged")
