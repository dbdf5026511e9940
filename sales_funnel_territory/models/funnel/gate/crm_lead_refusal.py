from itertools import islice

from odoo import api, models

from ....exceptions import ExitCriteriaError

_NAMED = 30  # leads in the sentence
_TOLD = 200  # leads that the client can list


class CrmLead(models.Model):
    """Saying which leads may not move, what each misses, and where to fill it."""

    _inherit = "crm.lead"

    @api.model
    def _make_refusal(self, refused, created, noted=()):
        """Return the error for leads that may not stand where they are.

        :param refused: {lead: criteria it misses}
        :param created: {lead id: values it was created with} of new ones
        :param noted: ids of all leads of the same operation
        """
        sentences = [lead._get_refusal_sentence(gates) for lead, gates in refused.items()]
        more = len(sentences) - _NAMED
        if more > 0:
            sentences = [
                *sentences[:_NAMED],
                self.env._("And %(count)s more opportunities.", count=more),
            ]
        # sudo: only ids are told, of leads that this user was about to move
        rest = self.sudo().browse(set(noted) - {lead.id for lead in refused}).exists()
        return ExitCriteriaError(
            "\n\n".join(sentences),
            self._prepare_refusals(refused, created),
            [[lead.id, lead.stage_id.id] for lead in rest if lead._is_moved_only()],
        )

    def _is_moved_only(self):
        """Tell whether the lead was there before and only changed its stage: then it can be
        moved alone, without whatever else the refused operation wanted.
        """
        stage_id, team_id, kind = (self._get_before() or (None, None, None))[:3]
        here = (self.team_id.id or None, self.type)
        return (team_id, kind) == here and stage_id not in (None, self.stage_id.id)

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
        return [
            {
                "lead_id": False if lead.id in created else lead.id,
                "lead_name": lead.name,
                "stage_id": lead.stage_id.id,
                "stage_name": lead.stage_id.name,
                "gate_ids": gates.ids,
                "values": created.get(lead.id, False),
                "count": len(refused),
                "is_move": lead._is_moved_only(),
                "gates": [gate._prepare_missing() for gate in gates],
            }
            for lead, gates in islice(refused.items(), _TOLD)
        ]
