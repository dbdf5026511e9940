from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import REP
from .test_crm_territory import TerritoryCommon

PREPARE = (
    "odoo.addons.sales_funnel_territory.models.territory.visibility.crm_customer_audience_prepare"
)
ACCESS_LOGS = ("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.http")


class NarrowCommon(TerritoryCommon):
    """The rep's Hale Tools lies in Zone Harbour, the colleague's Bell Works in Zone Hills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        cls.beside = Partner.create({"name": "Bell Works", "is_company": True})
        cls.person_beside = Partner.create(
            {"name": "Bella Bell", "parent_id": cls.beside.id, "email": "bella@bell.example"}
        )
        cls.supplier = Partner.create({"name": "Screw Supplier", "is_company": True})
        cls.beside.write({"is_sales_customer": True, "user_id": cls.colleague.id})
        cls.customer.territory_id = cls.zone
        cls.beside.territory_id = cls.zone_beside
        cls.env.flush_all()
        # entered long ago: whoever did so sees them no more
        cls.env.cr.execute("UPDATE res_partner SET create_date = '2026-01-01'")
        cls.env.invalidate_all()
        cls.env.cr.flush()

    @classmethod
    def _switch(cls, is_on=True):
        cls.env["crm.customer.audience"]._switch(is_on)
        cls.env.cr.flush()

    def _settle(self):
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        self.env["crm.customer.audience"]._forget_seen()  # as another request would

    def _sees(self, user, partners):
        """Return which of these partners a user sees, asked in all ways that there are."""
        self._settle()
        Partner = self.env["res.partner"].with_user(user).with_context(active_test=False)
        found = Partner.search([("id", "in", partners.ids)])
        may_write = Partner.has_access("write")
        for partner in partners.with_user(user):
            is_seen = partner in found
            self.assertEqual(partner.has_access("read"), is_seen, partner.sudo().name)
            self.assertEqual(partner.has_access("write"), is_seen and may_write)
        return found.with_env(self.env)


@tagged("-at_install", "post_install")
class TestNarrowView(NarrowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()
        cls.all = cls.customer | cls.beside | cls.person_beside | cls.supplier

    # ------------------------------------------------------------------ who sees whom

    def test_a_rep_sees_customers_of_his_zone_and_whatever_is_no_customer(self):
        self.assertEqual(self._sees(self.rep, self.all), self.customer | self.supplier)
        hidden = self.beside | self.person_beside
        self.assertEqual(self._sees(self.colleague, self.all), hidden | self.supplier)
        self.assertEqual(self._sees(self.rep_beside, self.all), self.supplier)

    def test_asked_for_customers_only_the_answer_is_the_same(self):
        """Lists of customers are asked in a way that has an index."""
        domain = [("id", "in", self.all.ids), ("is_sales_customer", "=", True)]
        Partner = self.env["res.partner"]
        for user, seen in (
            (self.rep, self.customer),
            (self.colleague, self.beside),
            (self.rep_beside, Partner),
            (self.leader, self.customer | self.beside),
            (self.manager, self.customer | self.beside),
        ):
            with self.subTest(user=user.login):
                self._settle()
                found = Partner.with_user(user).search(domain)
                self.assertEqual(found.with_env(self.env), seen)
                self.assertEqual(Partner.with_user(user).search_count(domain), len(seen))

    def test_managers_and_whoever_is_not_in_sales_see_all(self):
        clerk = new_test_user(self.env, "sft_clerk", groups="base.group_user")
        for user in (self.manager, self.administrator, clerk, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                self.assertEqual(self._sees(user, self.all), self.all)

    def test_leaders_look_with_the_eyes_of_their_teams(self):
        self.assertEqual(self._sees(self.leader, self.all), self.all)
        self.assertEqual(self._sees(self.head, self.all), self.all, "of the team above")
        self.ownership_beside.unlink()
        self.beside.user_id = self.rep_beside
        self.assertEqual(self._sees(self.leader, self.all), self.customer | self.supplier)
        self.assertEqual(self._sees(self.head, self.all), self.all)

    def test_people_of_a_branch_see_all_below_it(self):
        self.env["crm.territory.assignment"].create(
            {
                "territory_id": self.region.id,
                "user_id": self.rep_beside.id,
                "role": "manager",
                "date_from": "2026-01-01",
            }
        )
        self.assertEqual(self._sees(self.rep_beside, self.all), self.all)
        self.zone_beside.parent_id = False
        self.assertEqual(self._sees(self.rep_beside, self.all), self.customer | self.supplier)

    def test_a_backup_sees_within_his_dates(self):
        today = fields.Date.context_today(self.env["res.partner"].with_user(self.rep))
        backup = self.env["crm.territory.assignment"].create(
            {
                "territory_id": self.zone_beside.id,
                "user_id": self.rep.id,
                "role": "backup",
                "date_from": today + timedelta(days=1),
                "date_to": today + timedelta(days=5),
            }
        )
        self.assertNotIn(self.beside, self._sees(self.rep, self.all), "not yet")
        backup.date_from = today
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        # the last day passes; nothing runs
        self.env.cr.execute(
            "UPDATE crm_customer_access SET date_to = %s WHERE reason = 'backup'",
            [today - timedelta(days=1)],
        )
        self.assertNotIn(self.beside, self._sees(self.rep, self.all), "no more")

    def test_customers_follow_their_territory(self):
        self.beside.territory_id = self.zone
        self.beside.user_id = False
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        self.assertEqual(self._sees(self.colleague, self.all), self.supplier)
        moves = {self.beside.id: (self.zone.id, self.zone_beside.id)}
        self.env.cr.execute(
            "UPDATE res_partner SET territory_id = %s WHERE id = %s",
            [self.zone_beside.id, self.beside.id],
        )
        self.env["res.partner"]._after_territory_moves(moves)
        self.assertEqual(self._sees(self.rep, self.all), self.customer | self.supplier)

    def test_the_main_responsible_sees_his_customer_wherever_he_lies(self):
        self.beside.user_id = self.rep
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        self.assertEqual(
            self._sees(self.colleague, self.all),
            self.all - self.customer,
            "the zone is still his",
        )

    # ------------------------------------------------------------------ documents

    def test_the_salesperson_of_an_opportunity_sees_its_customer(self):
        lead = self._create_lead(partner_id=self.person_beside.id, user_id=self.rep.id)
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        lead.user_id = self.colleague
        self.assertEqual(self._sees(self.rep, self.all), self.customer | self.supplier)
        lead.user_id = self.rep
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        lead.partner_id = self.customer
        self.assertEqual(self._sees(self.rep, self.all), self.customer | self.supplier)
        lead.partner_id = self.beside
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        lead.unlink()
        self.assertEqual(self._sees(self.rep, self.all), self.customer | self.supplier)
        own = self.env["crm.customer.audience"].search([("partner_id", "=", self.beside.id)])
        self.assertFalse(own, "the customer shares his territory's again")

    def test_meetings_activities_and_requests_let_see(self):
        meeting = self.env["calendar.event"].create(
            {
                "name": "Demo",
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "user_id": self.rep.id,
                "partner_ids": [
                    Command.set((self.rep.partner_id | self.person_beside).ids),
                ],
            }
        )
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        meeting.active = False
        self.assertNotIn(self.beside, self._sees(self.rep, self.all))
        activity = self.beside.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.rep.id
        )
        self.assertEqual(self._sees(self.rep, self.all), self.all)
        activity.action_feedback()
        self.assertNotIn(self.beside, self._sees(self.rep, self.all))
        self.env["crm.help.request"].with_user(self.colleague).create(
            {"name": "Sizes?", "partner_id": self.beside.id, "helper_id": self.rep.id}
        )
        self.assertEqual(self._sees(self.rep, self.all), self.all)

    def test_leaders_see_customers_of_opportunities_nobody_works_on(self):
        self.beside.user_id = self.rep_beside
        self.ownership_beside.unlink()
        self.assertNotIn(self.beside, self._sees(self.leader, self.all))
        lead = self._create_lead(partner_id=self.beside.id, user_id=False)
        self.assertEqual(self._sees(self.leader, self.all), self.all)
        self.assertTrue(lead.with_user(self.leader).has_access("write"))
        self._settle()
        self.assertFalse(lead.with_user(self.rep).has_access("read"), "of a customer not his")

    def test_an_opportunity_of_nobody_is_seen_by_who_sees_its_customer(self):
        own = self._create_lead(user_id=False)
        others = self._create_lead(user_id=False, partner_id=self.beside.id)
        free = self._create_lead(user_id=False, partner_id=False)
        self._settle()
        leads = own | others | free
        Lead = self.env["crm.lead"].with_user(self.rep)
        self.assertEqual(Lead.search([("id", "in", leads.ids)]).with_env(self.env), own | free)
        total = Lead._read_group([("id", "in", leads.ids)], [], ["__count"])
        self.assertEqual(total, [(2,)])

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


@tagged("-at_install", "post_install")
class TestNarrowWays(NarrowCommon):
    """Rep A cannot reach B's customer, on whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()

    @mute_logger(*ACCESS_LOGS)
    def test_no_way_leads_to_the_colleagues_customer(self):
        self.rep.group_ids += self.env.ref("base.group_allow_export")
        self._settle()
        beside = self.beside.with_user(self.rep)
        Partner = beside.browse()
        self.assertFalse(Partner.search([("name", "ilike", "Bell")]))
        self.assertFalse(Partner.search_count([("id", "=", beside.id)]))
        self.assertFalse(Partner.name_search("Bell Works"))
        self.assertFalse(Partner.search_read([("id", "=", beside.id)], ["name"]))
        self.assertFalse(Partner._read_group([("id", "=", beside.id)], ["country_id"], ["__count"]))
        for read in (
            lambda: beside.read(["name"]),
            lambda: beside.name,
            lambda: beside.web_read({"name": {}}),
            lambda: beside.export_data(["name"]),
            lambda: beside.write({"name": "Mine"}),
            beside.copy,
            lambda: beside.message_post(body="Hello"),
            beside.unlink,
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                read()

    @mute_logger(*ACCESS_LOGS)
    def test_naming_him_on_ones_own_documents_shows_nobody(self):
        env, beside = self.env(user=self.rep), self.beside.id
        lead = env["crm.lead"].create({"name": "Mine", "user_id": self.rep.id})
        contact = env["res.partner"].create({"name": "Contact", "user_id": self.rep.id})
        meeting = {"name": "A", "start": "2026-12-01 10:00:00", "stop": "2026-12-01 11:00:00"}
        self._settle()
        ways = {
            "a lead": lambda: env["crm.lead"].create({"name": "New", "partner_id": beside}),
            "another customer of a lead": lambda: lead.write({"partner_id": beside}),
            "a person of his": lambda: lead.write({"partner_id": self.person_beside.id}),
            "a contact": lambda: env["res.partner"].create(
                {"name": "New", "parent_id": beside, "user_id": self.rep.id}
            ),
            "a contact moved": lambda: contact.write({"parent_id": beside}),
            "a place": lambda: env["res.partner"].create(
                {
                    "name": "New",
                    "parent_id": beside,
                    "is_company": True,
                    "is_sales_customer": True,
                }
            ),
            "a meeting": lambda: env["calendar.event"].create(
                {**meeting, "partner_ids": [Command.set([self.rep.partner_id.id, beside])]}
            ),
            "an activity": lambda: env["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": beside,
                    "user_id": self.rep.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                }
            ),
        }
        for name, way in ways.items():
            self.env.invalidate_all()
            with self.subTest(way=name), self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        self.assertFalse(self._sees(self.rep, self.beside | self.person_beside))
        lead.with_user(self.manager).partner_id = self.beside
        self.assertEqual(self._sees(self.rep, self.beside), self.beside)
        lead.with_user(self.rep).write({"partner_id": beside, "name": "Still Mine"})

    def test_customers_found_by_the_group_above_them(self):
        group = self.env["res.partner"].create({"name": "The Group", "is_company": True})
        self.customer.parent_id = group
        self._settle()
        Partner = self.env["res.partner"].with_user(self.rep)
        domain = [("is_sales_customer", "=", True), ("parent_id.name", "=", "The Group")]
        self.assertEqual(Partner.search(domain), self.customer.with_user(self.rep))

    def test_a_domain_that_looks_through_other_records_finds_nothing(self):
        self._settle()
        Partner = self.env["res.partner"].with_user(self.rep)
        for domain in (
            [("child_ids.name", "=", "Bella Bell")],
            [("parent_id.name", "=", "Bell Works")],
            [("email", "=", "bella@bell.example")],
            [("id", "child_of", self.beside.id)],
        ):
            self.assertFalse(Partner.with_context(active_test=False).search(domain), domain)

    @mute_logger(*ACCESS_LOGS)
    def test_what_is_known_of_him_is_hidden_too(self):
        beside = self.beside
        values = {"partner_id": beside.id}
        self.env["crm.customer.product.use"].create({**values, "name": "Old Press"})
        self.env["crm.customer.status"]._recount()
        self._settle()
        for model, path in (
            ("crm.customer.status", "partner_id"),
            ("crm.customer.figures", "status_id.partner_id"),
            ("crm.customer.responsible", "partner_id"),
            ("crm.customer.product.use", "partner_id"),
        ):
            with self.subTest(model=model):
                Model = self.env[model]
                domain = [(path, "=", beside.id)]
                self.assertEqual(
                    Model.with_user(self.colleague).search_count(domain),
                    Model.search_count(domain),
                )
                self.assertFalse(Model.with_user(self.rep).search_count(domain))
                found = Model.search(domain)
                if found:
                    self.assertFalse(found.with_user(self.rep).has_access("read"))

    @mute_logger(*ACCESS_LOGS)
    def test_attachments_and_messages_follow_the_customer(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "Offer.txt",
                "raw": b"secret",
                "res_model": "res.partner",
                "res_id": self.beside.id,
            }
        )
        message = self.beside.message_post(body="Secret")
        self._settle()
        for record in (attachment, message):
            self.assertTrue(record.with_user(self.colleague).has_access("read"))
            self.assertFalse(record.with_user(self.rep).has_access("read"))
        found = self.env["ir.attachment"].with_user(self.rep).search([("name", "=", "Offer.txt")])
        self.assertFalse(found)

    def test_who_else_is_seen_is_told_as_before(self):
        """The main responsible of a customer, an author, a salesperson: names of colleagues."""
        self._settle()
        self.assertEqual(self.customer.with_user(self.rep).user_id.name, "Rosa Rep")
        users = self.env["res.users"].with_user(self.rep).search([("name", "=like", "Carl%")])
        self.assertEqual(users.with_env(self.env), self.colleague)
        self.assertTrue(self.env.company.with_user(self.rep).partner_id.name)

    def test_a_day_of_a_rep_works(self):
        self._settle()
        rep = self.rep
        partner = self.env["res.partner"].with_user(rep).create({"name": "Prospect"})
        lead = (
            self.env["crm.lead"]
            .with_user(rep)
            .create({"name": "Hall", "partner_id": partner.id, "type": "opportunity"})
        )
        self._settle()
        self.assertEqual(lead.with_user(rep).partner_id.name, "Prospect")
        lead.with_user(rep).email_from = "prospect@prospect.example"
        event = (
            self.env["calendar.event"]
            .with_user(rep)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Visit",
                    "start": "2026-12-01 10:00:00",
                    "stop": "2026-12-01 11:00:00",
                    "opportunity_id": lead.id,
                    "partner_ids": [Command.set((rep.partner_id | partner).ids)],
                }
            )
        )
        self._settle()
        self.assertEqual(len(event.with_user(rep).attendee_ids), 2)
        self.customer.with_user(rep).message_subscribe(partner_ids=self.colleague.partner_id.ids)
        self.customer.with_user(rep).message_post(
            body="Hello", partner_ids=self.colleague.partner_id.ids
        )
        self.customer.with_user(rep).activity_schedule("mail.mail_activity_data_todo")
        self._settle()
        followers = self.customer.with_user(rep).message_follower_ids.partner_id
        self.assertIn(self.colleague.partner_id, followers.with_env(self.env))
        self.assertEqual(rep.with_user(rep).partner_id.name, "Rosa Rep")

    def test_portal_and_public_are_not_touched(self):
        self.portal.partner_id.parent_id = self.beside
        self._settle()
        own = self.portal.partner_id.with_user(self.portal)
        self.assertEqual(own.name, self.portal.name)
        self.assertEqual(self.beside.with_user(self.portal).name, "Bell Works")
        self.assertNotIn(self.portal.partner_id, self._sees(self.rep, self.portal.partner_id))

    def test_a_foreign_company_is_kept_apart_as_before(self):
        self.beside.company_id = self.other_company
        self.env["crm.territory.assignment"].create(
            {
                "territory_id": self.zone_beside.id,
                "user_id": self.rep.id,
                "role": "backup",
                "date_from": date(2026, 1, 1),
            }
        )
        self.assertFalse(self._sees(self.rep, self.beside))


@tagged("-at_install", "post_install")
class TestNarrowSetting(NarrowCommon):
    """An administrator switches it on, and knows before what it means."""

    def _set(self, **values):
        with Form(self.env["res.config.settings"]) as form:
            for name, value in values.items():
                setattr(form, name, value)
        form.record.execute()
        return form.record

    def test_off_by_default(self):
        self.assertFalse(self.env["crm.customer.audience"]._is_narrow())
        everything = self.customer | self.beside | self.supplier
        self.assertEqual(self._sees(self.rep_beside, everything), everything)

    def test_what_it_means_is_said_before(self):
        free = self.env["res.partner"].search_count(
            [
                ("is_sales_customer", "=", True),
                ("territory_id", "=", False),
                ("user_id", "=", False),
            ]
        )
        people = len(self.env["res.users"]._get_narrowed())
        with Form(self.env["res.config.settings"]) as form:
            form.is_narrow_view = True
            self.assertIn(f"{people} people see fewer", form.narrow_view_effect)
            self.assertIn(f"{free} customers have neither", form.narrow_view_effect)
            group = self.env["res.groups"].create({"name": "Till"})
            self.rep.group_ids += group
            form.narrow_exempt_group_ids.add(group)
            self.assertIn(f"{people - 1} people see fewer", form.narrow_view_effect)

    def test_on_and_off_through_the_settings(self):
        everything = self.customer | self.beside | self.supplier
        self._set(is_narrow_view=True)
        self.assertEqual(self._sees(self.rep, everything), self.customer | self.supplier)
        group = self.env["res.groups"].create({"name": "Till"})
        self.rep.group_ids += group
        with Form(self.env["res.config.settings"]) as form:
            self.assertTrue(form.is_narrow_view)
            form.narrow_exempt_group_ids.add(group)
        form.record.execute()
        self.assertEqual(self._sees(self.rep, everything), everything)
        self._set(is_narrow_view=False)
        self.assertEqual(self._sees(self.rep_beside, everything), everything)
        self.assertEqual(self.beside.with_user(self.rep).name, "Bell Works")

    def _run_job(self):
        """Work as the scheduler does; a test keeps its transaction."""
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 1)
        return self.env["crm.funnel.job"]._job_narrow_view()

    def test_with_many_partners_it_is_prepared_in_the_background(self):
        everything = self.customer | self.beside | self.supplier
        with patch(f"{PREPARE}.AT_ONCE", 1), patch(f"{PREPARE}.BATCH", 7):
            settings = self._set(is_narrow_view=True)
            self.assertTrue(settings.is_narrow_view)
            self.assertRegex(settings.narrow_view_progress, r": 0 of \d+ companies and people")
            self.assertEqual(self._sees(self.rep, everything), everything, "until it is prepared")
            self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
            sentence = self.env["crm.funnel.job"]._job_narrow_view()
            self.assertRegex(sentence, r": 7 of \d+ companies and people", "killed, so to speak")
            self.beside.user_id = False
            self.beside.territory_id = self.zone
            self.assertIn("is on", self._run_job())
        self.assertFalse(settings._tell_narrow_view_progress())
        self.assertEqual(self._sees(self.rep, everything), everything, "changed meanwhile")
        self.assertEqual(self._sees(self.colleague, everything), self.supplier)
        self.assertIn(": 0.", self._run_job())

    def test_thought_better_of_while_it_is_prepared(self):
        with patch(f"{PREPARE}.AT_ONCE", 1):
            self._set(is_narrow_view=True)
            self._set(is_narrow_view=False)
        self.assertIn("off", self._run_job())
        self.assertFalse(self.env["crm.customer.audience"]._is_narrow())

    def test_only_administrators_switch_it(self):
        for user in (self.rep, self.leader, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["res.config.settings"].with_user(user).create({"is_narrow_view": True})

    def test_each_night_what_was_changed_behind_odoos_back_counts(self):
        Job = self.env["crm.funnel.job"]
        self.assertIn("off", Job._job_narrow_view())
        self._switch()
        self.assertIn(": 0.", Job._job_narrow_view())
        self.env.cr.execute(
            "UPDATE res_partner SET territory_id = %s WHERE id = %s",
            [self.zone.id, self.beside.id],
        )
        self.env.cr.execute(
            "UPDATE res_partner SET user_id = NULL WHERE commercial_partner_id = %s",
            [self.beside.id],
        )
        Job._job_narrow_view()
        self.assertEqual(self._sees(self.rep, self.beside), self.beside)
        self.assertFalse(self._sees(self.colleague, self.beside))


@tagged("-at_install", "post_install")
class TestNarrowRules(NarrowCommon):
    """Whatever of ours tells something of a customer or an opportunity has its narrow rule."""

    # of leaders and managers only, of colleagues by its own rules, or one's own dialogs
    WITHOUT = frozenset(
        {
            "crm.customer.audience",  # of managers
            "crm.customer.access",  # of managers
            "crm.funnel.setup.lead",  # of administrators
            "crm.handover.item",  # of leaders: their own and their teams'
            "crm.handover.line",
            "crm.visit.plan",  # of the person and his leaders; names where his days begin
            "crm.help.request",  # who asked and who is asked see the customer
        }
    )

    def test_each_model_that_names_customers_is_narrowed(self):
        names = {"res.partner", "crm.lead", "crm.customer.status"}
        rules = self.env["ir.rule"].with_context(active_test=False)
        narrowed = set(rules.search([("is_narrow_view", "=", True)]).model_id.mapped("model"))
        missing = [
            model._name
            for model in map(self.env.__getitem__, self.env.registry)
            if model._original_module == "sales_funnel_territory"
            and not model._abstract
            and not model._transient
            and model.with_user(self.rep).has_access("read")
            and any(
                field.type == "many2one" and field.comodel_name in names and not field.inherited
                for field in model._fields.values()
            )
        ]
        missing = sorted(set(missing) - narrowed - self.WITHOUT)
        self.assertFalse(
            missing, "give them a rule in security/crm_customer_access_security.xml, see there"
        )
