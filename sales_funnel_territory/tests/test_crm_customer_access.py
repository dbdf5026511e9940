from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .test_crm_territory import TerritoryCommon

PREPARE = (
    "odoo.addons.sales_funnel_territory.models.territory.visibility.crm_customer_audience_prepare"
)
PARTNER = "odoo.addons.sales_funnel_territory.models.territory.visibility.res_partner"
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
                with patch(f"{PARTNER}._MANY", -1):  # as of whoever has thousands of documents
                    count = Partner.with_user(user).search_count(domain, limit=10)
                self.assertEqual(count, len(seen))

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
        rows = self.env["crm.customer.access"].search([("partner_id", "=", self.beside.id)])
        self.assertFalse(rows, "nobody besides")

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
            "crm.visit.plan.place",  # likewise
            "crm.help.request",  # who asked and who is asked see the customer
            "crm.forecast.snapshot.deal",  # of those whose deals they were, and their leaders
            "crm.forecast.waterfall",  # asks the history with the rules of whoever reads
            "crm.sales.formula",  # asks customers and leads with the rules of whoever reads
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
