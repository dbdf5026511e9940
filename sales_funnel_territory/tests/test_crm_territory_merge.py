from datetime import date

from odoo.tests import new_test_user, tagged

from .test_crm_territory_assign import AssignCommon


@tagged("-at_install", "post_install")
class TestTerritoryMerge(AssignCommon):
    """Two customers turn out to be one: he is in one territory on each day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls.env["res.partner"].create(
            {
                "name": "Hale Tools Ltd",
                "is_company": True,
                "is_sales_customer": True,
                "country_id": cls.germany.id,
                "zip": "80331",
            }
        )
        cls.customer.write({"country_id": cls.germany.id, "zip": "20457"})
        (cls.customer | cls.double).email = "hale@example.com"
        cls._end()

    def _set_periods(self, partner, *periods):
        self.env.cr.execute(
            "DELETE FROM crm_territory_membership WHERE partner_id = %s", [partner.id]
        )
        for territory, first, last in periods:
            self.env.cr.execute(
                """INSERT INTO crm_territory_membership
                    (partner_id, territory_id, date_from, date_to, reason)
                VALUES (%s, %s, %s, %s, 'rule')""",
                [partner.id, territory.id, first, last],
            )
        self.env.invalidate_all()

    def _merge(self, target, *sources, user=None):
        partners = self.env["res.partner"].union(target, *sources)
        user = user or self.env.user
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        wizard._merge(partners.ids, target.with_user(user))
        self._end()

    def test_where_days_meet_those_of_the_one_who_stays_count(self):
        self._set_periods(self.customer, (self.zone, "2026-03-01", None))
        self._set_periods(
            self.double,
            (self.zone_beside, "2026-01-01", "2026-04-30"),
            (self.region, "2026-05-01", None),
        )
        self._merge(self.customer, self.double)
        self.assertEqual(
            [(one[0], one[1], one[2]) for one in self._get_periods(self.customer)],
            [
                (self.zone_beside, date(2026, 1, 1), date(2026, 2, 28)),
                (self.zone, date(2026, 3, 1), False),
            ],
        )
        self.assertEqual(self.customer.territory_id, self.zone)

    def test_a_contact_that_becomes_the_customer_takes_everything_over(self):
        plain = self.env["res.partner"].create({"name": "Hale", "is_company": True})
        self.customer.territory_id = self.zone_beside
        self._end()
        self._merge(plain, self.customer)
        self.assertEqual(plain.territory_id, self.zone_beside)
        self.assertTrue(plain.territory_locked)
        self.assertEqual(plain.membership_ids.reason, "hand")
        self.assertEqual(self.person.territory_id, self.zone_beside)

    def test_who_is_placed_by_rules_is_not_locked_by_a_merge(self):
        self.double.territory_id = self.zone
        self._end()
        self._merge(self.customer, self.double)
        self.assertFalse(self.customer.territory_locked)
        self.assertEqual(self.customer.territory_id, self.zone)

    def test_a_clerk_without_sales_merges_as_ever(self):
        clerk = new_test_user(
            self.env, "sft_clerk", groups="base.group_user,base.group_partner_manager"
        )
        self._merge(self.double, self.customer, user=clerk)
        self.assertEqual(self.double.territory_id, self.zone_beside)
        self.assertEqual(len(self.double.membership_ids.filtered(lambda one: not one.date_to)), 1)
        self.assertEqual(self.person.territory_id, self.zone_beside)

    def test_a_rep_merges_although_he_places_nobody(self):
        manager = new_test_user(
            self.env,
            "sft_merger",
            groups="sales_team.group_sale_salesman,base.group_partner_manager",
        )
        self.double.territory_id = self.zone
        self._end()
        self._merge(self.customer, self.double, user=manager)
        self.assertEqual(self.customer.territory_id, self.zone)
