from odoo.tests import tagged

from .test_crm_funnel_setup import FunnelSetupCommon


@tagged("-at_install", "post_install")
class TestChecklistGates(FunnelSetupCommon):
    """The administrator asks whether a stage has to be earned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage.gate"].search([]).active = False
        cls.env["crm.funnel.setup"].search([]).write({"applied_on": "2100-01-01"})
        cls.checklist = cls.env["crm.funnel.checklist"].with_user(cls.administrator)

    def _step(self):
        return next(step for step in self.checklist.get_steps() if step["key"] == "gates")

    def test_from_none_to_blocking(self):
        self.assertEqual(self._step()["state"], "todo")
        self.assertIn("No stage has exit criteria", self._step()["text"])
        gates = self.env["crm.stage.gate"].create(
            [
                {"name": name, "stage_id": self.stage_above.id, "level": "advisory"}
                for name in ("Need is known", "Budget is known")
            ]
        )
        self.assertEqual(self._step()["state"], "todo")
        self.assertIn("2 exit criteria on 1 stages, all advisory", self._step()["text"])
        gates[0].level = "blocking"
        self.assertEqual(self._step()["state"], "done")
        self.assertIn("1 blocking", self._step()["text"])

    def test_stages_made_before_their_template_had_criteria(self):
        project = self.env.ref("sales_funnel_territory.crm_funnel_template_project")
        setup = self._new_setup(template_id=project.id)
        setup.action_apply()
        setup.new_stage_ids.gate_ids.unlink()
        self.assertIn("No stage has exit criteria", self._step()["text"], "their choice")
        setup.applied_on = "2020-01-01"
        renamed = setup.new_stage_ids[0]
        renamed.name = "Something else"
        self.assertEqual(self._step()["button"], "Take Them Over")
        action = self.checklist.open_step("gates")
        self.assertEqual(action["res_model"], "crm.stage.gate")
        self.assertEqual(len(setup.new_stage_ids.gate_ids), 23)
        self.assertEqual(set(setup.new_stage_ids.gate_ids.mapped("level")), {"advisory"})
        self.assertFalse(renamed.gate_ids)
        self.assertIn("all advisory", self._step()["text"])
