from ast import literal_eval

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestChecklistCustomers(FunnelCommon):
    """A database with contacts gets the app: who of them is a customer?"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        Partner.search(Partner._get_customer_candidates())._mark_as_customers()
        cls.checklist = cls.env["crm.funnel.checklist"].with_user(cls.administrator)
        cls.person = Partner.create({"name": "Paul", "parent_id": cls.customer.id})

    def _step(self):
        return next(step for step in self.checklist.get_steps() if step["key"] == "customers")

    def _list(self, user=None):
        action = self.checklist.open_step("customers")
        Partner = self.env["res.partner"].with_user(user or self.administrator)
        return Partner.search(literal_eval(action["domain"]))

    def _note_lead(self, partner, **values):
        """An opportunity from the time before the app."""
        self._create_lead(partner_id=partner.id, **values)
        self.env.cr.precommit.clear()

    def test_nobody_left_to_propose(self):
        self.assertEqual(self._step()["state"], "done")
        self.assertFalse(self._list())

    def test_the_company_of_who_has_an_opportunity(self):
        self._note_lead(self.person)
        self.assertEqual(self._list().sudo(), self.customer)
        self.assertEqual(self._step()["state"], "todo")
        self.assertIn("1 more are proposed", self._step()["text"])

    def test_a_department_counts_for_its_company(self):
        department = self.env["res.partner"].create(
            {"name": "Buying", "parent_id": self.customer.id}
        )
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": department.id})
        self._note_lead(clerk)
        self.assertEqual(self._list().sudo(), self.customer)

    def test_a_subsidiary_is_a_customer_of_its_own(self):
        subsidiary = self.env["res.partner"].create(
            {"name": "Hale South", "is_company": True, "parent_id": self.customer.id}
        )
        self._note_lead(subsidiary)
        self.assertEqual(self._list().sudo(), subsidiary)

    def test_lost_ones_count_leads_do_not(self):
        self._note_lead(self.customer, type="lead")
        self.assertFalse(self._list())
        self._note_lead(self.customer, active=False)
        self.assertEqual(self._list().sudo(), self.customer)

    def test_a_salesperson_is_enough_but_we_are_no_customers(self):
        private = self.env["res.partner"].create({"name": "Ida", "user_id": self.rep.id})
        self.person.user_id = self.rep
        self.rep.partner_id.user_id = self.leader
        self.env.company.partner_id.user_id = self.rep
        self.assertEqual(self._list().sudo(), private, "a contact is none beside its company")

    def test_customers_of_another_company_are_not_shown(self):
        self.customer.company_id = self.other_company
        self._note_lead(
            self.customer, company_id=self.other_company.id, team_id=False, user_id=False
        )
        self.assertFalse(self._list())
        self.assertEqual(self._step()["state"], "done")

    def test_the_chosen_become_customers_in_bulk(self):
        firms = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "is_company": True, "user_id": self.rep.id} for n in range(5)]
        )
        other = self.env["res.partner"].create({"name": "No candidate", "is_company": True})
        self.assertEqual(self._list().sudo(), firms)
        chosen = firms[:3]
        stamps = chosen.mapped("write_date")
        action = (chosen | other).with_user(self.administrator).action_make_customers()
        self.assertEqual(action["params"]["message"], "3 customers from now on.")
        self.assertEqual(chosen.mapped("is_sales_customer"), [True] * 3)
        self.assertEqual(chosen.customer_status_id.partner_id, chosen)
        self.assertEqual(chosen.mapped("write_date"), stamps)
        self.assertFalse(other.is_sales_customer)
        self.assertEqual(self._list().sudo(), firms[3:])

    def test_only_administrators(self):
        self._note_lead(self.customer)
        for user in (self.rep, self.leader, self.manager, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).action_make_customers()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._list(user)
        self.assertFalse(self.customer.is_sales_customer)
