import datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import FunnelCommon

MONDAY = datetime.datetime(2026, 3, 2, 10)


class CustomerCommon(FunnelCommon):
    """Hale Tools is a customer of class A, looked after by the rep."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.class_a = cls.env.ref("sales_funnel_territory.crm_customer_class_a")
        cls.class_d = cls.env.ref("sales_funnel_territory.crm_customer_class_d")
        cls.customer.write({"is_sales_customer": True, "user_id": cls.rep.id})
        cls.status = cls.customer.customer_status_id
        cls.status.class_id = cls.class_a
        cls.env.cr.flush()


@tagged("-at_install", "post_install")
class TestCustomerStatus(CustomerCommon):
    def test_by_hand_one_becomes_a_customer_and_no_more(self):
        partner = self.env["res.partner"].create({"name": "Nobody", "is_company": True})
        self.assertFalse(partner.customer_status_id)
        partner.is_sales_customer = True
        status = partner.customer_status_id
        self.assertEqual(status.partner_id, partner)
        partner.is_sales_customer = False
        self.assertFalse(status.active)
        partner.is_sales_customer = True
        self.assertEqual(partner.customer_status_id, status, "its former row, with its past")
        self.assertTrue(status.active)

    def test_the_first_opportunity_makes_a_customer(self):
        company = self.env["res.partner"].create({"name": "Newcomer", "is_company": True})
        person = self.env["res.partner"].create({"name": "Nell", "parent_id": company.id})
        self._create_lead(partner_id=person.id, type="lead")
        self.env.cr.flush()
        self.assertFalse(company.is_sales_customer, "a lead is none yet")
        stamp = company.write_date
        self._create_lead(partner_id=person.id).with_user(self.rep)
        self.env.cr.flush()
        company.invalidate_recordset()
        self.assertTrue(company.is_sales_customer)
        self.assertTrue(company.customer_status_id)
        self.assertFalse(person.is_sales_customer)
        self.assertEqual(company.write_date, stamp)

    def test_due_dates_follow_class_and_contacts(self):
        self.status.write({"last_contact_on": MONDAY, "last_visit_on": MONDAY})
        self.assertEqual(self.status.next_contact_due, datetime.date(2026, 3, 9))
        self.assertEqual(self.status.next_visit_due, datetime.date(2026, 4, 2))
        self.status.write({"contact_number": 3, "contact_unit": "day"})
        self.assertEqual(self.status.next_contact_due, datetime.date(2026, 3, 5))
        self.class_a.write({"visit_number": 1, "visit_unit": "week"})
        self.assertEqual(self.status.next_visit_due, datetime.date(2026, 3, 9))
        self.status.class_id = False
        self.assertFalse(self.status.next_visit_due)

    def test_a_holiday_and_a_closed_day_move_the_visit(self):
        self.patch(self.env.cr, "_now", MONDAY)  # holidays long past are not looked at
        calendar = self.env.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": datetime.datetime(2026, 4, 2, 0),
                "date_to": datetime.datetime(2026, 4, 2, 23),
            }
        )
        self.status.write({"last_visit_on": MONDAY, "is_open_friday": False})
        self.assertEqual(self.status.next_visit_due, datetime.date(2026, 4, 6))

    def test_the_bulk_way_decides_as_the_form_does(self):
        other = self.env["res.partner"].create({"name": "Second", "is_sales_customer": True})
        both = self.status | other.customer_status_id
        both[1].write({"class_id": self.class_d.id, "contact_number": 3, "is_open_monday": False})
        self.status.write({"last_contact_on": MONDAY, "visit_least_gap": 40})
        expected = [(one.next_contact_due, one.next_visit_due) for one in both]
        both.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_customer_status SET next_contact_due = NULL, next_visit_due = '2000-01-01'"
            " WHERE id = ANY(%s)",
            [both.ids],
        )
        both.invalidate_recordset()
        Status = self.env["crm.customer.status"]
        self.assertEqual(Status._refresh_due(both.ids), 2)
        self.assertEqual([(one.next_contact_due, one.next_visit_due) for one in both], expected)
        self.assertEqual(Status._refresh_due(both.ids), 0)

    def test_impossible_rhythms_are_refused(self):
        for values in (
            {"contact_number": 1000},
            {"visit_number": -1},
            {"visit_least_gap": 9, "visit_largest_gap": 3},
            {f"is_open_{day}": False for day in ("monday", "tuesday", "wednesday", "thursday")}
            | {f"is_open_{day}": False for day in ("friday", "saturday", "sunday")},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.status.write(values)

    def test_who_changes_it(self):
        for user in (self.rep, self.leader, self.manager):
            with self.subTest(user=user.login):
                self.status.with_user(user).visit_minutes = 30
        with self.assertRaises(AccessError):
            self.status.with_user(self.colleague).visit_minutes = 30
        self.assertEqual(self.status.with_user(self.colleague).class_id, self.class_a)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.status.with_user(user).read(["class_id"])


@tagged("-at_install", "post_install")
class TestContacts(CustomerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create({"name": "Paul", "parent_id": cls.customer.id})
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.call.contact_kind = "call"
        cls.env.cr.flush()

    def _register(self):
        self.env.cr.flush()
        self.status.invalidate_recordset()

    def test_a_call_moves_the_contact_and_not_the_visit(self):
        visit = self.status.next_visit_due
        activity = self.person.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.rep.id
        )
        self._register()
        self.assertFalse(self.status.last_contact_on, "planned only")
        stamp = self.customer.write_date
        activity.with_user(self.rep).action_feedback("Reached him")
        self._register()
        self.assertTrue(self.status.last_contact_on)
        self.assertGreater(self.status.next_contact_due, self.status.last_contact_on.date())
        self.assertEqual(self.status.next_visit_due, visit)
        self.assertEqual(self.customer.write_date, stamp)

    def test_mails_count_notes_do_not(self):
        lead = self._create_lead(partner_id=self.person.id)
        lead.message_post(body="Thinking aloud", subtype_xmlid="mail.mt_note")
        self._register()
        self.assertFalse(self.status.last_contact_on)
        lead.message_post(body="Good morning", message_type="email", author_id=self.person.id)
        self._register()
        self.assertTrue(self.status.last_contact_on)
        self.assertFalse(self.status.last_visit_on)

    def test_a_meeting_counts_once_it_is_over(self):
        start = self.env.cr.now().replace(microsecond=0) - datetime.timedelta(hours=3)
        values = {
            "name": "Line walk",
            "user_id": self.rep.id,
            "partner_ids": [(6, 0, [self.rep.partner_id.id, self.person.id])],
        }
        Event = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        later = start + datetime.timedelta(days=2)
        Event.create({**values, "start": later, "stop": later + datetime.timedelta(hours=1)})
        self._register()
        self.assertFalse(self.status.last_visit_on)
        end = start + datetime.timedelta(hours=1)
        Event.create({**values, "start": start, "stop": end})
        self._register()
        self.assertEqual(self.status.last_visit_on, end)
        self.assertEqual(self.status.first_meeting_on, self.status.last_visit_on)

    def test_three_more_queries_for_a_contact(self):
        def count():
            self.person.message_post(
                body="Good morning", message_type="email", author_id=self.person.id
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["mail.message"]._register_contacts()
            return self.env.cr.sql_log_count - before

        count()
        self.assertLessEqual(count(), 3)
