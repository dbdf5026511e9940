from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .test_crm_customer_sleeping import OrderedCommon


@tagged("-at_install", "post_install")
class TestCompanyGroup(OrderedCommon):
    """Hale Tools has a plant with a workshop, each a customer of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        cls.plant = Partner.create(
            {
                "name": "Hale Plant",
                "is_company": True,
                "parent_id": cls.customer.id,
                "is_sales_customer": True,
            }
        )
        cls.workshop = Partner.create(
            {
                "name": "Hale Workshop",
                "is_company": True,
                "parent_id": cls.plant.id,
                "is_sales_customer": True,
            }
        )
        Partner.create(
            [
                {"name": name, "parent_id": company.id}
                for name, company in [
                    ("Paul", cls.customer),
                    ("Petra", cls.plant),
                    ("Will", cls.workshop),
                ]
            ]
        )
        for customer, amount in [(cls.customer, 1), (cls.plant, 20), (cls.workshop, 300)]:
            cls._win(10, customer, amount)
            cls._create_lead(stage=cls.stage_in, partner_id=customer.id, expected_revenue=amount)
        cls._refresh()

    def _read(self, company, user=None):
        company = company.with_user(user or self.rep)
        company.invalidate_recordset()
        return (
            company.group_company_count,
            company.group_people_count,
            company.group_won_12_months,
            company.group_pipeline,
        )

    def test_all_below_are_added_up(self):
        self.assertEqual(self._read(self.customer), (3, 3, 321, 321))
        self.assertEqual(self._read(self.plant), (2, 2, 320, 320))
        self.assertEqual(self._read(self.workshop), (0, 1, 0, 0), "no group of its own")

    def test_a_click_shows_what_makes_the_figure(self):
        customer = self.customer.with_user(self.manager)
        for method, count in [
            ("action_open_group_companies", 3),
            ("action_open_group_people", 3),
            ("action_open_group_figures", 3),
            ("action_open_group_pipeline", 3),
        ]:
            with self.subTest(method=method):
                action = getattr(customer, method)()
                model = self.env[action["res_model"]].with_user(self.manager)
                self.assertEqual(model.search_count(Domain(action["domain"])), count)

    def test_the_other_company_sees_nothing_of_ours(self):
        """Of customers whom both share, it sees companies and people, not the figures."""
        self.assertEqual(self._read(self.customer, self.foreigner), (3, 3, 0, 0))
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).read(["group_pipeline"])

    def test_the_strip_stands_on_the_form(self):
        arch = (
            self.env["res.partner"]
            .with_user(self.rep)
            .get_view(self.env.ref("base.view_partner_form").id, "form")["arch"]
        )
        self.assertIn("action_open_group_pipeline", arch)
