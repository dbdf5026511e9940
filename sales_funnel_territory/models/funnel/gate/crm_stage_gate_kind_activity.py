from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_stage_gate_kind import Evidence


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    activity_type_id = fields.Many2one(
        "mail.activity.type",
        ondelete="restrict",
        domain="[('res_model', 'in', (False, 'crm.lead'))]",
        help="An activity of this type must have been done on the opportunity.",
    )


class CrmStageGateKindActivity(models.AbstractModel):
    """An activity of a type was done on the lead."""

    _name = "crm.stage.gate.kind.activity"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Activity"
    _kind_sequence = 50

    @api.model
    def _get_label(self):
        return self.env._("An activity was done")

    @api.model
    def _check_gate(self, gate):
        if not gate.activity_type_id:
            raise ValidationError(
                self.env._("Choose the type of activity of \u201c%(gate)s\u201d.", gate=gate.name)
            )

    @api.model
    def _judge(self, gates, leads):
        """Odoo leaves a message with the type when an activity is marked done."""
        done = self.env["mail.message"].search_fetch(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                ("mail_activity_type_id", "in", gates.activity_type_id.ids),
            ],
            ["res_id", "mail_activity_type_id", "author_id", "date"],
            order="id",
        )
        latest = {(message.mail_activity_type_id, message.res_id): message for message in done}
        return {
            (gate.id, lead_id): Evidence(kind.name, message.author_id.name, message.date)
            for (kind, lead_id), message in latest.items()
            for gate in gates
            if gate.activity_type_id == kind
        }

    @api.model
    def _get_remedy(self, gate):
        kind = gate.activity_type_id
        return {
            "widget": "activity",
            "activity_type_id": kind.id,
            "where": self.env._(
                "Do an activity \u201c%(type)s\u201d on the opportunity.", type=kind.name
            ),
        }
