import datetime

from odoo.tests import tagged

from .test_crm_customer_profile import ProfileCommon


@tagged("-at_install", "post_install")
class TestProfileRequest(ProfileCommon):
    """After a visit, meeting or report the responsible is asked for the update, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create({"name": "Paul", "parent_id": cls.customer.id})
        cls.env["crm.customer.status"]._ask_for_profiles()
        cls.env.cr.flush()

    def _meet(self, customer=None, hours=1):
        stop = self.env.cr.now().replace(microsecond=0) - datetime.timedelta(hours=hours)
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Line walk",
                "user_id": self.rep.id,
                "partner_ids": [(6, 0, (customer or self.person).ids)],
                "start": stop - datetime.timedelta(hours=1),
                "stop": stop,
            }
        )
        self._settle()

    def _ask(self):
        count = self.env["crm.customer.status"]._ask_for_profiles()
        self._settle()
        return count

    def _get_requests(self):
        return self.env["mail.activity"].search([("profile_status_id", "=", self.status.id)])

    def _forget_run(self):
        """The job has not run yet today: what was created since counts again."""
        self.env["ir.config_parameter"].set_param(
            "sales_funnel_territory.profiles_asked_until",
            str(self.env.cr.now() - datetime.timedelta(hours=20))[:19],
        )

    def test_one_open_to_do_whatever_the_number_of_meetings(self):
        self._forget_run()
        self._meet(hours=3)
        self._meet(hours=2)
        self.assertEqual(self._ask(), 1)
        request = self._get_requests()
        self.assertEqual(request.user_id, self.rep)
        self.assertEqual((request.res_model, request.res_id), ("res.partner", self.customer.id))
        self.assertGreaterEqual(request.date_deadline, self.env.cr.now().date())
        self.assertLessEqual(
            request.date_deadline, self.env.cr.now().date() + datetime.timedelta(days=5)
        )
        self._forget_run()
        self.assertEqual(self._ask(), 0)

    def test_confirming_and_filling_closes_it(self):
        self._forget_run()
        self._meet()
        self._ask()
        request = self._get_requests()
        self.customer.with_user(self.rep).write({"head_count": 9, "ownership": "family"})
        self._settle()
        self.assertTrue(request.active, "something is still missing")
        self.person.function = "Buyer"
        self.customer.competitor_ids = [(0, 0, {"name": "Norton"})]
        self._settle()
        self.assertFalse(request.exists().active)
        self.assertFalse(self.status.is_profile_due)

    def test_still_right_closes_it_too(self):
        self._fill()
        self._age(200)
        self._forget_run()
        self._meet()
        self.assertEqual(self._ask(), 1)
        request = self._get_requests()
        self.customer.with_user(self.leader).action_confirm_profile()
        self.assertFalse(request.exists().active)

    def test_nobody_is_asked_for_nothing(self):
        self._fill()
        self._forget_run()
        self._meet()
        self.assertEqual(self._ask(), 0, "complete and fresh")
        self.customer.ownership = False
        self.customer.user_id = False
        self._settle()
        self._forget_run()
        self.assertEqual(self._ask(), 0, "nobody's")

    def test_calls_and_mails_do_not_ask_reports_do(self):
        call = self.env.ref("mail.mail_activity_data_call")
        call.contact_kind = "call"
        self._forget_run()
        self.person.message_post(body="Hello", message_type="email", author_id=self.person.id)
        self.person.activity_schedule("mail.mail_activity_data_call").action_feedback("Reached")
        self._settle()
        self.assertEqual(self._ask(), 0)
        call.contact_kind = "report"
        self._forget_run()
        self.person.activity_schedule("mail.mail_activity_data_call").action_feedback("Report")
        self._settle()
        self.assertEqual(self._ask(), 1)

    def test_the_hourly_job_asks_and_the_nightly_one_closes(self):
        self._forget_run()
        self._meet()
        told = self.env["crm.funnel.job"]._job_meetings()
        self.assertIn("1 customer profiles", told)
        request = self._get_requests()
        self.assertTrue(request)
        self.template.active = False
        self._settle()
        told = self.env["crm.funnel.job"]._job_customers()
        self.assertIn("to-dos closed: 1", told)
        self.assertFalse(request.exists().active)

    def test_customers_that_are_merged_have_one(self):
        double = self.env["res.partner"].create(
            {
                "name": "Hale Tools Ltd",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": self.rep.id,
            }
        )
        self._forget_run()
        self._meet()
        self._meet(double)
        self.assertEqual(self._ask(), 2)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer | double).ids, self.customer)
        self._settle()
        request = self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual(request.profile_status_id, self.status)
