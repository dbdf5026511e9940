from odoo import api, models

from ....exceptions import ExitCriteriaError

_NAMED = 30


class CrmLead(models.Model):
    """Saying which leads may not move, what each misses, and where to fill it."""

    _inherit = "crm.lead"

    @api.model
    def _make_refusal(self, refused, created):
        """Return the error for leads that may not stand where they are.

        :param refused: {lead: criteria it misses}
        :param created: {lead id: values it was created with} of new ones
        """
        sentences = [lead._get_refusal_sentence(gates) for lead, gates in refused.items()]
        more = len(sentences) - _NAMED
        if more > 0:
            sentences = [
                *sentences[:_NAMED],
                self.env._("And %(count)s more opportunities.", count=more),
            ]
        return ExitCriteriaError("\n\n".join(sentences), self._prepare_refusals(refused, created))

    def _get_refusal_sentence(self, gates):
        self.ensure_one()
        lines = [
            f"\u2022 {gate.name}: {gate._get_remedy()['where']}".rstrip(": ") for gate in gates
        ]
        head = self.env._(
            "%(lead)s cannot go to %(stage)s yet. Before that:",
            lead=self.name,
            stage=self.stage_id.name,
        )
        return "\n".join([head, *lines])

    @api.model
    def _prepare_refusals(self, refused, created):
        """Return what the web client needs to help: as plain values."""
        moved = {lead.id for lead in refused}
        return [
            {
                "lead_id": False if lead.id in created else lead.id,
                "lead_name": lead.name,
                "stage_id": lead.stage_id.id,
                "stage_name": lead.stage_id.name,
                "gate_ids": gates.ids,
                "values": created.get(lead.id, False),
                "count": len(moved),
            }
            for lead, gates in refused.items()
        ]
