from odoo import api, models


class CrmFunnelChecklist(models.AbstractModel):
    """Does a stage have to be earned? The step of the exit criteria."""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("source") + 1, "gates")
        return keys

    def _step_gates(self):
        title = self.env._("Say what a stage must have earned")
        if missing := self._find_stages_without_gates():
            text = self.env._(
                "Their template has exit criteria by now: %(stages)s. Take them over, advisory?",
                stages=self._join_names(self.env["crm.stage"].union(*missing)),
            )
            return self._make_step("todo", title, text, self.env._("Take Them Over"))
        state, text = self._judge_gates(self._get_gates())
        return self._make_step(state, title, text, self.env._("Exit Criteria"))

    def _open_gates(self):
        missing = self._find_stages_without_gates()
        for stage, template in missing.items():
            template.gate_ids._copy_onto(stage)
        return self._get_action("sales_funnel_territory.crm_stage_gate_action")

    def _judge_gates(self, gates):
        levels = gates.mapped("level_today")
        figures = {
            "count": len(gates),
            "stages": len(gates.stage_id),
            "blocking": levels.count("blocking"),
            "announced": levels.count("announced"),
        }
        if not gates:
            return "todo", self.env._(
                "No stage has exit criteria: opportunities move forward as people like."
            )
        if not figures["blocking"] and not figures["announced"]:
            return "todo", self.env._(
                "%(count)s exit criteria on %(stages)s stages, all advisory: they hold nobody. "
                "Make those blocking that people are used to.",
                **figures,
            )
        return "done", self.env._(
            "%(count)s exit criteria on %(stages)s stages: %(blocking)s blocking, %(announced)s "
            "more from a day on.",
            **figures,
        )

    def _get_gates(self):
        return self.env["crm.stage.gate"].search([("stage_id.active", "=", True)])

    def _find_stages_without_gates(self):
        """Return {stage made from a template that had no criteria then: the template's stage}."""
        setups = self.env["crm.funnel.setup"].search([("state", "=", "applied")])
        found = {}
        for setup in setups:
            # by name: a stage that was renamed may mean something else by now
            templates = setup._get_templates_with_later_gates().grouped("name")
            for stage in setup.new_stage_ids.filtered("active"):
                used = stage.with_context(active_test=False).gate_ids
                if stage.name in templates and not stage.is_won and not used:
                    found[stage] = templates[stage.name][:1]
        return found
