from odoo import Command
from odoo.tests import tagged

from .test_crm_lead_gated import GateCommon
from .test_gate_paths import PathCommon

MAIL = """MIME-Version: 1.0
From: Hanna Hale <hanna@hale.example>
To: {to}
Subject: A new hall
Message-ID: <{to}.a.new.hall@hale.example>
Date: Sun, 22 Nov 2026 10:00:00 +0000
Content-Type: text/plain; charset=UTF-8

We need a new hall.
"""


@tagged("-at_install", "post_install")
class TestConversions(PathCommon):
    """A lead (not an opportunity) is free; as it is converted, its place must be earned."""

    def _create_free(self):
        free = {"type": "lead", "stage_id": self.stage_in.id, "partner_id": False}
        return (
            self._create_lead(name="May", phone="1", **free),
            self._create_lead(name="May not", phone=False, **free),
        )

    def assertConverts(self, convert):
        may, may_not = self._create_free()
        self._end_transaction()
        self.assertEqual(may_not.stage_id, self.stage_in, "a lead is free")
        self.assertPath(convert, may=may, may_not=may_not)
        self.assertEqual(may.type, "opportunity")

    def test_by_hand(self):
        self.assertConverts(lambda lead: lead.write({"type": "opportunity"}))

    def test_wizard(self):
        def convert(lead):
            context = {"active_model": "crm.lead", "active_id": lead.id, "active_ids": lead.ids}
            wizard = lead.env["crm.lead2opportunity.partner"].with_context(**context)
            wizard.create(
                {
                    "name": "convert",
                    "action": "exist",
                    "user_id": self.rep.id,
                    "team_id": self.team.id,
                }
            ).action_apply()

        self.assertConverts(convert)

    def test_mass_wizard(self):
        def convert(lead):
            context = {"active_model": "crm.lead", "active_id": lead.id, "active_ids": lead.ids}
            wizard = lead.env["crm.lead2opportunity.partner.mass"].with_context(**context)
            wizard.create(
                {
                    "deduplicate": False,
                    "user_ids": [Command.set(self.rep.ids)],
                    "team_id": self.team.id,
                    "force_assignment": True,
                }
            ).action_mass_convert()

        self.assertConverts(convert)


@tagged("-at_install", "post_install")
class TestActions(PathCommon):
    def assertAction(self, **values):
        action = self.env["ir.actions.server"].create(
            {"name": "Move", "model_id": self.env["ir.model"]._get_id("crm.lead"), **values}
        )
        self.assertPath(
            lambda lead: (
                action.with_user(self.rep)
                .with_context(active_model="crm.lead", active_id=lead.id, active_ids=lead.ids)
                .run()
            )
        )

    def test_server_action_code(self):
        self.assertAction(
            state="code",
            code=f"records.write({{'stage_id': {self.stage_in.id}}})",
            group_ids=[Command.set(self.env.ref("sales_team.group_sale_salesman").ids)],
        )

    def test_server_action_update(self):
        self.assertAction(
            state="object_write",
            update_path="stage_id",
            resource_ref=f"crm.stage,{self.stage_in.id}",
            group_ids=[Command.set(self.env.ref("sales_team.group_sale_salesman").ids)],
        )


@tagged("-at_install", "post_install")
class TestMail(GateCommon):
    """An alias that names a later stage: a customer's mail is never refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].search([], limit=1) or cls.env[
            "mail.alias.domain"
        ].create({"name": "hall.example"})
        cls.alias = cls.env["mail.alias"].create(
            {
                "alias_name": "gated-halls",
                "alias_domain_id": domain.id,
                "alias_model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "alias_contact": "everyone",
                "alias_defaults": {
                    "type": "opportunity",
                    "team_id": cls.team.id,
                    "stage_id": cls.stage_in.id,
                },
            }
        )
        cls._end_transaction()

    def _receive(self):
        mail = MAIL.format(to=f"gated-halls@{self.alias.alias_domain_id.name}")
        lead_id = self.env["mail.thread"].message_process(None, mail)
        self._end_transaction()
        return self.env["crm.lead"].browse(lead_id)

    def test_it_begins_in_the_first_stage(self):
        lead = self._receive()
        self.assertEqual((lead.name, lead.stage_id), ("A new hall", self.stage_above))
        self.assertIn("Phone is known", "".join(lead.message_ids.mapped("body")))

    def test_it_goes_where_the_alias_says_when_it_may(self):
        self.gate.field_id = self._lead_field("email_from")
        self._end_transaction()
        self.assertEqual(self._receive().stage_id, self.stage_in)
