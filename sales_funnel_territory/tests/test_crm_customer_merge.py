import datetime

from odoo.tests import new_test_user, tagged

from .test_crm_customer_status import MONDAY, CustomerCommon

WEEK = datetime.timedelta(days=7)


@tagged("-at_install", "post_install")
class TestCustomerMerge(CustomerCommon):
    """Two partners turn out to be one customer: what was known of either stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls.env["res.partner"].create(
            {"name": "Hale Tools Ltd", "is_company": True, "is_sales_customer": True}
        )
        cls.second = cls.double.customer_status_id
        cls.env.cr.flush()

    def _merge(self, target, *sources, user=None):
        partners = self.env["res.partner"].union(target, *sources)
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user or self.env.user)
        wizard._merge(partners.ids, target.with_user(user or self.env.user))
        self.env.cr.flush()
        self.env.invalidate_all()

    def _log_meeting(self, partner, stop):
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Line walk",
                "user_id": self.rep.id,
                "partner_ids": [(6, 0, partner.ids)],
                "start": stop - datetime.timedelta(hours=1),
                "stop": stop,
            }
        )
        self.env.cr.flush()

    def test_one_status_with_the_past_of_both(self):
        self._log_meeting(self.customer, MONDAY)
        self._log_meeting(self.double, MONDAY + WEEK)
        self._log_meeting(self.double, MONDAY - WEEK)
        self.status.customer_since, self.second.customer_since = "2025-05-01", "2024-01-01"
        self._merge(self.customer, self.double)
        status = self.customer.customer_status_id
        self.assertEqual(status, self.status)
        self.assertFalse(self.second.exists())
        self.assertTrue(self.customer.is_sales_customer)
        self.assertEqual(status.last_contact_on, MONDAY + WEEK)
        self.assertEqual(status.last_visit_on, MONDAY + WEEK)
        self.assertEqual(status.first_meeting_on, MONDAY - WEEK)
        self.assertEqual(status.customer_since, datetime.date(2024, 1, 1))
        self.assertEqual(status.next_contact_due, datetime.date(2026, 3, 16))

    def test_class_and_rhythm_of_the_one_who_stays(self):
        self.status.write({"contact_number": 3, "contact_unit": "day", "is_open_friday": False})
        self.second.write(
            {
                "class_id": self.class_d.id,
                "contact_number": 9,
                "visit_number": 2,
                "visit_unit": "week",
                "visit_least_gap": 2,
                "is_open_monday": False,
                "access_notes": "Gate 3",
            }
        )
        self._merge(self.customer, self.double)
        self.assertEqual(self.status.class_id, self.class_a)
        self.assertEqual((self.status.contact_number, self.status.contact_unit), (3, "day"))
        self.assertEqual(
            (self.status.visit_number, self.status.visit_unit, self.status.visit_least_gap),
            (2, "week", 2),
            "it had no visit frequency of its own",
        )
        self.assertTrue(self.status.is_open_monday)
        self.assertFalse(self.status.is_open_friday)
        self.assertEqual(self.status.access_notes, "Gate 3")

    def test_class_of_the_source_where_there_is_no_other(self):
        self.status.with_user(self.rep).class_id = self.class_d
        self.status.with_user(self.rep).class_id = self.class_a
        confirmed = self.status.class_change_ids
        self._merge(self.double, self.customer)
        self.assertEqual(self.double.customer_status_id, self.second)
        self.assertEqual(self.second.class_id, self.class_a)
        self.assertEqual(self.second.class_confirmed_by_id, self.rep)
        self.assertLessEqual(confirmed, self.second.class_change_ids, "with its history")
        self.assertFalse(self.status.exists())

    def test_a_contact_becomes_the_customer_it_is_merged_with(self):
        plain = self.env["res.partner"].create({"name": "Hale", "is_company": True})
        self._merge(plain, self.customer)
        self.assertTrue(plain.is_sales_customer)
        self.assertEqual(plain.customer_status_id, self.status)
        self.assertEqual(self.status.partner_id, plain)

    def test_who_is_no_customer_changes_nothing(self):
        plain = self.env["res.partner"].create({"name": "Hale", "is_company": True})
        self._merge(self.customer, plain)
        self.assertEqual(self.customer.customer_status_id, self.status)
        one = self.env["res.partner"].create({"name": "One", "is_company": True})
        self._merge(one, one.copy())
        self.assertFalse(one.is_sales_customer or one.customer_status_id)

    def test_a_former_customer_becomes_one_again(self):
        self.customer.is_sales_customer = False
        self._merge(self.customer, self.double)
        self.assertTrue(self.customer.is_sales_customer)
        self.assertTrue(self.status.active)
        self.assertEqual(self.customer.customer_status_id, self.status)

    def test_two_former_customers_stay_former(self):
        (self.customer | self.double).is_sales_customer = False
        self._merge(self.customer, self.double)
        self.assertFalse(self.customer.is_sales_customer)
        self.assertFalse(self.status.active)
        self.assertFalse(self.second.exists())

    def test_figures_per_company(self):
        self._create_lead(expected_revenue=100)
        self._create_lead(expected_revenue=30, partner_id=self.double.id)
        Figures = self.env["crm.customer.figures"]
        Figures._refresh()
        company, other = self.env.company, self.other_company

        def row(status, company):
            return Figures.search([("status_id", "=", status.id), ("company_id", "=", company.id)])

        row(self.status, company).potential = 500
        row(self.second, company).potential = 700
        Figures.create({"status_id": self.second.id, "company_id": other.id, "potential": 9})
        self._merge(self.customer, self.double)
        both = Figures.search([("status_id", "=", self.status.id)])
        self.assertEqual(len(both), 2)
        self.assertEqual(row(self.status, company).potential, 700)
        self.assertEqual(row(self.status, company).pipeline, 130)
        self.assertEqual(row(self.status, other).potential, 9)

    def test_three_at_once_by_a_clerk_without_sales(self):
        third = self.env["res.partner"].create(
            {"name": "Hale T.", "is_company": True, "is_sales_customer": True}
        )
        third.customer_status_id.write({"last_contact_on": MONDAY, "visit_number": 4})
        self.env.cr.flush()
        clerk = new_test_user(
            self.env, "sft_clerk", groups="base.group_user,base.group_partner_manager"
        )
        (self.customer | self.double | third).email = "hale@example.com"
        self._merge(self.customer, self.double, third, user=clerk)
        self.assertEqual(self.customer.customer_status_id, self.status)
        self.assertEqual(self.status.visit_number, 4)
        self.assertFalse((self.double | third).exists())

    def test_a_customer_merged_into_a_contact_of_another_company(self):
        person = self.env["res.partner"].create({"name": "Paul", "parent_id": self.customer.id})
        self.double.is_company = False
        self.second.last_contact_on = MONDAY
        self._log_meeting(self.double, MONDAY)
        self._merge(person, self.double)
        self.assertFalse(person.is_sales_customer or person.customer_status_id)
        self.assertEqual(self.status.last_contact_on, MONDAY)
        self.assertFalse(self.second.exists())
