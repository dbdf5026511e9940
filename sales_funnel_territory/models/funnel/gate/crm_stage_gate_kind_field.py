from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from .crm_stage_gate_kind import Evidence


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    field_id = fields.Many2one(
        "ir.model.fields",
        ondelete="cascade",
        domain="[('model', '=', 'crm.lead'), ('readonly', '=', False)]",
        help="The field of the opportunity that must be filled; a number must not be zero.",
    )


class CrmStageGateKindField(models.AbstractModel):
    """A field of the lead is filled."""

    _name = "crm.stage.gate.kind.field"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Field"
    _kind_sequence = 10

    @api.model
    def _get_label(self):
        return self.env._("A field is filled")

    @api.model
    def _check_gate(self, gate):
        if gate.field_id.model != "crm.lead":
            raise ValidationError(
                self.env._("Choose the field of \u201c%(gate)s\u201d.", gate=gate.name)
            )
        if gate.field_id.readonly:
            raise ValidationError(
                self.env._(
                    "Nobody can fill \u201c%(field)s\u201d by hand: choose another field for "
                    "\u201c%(gate)s\u201d.",
                    field=gate.field_id.field_description,
                    gate=gate.name,
                )
            )

    @api.model
    def _judge(self, gates, leads):
        names = {gate: gate.field_id.name for gate in gates}
        known = set(names.values()) & set(leads._fields)
        leads.fetch([name for name in known if leads._fields[name].store])
        return {
            (gate.id, lead.id): _read_evidence(lead, name)
            for gate, name in names.items()
            for lead in leads
            # a field that is gone is nobody's to fill: the criterion holds nobody
            if name not in known or _is_filled(lead, name)
        }

    @api.model
    def _get_remedy(self, gate):
        label = gate.field_id.field_description
        return {
            "widget": "field",
            "field": gate.field_id.name,
            "where": self.env._("Fill \u201c%(field)s\u201d on the opportunity.", field=label),
        }


def _read_evidence(lead, name):
    return Evidence(text=_in_words(lead, name)) if name in lead._fields else None


def _is_filled(lead, name):
    if lead._fields[name].type == "html":
        return not is_html_empty(lead[name])
    value = lead[name]
    return bool(value.strip() if isinstance(value, str) else value)


def _in_words(lead, name):
    """Return a value as a form shows it; long texts and files only say that they are there.

    So does what only some groups may read: the evidence is for everybody.
    """
    field, value = lead._fields[name], lead[name]
    if field.groups:
        return ""
    if field.relational:
        return ", ".join(record.display_name or "" for record in value[:3])
    if field.type in ("html", "binary", "text", "json", "properties", "boolean"):
        return ""
    if field.type == "selection":
        return dict(field._description_selection(lead.env)).get(value, value)
    return str(field.convert_to_export(value, lead))
