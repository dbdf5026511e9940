import datetime

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged

from .common import CountsQueries
from .test_crm_customer_status import CustomerCommon


@tagged("-at_install", "post_install")
class TestCustomerQueries(CountsQueries, CustomerCommon):
    """Nobody pays for customers who does not deal with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create({"name": "Paul", "parent_id": cls.customer.id})
        cls.env.cr.flush()

    def test_writing_other_fields_of_a_partner_costs_nothing(self):
        names = iter("abcd")

        def write():
            self.customer.write({"phone": next(names), "comment": next(names)})

        count = self._count(write)
        names = iter("efgh")
        ours = ("_ensure_status", "_archive_status", "_check_is_sales_customer")
        without = self._count_without(write, "res.partner", *ours)
        self.assertEqual(count, without)

    def test_creating_partners_costs_nothing(self):
        def create():
            self.env["res.partner"].create(
                [{"name": f"Firm {n}", "is_company": True} for n in range(20)]
            )

        count = self._count(create)
        ours = ("_ensure_status", "_check_is_sales_customer")
        without = self._count_without(create, "res.partner", *ours)
        self.assertEqual(count, without)

    def test_a_message_costs_three_queries_and_leaves_the_partner(self):
        moments = iter(range(1, 9))
        stamp = self.customer.write_date

        def post():
            date = self.env.cr.now() + datetime.timedelta(minutes=next(moments))
            self.person.message_post(
                body="Good morning",
                message_type="email",
                author_id=self.person.id,
                date=date.replace(microsecond=0),
            )

        count = self._count(post)
        self.status.invalidate_recordset()
        self.assertTrue(self.status.last_contact_on)
        without = self._count_without(post, "mail.message", "_note_contacts")
        self.assertGreater(count, without)
        self.assertLessEqual(count - without, 3)
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.write_date, stamp)

    def test_a_done_meeting_costs_three_queries_and_leaves_the_partner(self):
        hours = iter(range(9, 0, -1))
        stamp = self.customer.write_date
        Event = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        now = self.env.cr.now().replace(microsecond=0)

        def meet():
            stop = now - datetime.timedelta(hours=next(hours))
            Event.create(
                {
                    "name": "Line walk",
                    "partner_ids": [(6, 0, self.person.ids)],
                    "start": stop - datetime.timedelta(hours=1),
                    "stop": stop,
                }
            )

        count = self._count(meet)
        self.status.invalidate_recordset()
        self.assertTrue(self.status.last_visit_on)
        without = self._count_without(meet, "calendar.event", "_note_meetings")
        self.assertGreater(count, without)
        self.assertLessEqual(count - without, 3)
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.write_date, stamp)

    def test_customers_sorted_by_what_is_due_begin_with_its_index(self):
        """The join of the order narrows nothing: contacts who are no customers stay in."""
        Partner = self.env["res.partner"].with_user(self.rep)
        order, mine = "next_contact_due, id", [("is_sales_customer", "=", True)]
        status = '"res_partner__customer_status_id"."id" IS NOT NULL'
        for domain in (mine, [*mine, ("name", "!=", "x")]):
            with self.subTest(domain=domain):
                query = Partner._search(domain, order=order)
                self.assertIn(status, query.select().code)
                self.assertIn(self.customer.id, query.get_result_ids())
        for domain in ([], ["|", *mine, ("name", "=", "Paul")]):
            with self.subTest(domain=domain):
                query = Partner._search(domain, order=order)
                self.assertNotIn(status, query.select().code)
                self.assertIn(self.person.id, query.get_result_ids())


@tagged("-at_install", "post_install")
class TestCustomerAtTheSameTime(TransactionCase):
    """Two people, two real transactions, one customer."""

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            partner = env["res.partner"].create(
                {"name": "Shared Ltd", "is_company": True, "is_sales_customer": True}
            )
            self.partner_id, self.status_id = partner.id, partner.customer_status_id.id
        self.addCleanup(self._forget)

    def _transaction(self):
        return _Transaction(self.env.cr.dbname, self.env.uid)

    def _forget(self):
        with self._transaction() as env:
            messages = env["mail.message"].search(
                [("model", "=", "res.partner"), ("res_id", "=", self.partner_id)]
            )
            messages.unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _post(self, env, minutes):
        moment = env.cr.now().replace(microsecond=0) + datetime.timedelta(minutes=minutes)
        env["res.partner"].browse(self.partner_id).message_post(
            body="Good morning", message_type="email", author_id=self.partner_id, date=moment
        )
        return moment

    def _read_contact(self):
        with self._transaction() as env:
            return env["crm.customer.status"].browse(self.status_id).last_contact_on

    def test_the_second_does_not_wait_for_the_first(self):
        with self._transaction() as one, self._transaction() as two:
            first = self._post(one, 1)
            one.cr.flush()  # it holds the row, and goes on working
            two.cr.execute("SET LOCAL lock_timeout = '2s'")
            self._post(two, 2)
            two.cr.commit()
            one.cr.commit()
        self.assertEqual(self._read_contact(), first)

    def test_the_second_does_not_fail_because_of_the_first(self):
        """It began before the first was through, and sees a state that is over by then."""
        with self._transaction() as one, self._transaction() as two:
            two.cr.execute("SELECT 1 FROM res_partner LIMIT 1")  # its view of the world
            self._post(one, 1)
            one.cr.commit()
            second = self._post(two, 2)
            two.cr.commit()
        self.assertEqual(self._read_contact(), second, "taken over as soon as it was through")


class _Transaction:
    """A cursor of its own, committed at the end, closed in any case."""

    def __init__(self, name, uid):
        self._cr = db_connect(name).cursor()
        self._uid = uid

    def __enter__(self):
        return api.Environment(self._cr, self._uid, {"tracking_disable": True})

    def __exit__(self, error, *_details):
        if error is None:
            self._cr.commit()  # pylint: disable=invalid-commit
        self._cr.close()
