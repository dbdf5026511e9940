from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_customer_status import CustomerCommon


@tagged("-at_install", "post_install")
class TestCustomerResponsible(CustomerCommon):
    """Who was responsible from when to when; people follow; nobody is chased by two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        cls.follower, cls.empty, cls.by_hand = Partner.create(
            [
                {"name": name, "parent_id": cls.customer.id, "user_id": user.id}
                for name, user in (
                    ("Fay Follower", cls.rep),
                    ("Emil Empty", cls.env["res.users"]),
                    ("Hank Hand", cls.rep_beside),
                )
            ]
        )
        cls.empty.user_id = False
        cls.env.cr.flush()

    def _history(self, customer=None):
        self.env.cr.flush()
        rows = self.env["crm.customer.responsible"].search(
            [("partner_id", "=", (customer or self.customer).id)], order="id"
        )
        return [(row.user_name, bool(row.date_to)) for row in rows]

    def _age_history(self):
        """Let what was recorded have begun before this transaction."""
        self.env.cr.flush()
        self.env.cr.execute(
            "UPDATE crm_customer_responsible SET date_from = date_from - interval '1 day'"
        )

    def test_from_when_to_when_with_names_of_the_day(self):
        self.assertEqual(self._history(), [("Rosa Rep", False)])
        self._age_history()
        self.customer.with_user(self.leader).user_id = self.colleague
        self.assertEqual(self._history(), [("Rosa Rep", True), ("Carl Colleague", False)])
        row = self.customer.responsible_ids[0]
        self.assertEqual(row.changed_by_name, "Leo Leader")
        self.rep.name = "Rosa Married"
        self.assertIn(("Rosa Rep", True), self._history())
        self._age_history()
        self.customer.user_id = False
        self.assertTrue(all(is_over for _name, is_over in self._history()))

    def test_back_within_one_moment_leaves_no_empty_row(self):
        self.customer.user_id = self.colleague
        self.env.cr.flush()
        self.customer.user_id = self.rep
        self.assertEqual(self._history(), [("Rosa Rep", False)])

    def test_only_customers_have_a_history(self):
        other = self.env["res.partner"].create({"name": "Plain", "user_id": self.rep.id})
        self.assertFalse(self._history(other))
        other.is_sales_customer = True
        self.assertEqual(self._history(other), [("Rosa Rep", False)])
        self._age_history()
        other.is_sales_customer = False
        self.assertEqual(self._history(other), [("Rosa Rep", True)])

    def test_an_import_is_recorded(self):
        self._age_history()
        result = self.env["res.partner"].load(
            [".id", "user_id/.id"], [[str(self.customer.id), str(self.colleague.id)]]
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self._history(), [("Rosa Rep", True), ("Carl Colleague", False)])
        self.assertEqual(self.follower.user_id, self.colleague)

    def test_what_went_behind_odoos_back_is_found_at_night(self):
        self._age_history()
        self.env.cr.execute(
            "UPDATE res_partner SET user_id = %s WHERE id = %s",
            (self.colleague.id, self.customer.id),
        )
        self.env.invalidate_all()
        self.assertIn("1", self.env["crm.funnel.job"]._job_customers())
        self.assertEqual(self._history(), [("Rosa Rep", True), ("Carl Colleague", False)])
        self.assertTrue(self.customer.responsible_ids[0].is_found)
        self.assertEqual(self.env["crm.customer.responsible"]._record(), 0)

    def test_people_follow_unless_set_by_hand(self):
        self.customer.with_user(self.rep).user_id = self.colleague
        self.assertEqual(self.follower.user_id, self.colleague)
        self.assertEqual(self.empty.user_id, self.colleague)
        self.assertEqual(self.by_hand.user_id, self.rep_beside)
        self.customer.user_id = False
        self.assertFalse(self.follower.user_id)
        self.assertEqual(self.by_hand.user_id, self.rep_beside)

    def test_a_place_of_its_own_does_not_follow(self):
        place = self.env["res.partner"].create(
            {
                "name": "Plant North",
                "is_company": True,
                "parent_id": self.customer.id,
                "user_id": self.rep.id,
                "is_sales_customer": True,
            }
        )
        self.customer.user_id = self.colleague
        self.assertEqual(place.user_id, self.rep)

    def test_who_is_not_in_sales_may_still_write_partners(self):
        user = self.portal.copy({"login": "sft_plain", "group_ids": [(6, 0, [])]})
        user.group_ids = self.env.ref("base.group_user") | self.env.ref(
            "base.group_partner_manager"
        )
        self.customer.with_user(user).write({"user_id": self.colleague.id, "city": "Kiel"})
        self.assertIn(("Carl Colleague", False), self._history())

    def test_the_note_of_a_hand_over(self):
        self._age_history()
        change = self.env["crm.customer.responsible.change"].with_user(self.rep)
        change.create(
            {
                "partner_ids": [(6, 0, self.customer.ids)],
                "user_id": self.colleague.id,
                "note": "Ask for Fay",
            }
        ).action_apply()
        self.env.cr.flush()
        row = self.customer.responsible_ids[0]
        self.assertEqual((row.user_name, row.note), ("Carl Colleague", "Ask for Fay"))
        for user in self.rep | self.colleague | self.leader | self.manager:
            row.with_user(user).note = f"{user.name} adds"
        for user in self.rep_beside | self.foreigner:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).note = "not mine"
        with self.assertRaises(UserError):
            row.with_user(self.administrator).user_name = "Nobody"
        with self.assertRaises(UserError):
            row.unlink()

    def test_outsiders_and_other_companies_see_nothing(self):
        row = self.customer.responsible_ids
        for user in self.portal | self.public:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).search([])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).read(["claimed_by"])
        self.customer.company_id = self.env.company
        self.env.flush_all()
        self.assertFalse(row.with_user(self.foreigner).search([("id", "in", row.ids)]))

    # ------------------------------------------------------------------ lists to solve

    def _claimed(self, user=None):
        Partner = self.env["res.partner"].with_user(user or self.manager)
        return Partner.search([("is_claimed_by_two", "=", True)]).sudo()

    def test_claimed_by_two_through_a_contact(self):
        self.assertIn(self.customer, self._claimed())
        self.assertEqual(self.customer.claimed_by, "Bea Beside (contacts: 1)")
        self.by_hand.user_id = self.rep
        self.customer.invalidate_recordset()
        self.assertNotIn(self.customer, self._claimed())
        self.assertFalse(self.customer.claimed_by)

    def test_claimed_by_two_through_an_opportunity(self):
        self.by_hand.user_id = False
        self.assertNotIn(self.customer, self._claimed())
        lead = self._create_lead(partner_id=self.follower.id, user_id=self.colleague.id)
        self.assertIn(self.customer, self._claimed())
        self.assertIn(self.customer, self._claimed(self.rep), "nobody is chased by two unseen")
        self.assertEqual(self.customer.claimed_by, "Carl Colleague (opportunities: 1)")
        not_claimed = self.env["res.partner"].search([("is_claimed_by_two", "=", False)])
        self.assertNotIn(self.customer, not_claimed)
        lead.action_set_lost()
        self.customer.invalidate_recordset()
        self.assertNotIn(self.customer, self._claimed())
        self.assertFalse(self.customer.is_claimed_by_two)

    def test_two_claim_what_is_nobodys(self):
        (self.customer | self.follower | self.empty).user_id = False
        self.assertNotIn(self.customer, self._claimed(), "Bea alone")
        self._create_lead(user_id=self.colleague.id)
        self.customer.invalidate_recordset()
        self.assertIn(self.customer, self._claimed())
        self.assertTrue(self.customer.is_claimed_by_two)

    def test_of_another_company_only_that_it_is_one(self):
        self.by_hand.user_id = self.rep
        self._create_lead(
            user_id=self.foreigner.id, team_id=False, company_id=self.other_company.id
        )
        seen = self.customer.with_user(self.rep).with_company(self.env.company)
        self.assertTrue(seen.is_claimed_by_two)
        self.assertEqual(seen.claimed_by, "another company")

    def test_how_much_there_is_of_another_company_is_not_told(self):
        self.by_hand.user_id = self.rep
        self.colleague.company_ids += self.other_company
        for company in self.env.company, self.other_company:
            self._create_lead(user_id=self.colleague.id, team_id=False, company_id=company.id)
        seen = self.customer.with_user(self.rep).with_company(self.env.company)
        self.assertEqual(seen.claimed_by, "Carl Colleague (opportunities: 1)")

    def test_nobodys(self):
        view = self.env.ref("sales_funnel_territory.res_partner_view_search_customer")
        arch = self.env["res.partner"].get_view(view.id, "search")["arch"]
        self.assertIn("user_id.active", arch)
        domain = ["|", ("user_id", "=", False), ("user_id.active", "=", False)]
        own = [("id", "=", self.customer.id)]
        Partner = self.env["res.partner"].with_user(self.leader)
        self.assertFalse(Partner.search(own + domain))
        self.rep.active = False
        self.assertTrue(Partner.search(own + domain))
        self.customer.user_id = False
        self.assertTrue(Partner.search(own + domain))

    # ------------------------------------------------------------------ merge, speed

    def test_merged_customers_keep_who_was_responsible(self):
        double = self.env["res.partner"].create(
            {
                "name": "Hale Tools Ltd",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": self.colleague.id,
            }
        )
        self._age_history()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | double).ids, self.customer
        )
        self.env.invalidate_all()
        self.assertEqual(self._history(), [("Rosa Rep", False), ("Carl Colleague", True)])
        names = self.customer.responsible_ids.mapped("customer_name")
        self.assertEqual(set(names), {"Hale Tools", "Hale Tools Ltd"})

    def test_an_unrelated_write_costs_nothing_more(self):
        Partner = self.env.registry["res.partner"]
        with (
            patch.object(Partner, "_find_followers") as find,
            patch.object(Partner, "_note_responsible") as note,
        ):
            self.customer.write({"city": "Kiel", "name": "Hale Tool Works"})
            self.env["res.partner"].create({"name": "Someone", "user_id": self.rep.id})
        find.assert_not_called()
        self.assertFalse(any(call.args and call.args[0] for call in note.call_args_list))

    def test_many_at_once_in_as_many_queries_as_one(self):
        customers = self.env["res.partner"].create(
            [
                {"name": f"Many {number}", "is_company": True, "is_sales_customer": True}
                for number in range(20)
            ]
        )
        self.env.cr.flush()

        def count(partners):
            before = self.env.cr.sql_log_count
            partners.write({"user_id": self.colleague.id})
            self.env.cr.flush()
            return self.env.cr.sql_log_count - before

        count(customers[0])
        one, many = count(customers[1]), count(customers[2:])
        self.assertLessEqual(many, one + 2)
