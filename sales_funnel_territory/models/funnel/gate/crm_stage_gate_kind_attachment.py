from odoo import api, fields, models

from .crm_stage_gate_kind import Evidence


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    must_be_signed = fields.Boolean(
        "Marked as Signed", help="The attachment must be marked as signed."
    )


class CrmFunnelTemplateGate(models.Model):
    _inherit = "crm.funnel.template.gate"

    must_be_signed = fields.Boolean(
        "Marked as Signed", help="The attachment must be marked as signed."
    )


class CrmStageGateKindAttachment(models.AbstractModel):
    """A file is attached to the lead, or one that is marked as signed."""

    _name = "crm.stage.gate.kind.attachment"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Attachment"
    _kind_sequence = 40
    _template_fields = ("must_be_signed",)

    @api.model
    def _get_label(self):
        return self.env._("A file is attached")

    @api.model
    def _judge(self, gates, leads):
        files = self.env["ir.attachment"].search_fetch(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                ("res_field", "=", False),
            ],
            ["name", "res_id", "create_uid", "create_date", "signed_by_id", "signed_on"],
            order="id",
        )
        latest = {file.res_id: file for file in files}
        signed = {file.res_id: file for file in files if file.signed_on}
        met = {}
        for gate in gates:
            for lead_id, file in (signed if gate.must_be_signed else latest).items():
                met[gate.id, lead_id] = _as_evidence(file, gate.must_be_signed)
        return met

    @api.model
    def _get_remedy(self, gate):
        where = (
            self.env._("Attach the file to the opportunity and mark it as signed.")
            if gate.must_be_signed
            else self.env._("Attach the file to the opportunity.")
        )
        return {"widget": "attachment", "signed": gate.must_be_signed, "where": where}


def _as_evidence(file, is_signed):
    if is_signed:
        return Evidence(file.name, file.signed_by_id.name, file.signed_on)
    return Evidence(file.name, file.create_uid.name, file.create_date)
