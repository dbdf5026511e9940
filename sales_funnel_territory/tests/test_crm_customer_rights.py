from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_crm_customer_status import CustomerCommon

OURS = (
    "crm.customer.status",
    "crm.customer.figures",
    "crm.customer.class",
    "crm.customer.class.rule",
)


@tagged("-at_install", "post_install")
class TestCustomerRights(CustomerCommon):
    """Everybody in sales reads where we stand; the responsible and those above him change it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_lead(expected_revenue=100)
        cls.env["crm.customer.figures"]._refresh()
        cls.figures = cls.env["crm.customer.figures"].search([("status_id", "=", cls.status.id)])
        cls.foreign = cls.env["crm.customer.figures"].create(
            {"status_id": cls.status.id, "company_id": cls.other_company.id, "potential": 777}
        )
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("base.group_allow_export")
        cls.env.flush_all()
        cls.sellers = cls.rep | cls.leader | cls.head | cls.manager | cls.administrator
        cls.outsiders = cls.portal | cls.public

    def _refuses(self, user, work):
        with self.subTest(user=user.login), self.assertRaises(AccessError):
            work(user)

    def test_who_is_not_in_sales_duplicates_contacts(self):
        groups = "base.group_user,base.group_partner_manager"
        clerk = new_test_user(self.env, "sft_clerk", groups=groups)
        self.customer.write({"ownership": "family", "personal_style": "driver"})
        twin = self.customer.with_user(clerk).copy({"name": "Twin"}).sudo()
        self.assertEqual(twin.name, "Twin")
        self.assertFalse(twin.is_sales_customer or twin.ownership or twin.personal_style)
        self.assertEqual(self.customer.with_user(self.rep).copy().ownership, "family")

    def test_who_is_not_in_sales_makes_users(self):
        groups = "base.group_user,base.group_partner_manager,base.group_erp_manager"
        boss = new_test_user(self.env, "sft_boss", groups=groups)
        user = self.env["res.users"].with_user(boss).create({"name": "New", "login": "sft_new"})
        self.assertFalse(user.sudo().partner_id.is_sales_customer)
        twin = self.colleague.with_user(boss).copy({"login": "sft_twin"})
        self.assertEqual(twin.group_ids, self.colleague.group_ids)

    def test_status_and_figures_are_changed_by_the_responsible_and_above(self):
        for user in self.sellers:
            with self.subTest(user=user.login):
                self.status.with_user(user).access_notes = f"Ask for {user.name}"
                self.figures.with_user(user).potential += 1
        for user in self.colleague | self.rep_beside | self.foreigner:
            self._refuses(user, lambda user: self.status.with_user(user).write({"hour_to": 9}))
            self._refuses(user, lambda user: self.figures.with_user(user).write({"potential": 1}))

    def test_who_is_nobodys_is_everybodys(self):
        self.customer.user_id = False
        self.status.with_user(self.colleague).access_notes = "Gate 3"
        self.figures.with_user(self.colleague).potential = 5

    def test_nobody_makes_or_deletes_rows_by_hand(self):
        partner = self.env["res.partner"].create({"name": "New", "user_id": self.rep.id})
        for user in self.sellers | self.outsiders:
            status = self.env["crm.customer.status"].with_user(user)
            self._refuses(user, lambda _user, own=status: own.create({"partner_id": partner.id}))
            self._refuses(user, lambda user: self.status.with_user(user).unlink())
            self._refuses(user, lambda user: self.figures.with_user(user).unlink())

    def test_figures_stay_in_their_company(self):
        Figures = self.env["crm.customer.figures"]
        both = [("status_id", "=", self.status.id)]
        for user in self.sellers | self.colleague:
            with self.subTest(user=user.login):
                self.assertEqual(Figures.with_user(user).search(both).sudo(), self.figures)
                total = Figures.with_user(user)._read_group(both, [], ["potential:sum"])[0][0]
                self.assertEqual(total, self.figures.potential)
                self.assertFalse(Figures.with_user(user).search([("potential", "=", 777)]))
            self._refuses(user, lambda user: self.foreign.with_user(user).read(["potential"]))
            self._refuses(
                user, lambda user: self.foreign.with_user(user).export_data(["potential"])
            )
        self.assertEqual(Figures.with_user(self.foreigner).search(both).sudo(), self.foreign)
        self._refuses(self.foreigner, lambda user: self.figures.with_user(user).read(["pipeline"]))

    def test_a_customer_of_one_company_is_not_seen_by_the_other(self):
        self.customer.company_id = self.env.company
        self.env.flush_all()
        Status = self.env["crm.customer.status"].with_user(self.foreigner)
        self.assertNotIn(self.status.id, Status.search([]).ids)
        self.assertFalse(Status.name_search(self.customer.name))
        self._refuses(self.foreigner, lambda user: self.status.with_user(user).read(["class_id"]))
        self.assertIn(self.status, Status.with_user(self.colleague).search([]).sudo())

    def test_classes_and_rules_are_the_administrators(self):
        rule = self.env["crm.customer.class.rule"].create({"measure": "pipeline", "low": 1})
        for user in self.rep | self.leader | self.head | self.manager | self.foreigner:
            with self.subTest(user=user.login):
                self.assertTrue(self.class_a.with_user(user).name)
                self.assertTrue(rule.with_user(user).display_name)
            self._refuses(user, lambda user: self.class_a.with_user(user).write({"name": "Mine"}))
            self._refuses(user, lambda user: rule.with_user(user).write({"sequence": 1}))
            self._refuses(user, lambda user: self.class_a.with_user(user).copy())
            self._refuses(user, lambda user: rule.with_user(user).unlink())
        self.class_a.with_user(self.administrator).name = "Focus!"
        rule.with_user(self.administrator).sequence = 3

    def test_what_counts_itself_is_written_by_nobody(self):
        """Neither who confirmed a class, nor a date of a contact, nor a won amount, by RPC."""
        for user in self.sellers:
            for record, name, value in (
                (self.status, "class_confirmed_by_id", self.colleague.id),
                (self.status, "last_contact_on", "2026-01-01 10:00:00"),
                (self.status, "customer_since", "2020-01-01"),
                (self.figures, "won_12_months", 1_000_000),
            ):
                own = record.with_user(user)
                self._refuses(user, lambda _user, own=own, vals={name: value}: own.write({**vals}))
        self.status.with_user(self.rep).write({"class_id": self.class_d.id, "hour_to": 18})
        self.assertEqual(self.status.class_confirmed_by_id, self.rep)

    def test_the_potential_is_noted_on_the_customer_in_each_company(self):
        self.customer.user_id = False
        mine = self.customer.with_user(self.rep)
        mine.yearly_potential = 500
        self.assertEqual(self.figures.potential, 500)
        theirs = self.customer.with_user(self.foreigner).with_company(self.other_company)
        self.assertEqual(theirs.yearly_potential, 777)
        fresh = self.env["res.partner"].create(
            {"name": "Fresh Ltd", "is_company": True, "is_sales_customer": True}
        )
        fresh.with_user(self.rep).yearly_potential = 90
        self.assertEqual(fresh.with_user(self.manager).yearly_potential, 90)
        self.assertEqual(fresh.with_user(self.foreigner).yearly_potential, 0)
        fresh.user_id = self.colleague
        self._refuses(self.rep, lambda user: fresh.with_user(user).write({"yearly_potential": 1}))

    def test_an_outsider_cannot_ask_by_way_of_the_contact(self):
        """Neither read nor searched: a search that answers tells as much as a field."""
        self.assertTrue(self.customer.with_user(self.rep).is_sales_customer)
        ours = [
            name
            for name, field in self.customer._fields.items()
            if field._module == "sales_funnel_territory" and not field.groups
        ]
        self.assertFalse(ours, "fields of a contact that are not for sales alone")
        user = self.portal
        mine = user.partner_id.with_user(user)
        for condition in (
            ("is_sales_customer", "=", True),
            ("customer_class_id", "=", self.class_a.id),
            ("next_visit_due", ">", "2026-01-01"),
            ("contact_due_in", "<", 5),
            ("is_class_to_review", "=", True),
        ):
            self._refuses(user, lambda _user, name=condition[0]: mine.read([name]))
            self._refuses(user, lambda _user, own=condition: mine.search_count([own]))

    def test_portal_and_public_reach_nothing(self):
        for user in self.outsiders:
            for model in OURS:
                own = self.env[model].with_user(user)
                for work in (
                    lambda own: own.search([]),
                    lambda own: own.search_count([]),
                    lambda own: own.name_search(""),
                    lambda own: own._read_group([], [], ["__count"]),
                ):
                    with self.subTest(model=model):
                        self._refuses(user, lambda _user, own=own, work=work: work(own))
