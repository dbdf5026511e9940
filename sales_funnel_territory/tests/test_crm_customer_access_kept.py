from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import REP
from .test_crm_customer_access import NarrowCommon


@tagged("-at_install", "post_install")
class TestNarrowKept(NarrowCommon):
    """Customers, people and roles come and go: who sees whom is kept current."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()
        cls.all = cls.customer | cls.beside | cls.person_beside | cls.supplier

    # ------------------------------------------------------------------ customers come and go

    def test_who_enters_a_customer_sees_him(self):
        Partner = self.env["res.partner"].with_user(self.rep)
        partner = Partner.create(
            {
                "name": "Newcomer",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": self.colleague.id,
                "child_ids": [Command.create({"name": "Nell"})],
            }
        )
        self.assertEqual(partner.name, "Newcomer", "at once")
        family = (partner | partner.child_ids).with_env(self.env)
        self.assertEqual(self._sees(self.rep, family), family, "and afterwards")
        self.assertEqual(self._sees(self.colleague, family), family)
        self.assertFalse(self._sees(self.rep_beside, family))

    def test_no_customer_any_more_is_for_everybody(self):
        self.beside.is_sales_customer = False
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        self._create_lead(partner_id=self.supplier.id, user_id=self.colleague.id)
        self.assertNotIn(self.supplier, self._sees(self.rep, self.all), "a customer now")

    def test_who_sees_a_place_sees_the_company_above_it(self):
        place = self.env["res.partner"].create(
            {"name": "Bell Shop", "is_company": True, "parent_id": self.beside.id}
        )
        self.assertNotIn(place, self._sees(self.rep, place), "belongs to Bell Works")
        place.is_sales_customer = True
        place.territory_id = self.zone
        seen = self._sees(self.rep, self.all | place)
        self.assertEqual(seen, self.all | place)
        self.assertNotIn(place, self._sees(self.colleague, self.all | place))
        place.territory_id = self.zone_beside
        self.assertEqual(self._sees(self.rep, self.all | place), self.customer | self.supplier)

    def test_colleagues_and_companies_are_for_everybody(self):
        own = self.env.company.partner_id
        own.is_sales_customer = True
        self.colleague.partner_id.write({"parent_id": self.beside.id})
        partners = own | self.colleague.partner_id | self.env.ref("base.partner_root")
        self.assertEqual(self._sees(self.rep, partners), partners)
        self.assertEqual(self.colleague.with_user(self.rep).name, "Carl Colleague")

    def test_a_document_writes_no_contact(self):
        """Else two people who work with one customer at the same time would wait in line."""
        partners = self.beside | self.person_beside
        self.env.cr.execute("SELECT id, ctid FROM res_partner WHERE id = ANY(%s)", [partners.ids])
        before = self.env.cr.fetchall()
        self._create_lead(partner_id=self.person_beside.id, user_id=self.rep_beside.id)
        self.assertEqual(self._sees(self.rep_beside, partners), partners)
        domain = [("id", "in", partners.ids), ("is_sales_customer", "=", True)]
        found = self.env["res.partner"].with_user(self.rep_beside).search(domain)
        self.assertEqual(found.with_env(self.env), self.beside, "among customers only")
        self.env.cr.execute("SELECT id, ctid FROM res_partner WHERE id = ANY(%s)", [partners.ids])
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_a_document_of_a_place_that_is_no_customer(self):
        place = self.env["res.partner"].create(
            {"name": "Bell Store", "is_company": True, "parent_id": self.beside.id}
        )
        self._create_lead(partner_id=self.beside.id, user_id=self.rep_beside.id)
        clerk = self.env["res.partner"].create({"name": "Kim", "parent_id": place.id})
        family = self.beside | self.person_beside | place | clerk
        self.assertEqual(self._sees(self.rep_beside, family), family)
        self.assertFalse(self._sees(self.rep, family))

    def test_a_contact_moved_to_another_company_follows(self):
        self.person_beside.parent_id = self.customer
        self.assertIn(self.person_beside, self._sees(self.rep, self.all))
        self.assertNotIn(self.person_beside, self._sees(self.colleague, self.all))

    def test_merged_customers_have_one_audience(self):
        self._create_lead(partner_id=self.beside.id, user_id=self.rep_beside.id)
        self._create_lead(partner_id=self.customer.id, user_id=self.rep_beside.id)
        self._settle()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.beside).ids, self.customer)
        both = self.customer | self.person_beside
        self.assertEqual(self._sees(self.rep, both), both)
        self.assertEqual(self._sees(self.rep_beside, both), both)

    # ------------------------------------------------------------------ roles

    def test_a_role_that_needs_every_customer_is_not_narrowed(self):
        group = self.env["res.groups"].create({"name": "Writes Invoices"})
        self.rep.group_ids += group
        self.assertNotIn(self.beside, self._sees(self.rep, self.all))
        group.sees_all_customers = True
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        group.sees_all_customers = False
        self.assertNotIn(self.beside, self._sees(self.rep, self.all))

    def test_a_change_of_role_takes_effect_at_once(self):
        self._create_lead(partner_id=self.beside.id, user_id=self.manager.id)
        self.assertEqual(self._sees(self.manager, self.all), self.all)
        self.manager.group_ids = self.env.ref(REP) | self.env.ref("base.group_user")
        self.assertEqual(self._sees(self.manager, self.all), self.all - self.customer)
        self.manager.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.assertEqual(self._sees(self.manager, self.all), self.all)

    def test_nobody_writes_who_may_see(self):
        for user in (self.rep, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).write({"audience_id": 1})
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.rep).create({"name": "A", "audience_id": 1})
        context = {"default_audience_id": False}
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.rep).with_context(**context).create(
                {"name": "A", "parent_id": self.beside.id}
            )
        for user in (self.rep, self.leader):
            for model in ("crm.customer.access", "crm.customer.audience"):
                self.assertFalse(self.env[model].with_user(user).has_access("read"))
        self.assertFalse(
            self.env["crm.customer.access"].with_user(self.administrator).has_access("write")
        )

    def test_managers_are_told_who_sees_a_customer_and_why(self):
        self._create_lead(partner_id=self.beside.id, user_id=self.rep.id)
        self._settle()
        action = self.person_beside.with_user(self.manager).action_open_access()
        rows = self.env["crm.customer.access"].with_user(self.manager).search(action["domain"])
        self.assertEqual(
            {(row.user_id.login, row.reason) for row in rows},
            {
                ("sft_colleague", "owner"),
                ("sft_colleague", "responsible"),
                ("sft_rep", "lead"),
            },
        )
        with self.assertRaisesRegex(UserError, "Everybody sees Screw Supplier"):
            self.supplier.with_user(self.manager).action_open_access()

    # ------------------------------------------------------------------ on and off

    def test_off_shows_all_and_keeps_nothing_current(self):
        self._switch(False)
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        late = self.env["res.partner"].create(
            {"name": "Late", "is_sales_customer": True, "territory_id": self.zone_beside.id}
        )
        self.assertFalse(late.sudo().audience_id)
        self.env.cr.execute("UPDATE res_partner SET create_date = '2026-01-01'")
        self._switch()
        self.assertNotIn(late, self._sees(self.rep, late))
        self.assertEqual(self._sees(self.colleague, late), late)

    def test_refreshed_anew_all_stays_as_it_is(self):
        place = self.env["res.partner"].create(
            {
                "name": "Bell Shop",
                "is_company": True,
                "parent_id": self.beside.id,
                "is_sales_customer": True,
                "territory_id": self.zone.id,
            }
        )
        self._create_lead(partner_id=self.person_beside.id, user_id=self.rep_beside.id)
        self._create_lead(partner_id=place.id, user_id=False)
        self._settle()
        before = self._snapshot()
        self.env["crm.customer.audience"]._refresh()
        self.assertEqual(self._snapshot(), before)

    def _snapshot(self):
        self.env.cr.execute(
            """SELECT partner.id, row.user_id, row.team_id, row.reason, row.date_from, row.date_to
            FROM res_partner AS partner
            LEFT JOIN crm_customer_access AS row ON row.audience_id = partner.audience_id
                OR row.partner_id = partner.commercial_partner_id
            ORDER BY partner.id, row.user_id, row.team_id, row.reason, row.date_from"""
        )
        return self.env.cr.fetchall()

    def test_nothing_is_queried_while_it_is_off(self):
        self._switch(False)
        lead = self._create_lead()
        event_values = {"start": "2026-12-01 10:00:00", "stop": "2026-12-01 11:00:00"}
        self.env.flush_all()
        Audience = self.env["crm.customer.audience"]
        Audience._is_narrow()
        noted = self.env.cr.precommit.data
        with self.assertQueryCount(0):
            Audience._note([self.customer.id])
            Audience._note_territories(self.zone)
            self.assertIsNone(lead._get_access_source())
            self.rep._note_audience()
        lead.write({"user_id": self.colleague.id})
        self.env["calendar.event"].create({"name": "A", **event_values})
        self.assertNotIn("sales_funnel_territory.narrow_view", noted)
