from odoo import Command
from odoo.tests import tagged

from ..test_gate_paths import PathCommon


@tagged("-at_install", "post_install")
class TestAutomation(PathCommon):
    """An automation rule that moves leads obeys as everybody does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "base.automation" not in cls.env:
            raise AssertionError("Automation Rules are not here: `make test` runs this where it is")
        cls.tag = cls.env["crm.tag"].create({"name": "Hot"})
        model_id = cls.env["ir.model"]._get_id("crm.lead")
        cls.rule = cls.env["base.automation"].create(
            {
                "name": "Hot ones go on",
                "model_id": model_id,
                "trigger": "on_create_or_write",
                "trigger_field_ids": [Command.set(cls._lead_field("tag_ids").ids)],
                "filter_domain": f"[('tag_ids', 'in', {cls.tag.ids})]",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Move",
                            "model_id": model_id,
                            "state": "object_write",
                            "update_path": "stage_id",
                            "resource_ref": f"crm.stage,{cls.stage_in.id}",
                        }
                    )
                ],
            }
        )
        cls._end_transaction()

    def test_a_rule_that_moves(self):
        self.assertPath(lambda lead: lead.write({"tag_ids": [Command.link(self.tag.id)]}))
        self.assertFalse(self.lead.tag_ids, "what set the rule off is undone, too")

    def test_a_rule_on_creation(self):
        values = {"name": "New", "type": "opportunity", "tag_ids": [Command.set(self.tag.ids)]}
        values["team_id"] = self.team.id
        Lead = self.env["crm.lead"].with_user(self.rep)
        self._refused_then_back(lambda: Lead.create(values))
        lead = Lead.create({**values, "phone": "1"})
        self._end_transaction()
        self.assertEqual(lead.stage_id, self.stage_in)
