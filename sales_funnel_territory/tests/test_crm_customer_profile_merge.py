import datetime

from odoo.tests import tagged

from .test_crm_customer_profile import ProfileCommon


@tagged("-at_install", "post_install")
class TestProfileMerge(ProfileCommon):
    """Two contacts turn out to be one: what was known of either stays."""

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
        partners.email = "hale@example.com"
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user or self.env.user)
        wizard._merge(partners.ids, target.with_user(user or self.env.user))
        self._settle()

    def _note(self, model, partner, **values):
        return self.env[model].create({"partner_id": partner.id, **values})

    def test_competitors_are_combined(self):
        name = "crm.customer.competitor"
        own = self._note(name, self.customer, name="Norton", share=60, notes="Cheap")
        self._note(name, self.double, name="norton ", share=20, notes="Knows the boss")
        self._note(name, self.double, name="Bosch", share=70)
        self._merge(self.customer, self.double)
        rows = self.customer.competitor_ids
        self.assertEqual(
            {row.name: row.share for row in rows}, {"Norton": 60, "Bosch": 0}, "more than 100"
        )
        self.assertEqual(own.notes, "Cheap; Knows the boss")

    def test_competitors_that_become_one_contact(self):
        rivals = self.env["res.partner"].create(
            [{"name": "Norton", "is_company": True}, {"name": "Norton Ltd", "is_company": True}]
        )
        for rival, share in zip(rivals, (10, 20), strict=True):
            self._note(
                "crm.customer.competitor", self.customer, competitor_id=rival.id, share=share
            )
        self._merge(rivals[0], rivals[1])
        self.assertEqual(self.customer.competitor_ids.competitor_id, rivals[0])
        self.assertEqual(self.customer.competitor_ids.share, 10)

    def test_nobody_competes_with_himself(self):
        self._note("crm.customer.competitor", self.customer, competitor_id=self.double.id)
        self._merge(self.customer, self.double)
        self.assertFalse(self.customer.competitor_ids)

    def test_products_in_use_are_combined(self):
        name = "crm.customer.product.use"
        own = self._note(name, self.customer, name="Press", quantity=2, year=2018)
        self._note(name, self.double, name="PRESS", quantity=3, year=2015)
        self._note(name, self.double, name="Press", supplier="Norton")
        self._merge(self.customer, self.double)
        self.assertEqual(len(self.customer.product_use_ids), 2)
        self.assertEqual((own.quantity, own.year), (3, 2015))

    def test_the_latest_confirmation_of_each_part_stays(self):
        self.customer.action_confirm_profile(["company", "competition"])
        self._age(50)
        self.double.with_user(self.rep).action_confirm_profile(["company", "buying"])
        self._merge(self.customer, self.double)
        ages = {row.field_group: row.age_days for row in self.status.profile_confirmation_ids}
        self.assertEqual(ages, {"company": 0, "competition": 50, "buying": 0})
        self.assertEqual(
            self.status.profile_due_on, datetime.date.today() - datetime.timedelta(days=20)
        )

    def test_values_of_both_also_for_who_may_not_see_them(self):
        yuan, euro = self.env.ref("base.CNY"), self.env.company.currency_id
        self.customer.write({"head_count": 9, "main_needs": "Speed"})
        self.double.write(
            {
                "head_count": 12,
                "ownership": "state",
                "yearly_revenue": 800,
                "profile_currency_id": yuan.id,
                "main_needs": "Safety",
                "personal_notes": "Sails",
            }
        )
        self.assertNotEqual(yuan, euro)
        self._merge(self.customer, self.double, user=self.rep)
        self.assertEqual(self.customer.head_count, 9)
        self.assertEqual(self.customer.ownership, "state")
        self.assertEqual(
            (self.customer.yearly_revenue, self.customer.profile_currency_id), (800, yuan)
        )
        self.assertEqual(self.customer.main_needs, "Speed\nSafety")
        self.assertEqual(self.customer.personal_notes, "Sails")
        self.assertEqual(self.status.profile_completeness, 60, "measured anew")
