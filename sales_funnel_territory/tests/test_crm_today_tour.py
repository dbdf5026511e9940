from datetime import timedelta

from odoo.fields import Date, Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LEADER, REP


class TodayTourCommon(HttpCase):
    """Rosa visits Hale Tools this hour; Late Mills waits for an answer, or for a report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Rep", tz="UTC")
        cls.leader = new_test_user(cls.env, "sft_tour_leader", groups=LEADER, name="Leo Leader")
        cls.env["crm.team"].create(
            {"name": "Tour Team", "user_id": cls.leader.id, "member_ids": cls.rep.ids}
        )
        cls.hale, cls.mills = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "phone": "+49 40 555 01",
                    "partner_latitude": 53.6,
                    "partner_longitude": 9.9,
                }
                for name in ("Hale Tools", "Late Mills")
            ]
        )
        cls.hugo = cls.env["res.partner"].create({"name": "Hugo Hale", "parent_id": cls.hale.id})
        hour = Datetime.now().replace(minute=0, second=0)
        cls.visit, cls.late = cls.env["crm.visit"].create(
            [
                {
                    "partner_id": partner.id,
                    "user_id": cls.rep.id,
                    "start": start,
                    "state": "planned",
                    "purpose": "Yearly talk",
                }
                for partner, start in ((cls.hale, hour), (cls.mills, hour - timedelta(days=6)))
            ]
        )


@tagged("-at_install", "post_install")
class TestTodayTourPhone(TodayTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_report_with_one_hand(self):
        """The simple case: at most 12 taps and the text, counted by the tour."""
        self.late.sudo().state = "done"
        self.start_tour("/odoo/today", "sales_funnel_today_report", login="sft_tour_rep")
        report = self.visit.report_id
        self.assertEqual((report.state, self.visit.state), ("submitted", "done"))
        self.assertEqual(report.contact_ids, self.hugo)
        self.assertEqual(report.message_needs, "A second line before summer")
        self.assertEqual(report.next_step, "Bring the offer")
        self.assertTrue(report.written_on and report.submitted_on)
        self.assertEqual(self.env["crm.phone.submission"].search([]).report_id, report)
        self._check_what_followed(report)

    def test_items_that_were_agreed(self):
        self.start_tour("/odoo/today", "sales_funnel_today_items", login="sft_tour_rep")
        ours, theirs = self.visit.report_id.action_ids.sorted("id")
        self.assertEqual((ours.name, ours.user_id), ("Send the references", self.rep))
        self.assertEqual((theirs.name, theirs.contact_id), ("Count the stops", self.hugo))
        self.assertGreater(theirs.date_due, ours.date_due)

    def _check_what_followed(self, report):
        self.assertEqual(set(report.change_ids.mapped("state")), {"accepted"})
        self.assertEqual(self.hale.main_needs, "A second line before summer")
        proposed = self.env["crm.visit"].search(
            [("partner_id", "=", self.hale.id), ("state", "=", "proposed")]
        )
        self.assertEqual(proposed.window_from, report.next_visit_on)
        self.assertEqual(proposed.purpose, "Bring the offer")

    def test_what_is_due_and_what_comes_next(self):
        self.hale.activity_schedule(
            "mail.mail_activity_data_call", Date.today(), user_id=self.rep.id
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "partner_id": self.hale.id,
                "user_id": self.rep.id,
            }
        )
        self.start_tour("/odoo/today", "sales_funnel_today_around", login="sft_tour_rep")
        self.assertEqual(self.late.state, "done")
        self.assertFalse(self.hale.activity_ids)
        self.assertEqual(len(lead.activity_ids), 1)


@tagged("-at_install", "post_install")
class TestTodayTourDesktop(TodayTourCommon):
    browser_size = "1440x900"

    def test_a_leader_looks_at_a_day(self):
        self.start_tour("/odoo/today", "sales_funnel_today_leader", login="sft_tour_leader")
