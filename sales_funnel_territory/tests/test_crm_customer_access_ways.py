from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_crm_customer_access import NarrowCommon

ACCESS_LOGS = ("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.http")


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
