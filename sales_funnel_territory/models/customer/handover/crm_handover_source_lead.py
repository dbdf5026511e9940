from odoo import api, models


class CrmHandoverSourceLead(models.AbstractModel):
    """Open leads and opportunities; what is closed stays with who closed it."""

    _name = "crm.handover.source.lead"
    _inherit = ["crm.handover.source"]
    _description = "Opportunities in a Hand-over"

    _handover_model = "crm.lead"
    _handover_sequence = 30
    _handover_kept = ("user_id", "team_id", "stage_id")

    @api.model
    def _get_label(self):
        return self.env._("Leads and opportunities")

    @api.model
    def _find(self, handover):
        return self.env["crm.lead"].search(
            [("user_id", "=", handover.from_user_id.id), ("won_status", "=", "pending")]
        )

    @api.model
    def _get_customers(self, records):
        return {lead.id: lead.partner_id.commercial_partner_id for lead in records}

    @api.model
    def _get_teams(self, records):
        return {lead.id: lead.team_id for lead in records}

    @api.model
    def _read_states(self, records):
        """With the probability, where it was set by hand: another stage resets it."""
        states = super()._read_states(records)
        for lead in records:
            if not lead.is_automated_probability:
                states[lead.id]["probability"] = lead.probability
        return states

    @api.model
    def _log(self, records, sentence):
        records._message_log_batch(bodies=dict.fromkeys(records.ids, sentence))

    @api.model
    def _put_back(self, records, before):
        """Past the exit criteria: the lead stood there before, and was not moved since."""
        super_values = {name: before.get(name) for name in self._handover_kept}
        records.check_access("write")
        records._move_past_gates(super_values)
        if "probability" in before:
            records.write({"probability": before["probability"]})
