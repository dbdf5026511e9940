from odoo import models
from odoo.exceptions import UserError

_NAMED_LEADS = 5


class CrmFunnelSetup(models.Model):
    """The template's exit criteria come along, advisory; undoing takes them away again."""

    _inherit = "crm.funnel.setup"

    def _create_stages(self):
        result = super()._create_stages()
        templates = self.template_id.stage_ids
        for template, stage in zip(templates, self.new_stage_ids.sorted("id"), strict=True):
            template.gate_ids._copy_onto(stage)
        return result

    def _find_notes(self):
        return [*super()._find_notes(), *self._find_note_of_gates()]

    def _find_note_of_gates(self):
        count = len(self.template_id.stage_ids.gate_ids)
        if not count:
            return
        yield self.env._(
            "%(count)s exit criteria come along, all of them advisory: they are shown and counted "
            "on each opportunity, and hold nobody until you make them blocking.",
            count=count,
        )

    def _get_templates_with_later_gates(self):
        """Return the template's stages that had no criteria yet when this set-up was applied."""
        return self.template_id.stage_ids.filtered(
            lambda stage: (
                stage.gate_ids and min(stage.gate_ids.mapped("create_date")) > self.applied_on
            )
        )

    # ------------------------------------------------------------------ undo

    def _check_can_undo(self):
        super()._check_can_undo()
        if leads := self._find_leads_with_gate_work():
            raise UserError(
                self.env._(
                    "%(setup)s cannot be undone: exit criteria of its stages were stated, waived "
                    "or approved on %(leads)s, which would be lost. Set up the funnel again "
                    "instead.",
                    setup=self.display_name,
                    leads=self._join_lead_names(leads),
                )
            )

    def _find_leads_with_gate_work(self):
        """Return the leads on which people have worked through criteria of the new stages."""
        gates = self.new_stage_ids.with_context(active_test=False).gate_ids
        work = {
            "crm.stage.gate.statement": [("gate_id", "in", gates.ids)],
            "crm.stage.waiver": [("gate_id", "in", gates.ids), ("state", "!=", "withdrawn")],
            "crm.stage.approval": [("gate_id", "in", gates.ids), ("state", "!=", "withdrawn")],
        }
        # sudo: what stands in the way does so whoever may see it
        found = (self.env[model].sudo().search(domain).lead_id for model, domain in work.items())
        return self.env["crm.lead"].sudo().union(*found)

    def _join_lead_names(self, leads):
        names = ", ".join(leads[:_NAMED_LEADS].mapped("name"))
        if more := len(leads[_NAMED_LEADS:]):
            return self.env._("%(leads)s and %(more)s more", leads=names, more=more)
        return names

    def _restore_stages(self):
        """Criteria go before their stages: withdrawn requests about them are of no use."""
        gates = self.new_stage_ids.with_context(active_test=False).gate_ids
        # sudo: withdrawn requests of whomever; nothing else is left, as was checked before
        for model in ("crm.stage.waiver", "crm.stage.approval"):
            self.env[model].sudo().search([("gate_id", "in", gates.ids)]).unlink()
        gates.unlink()
        return super()._restore_stages()
