from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmFunnelTemplateStage(models.Model):
    """The exit criteria that a template's stage brings."""

    _inherit = "crm.funnel.template.stage"

    gate_ids = fields.One2many(
        "crm.funnel.template.gate", "stage_id", string="Exit Criteria", copy=True
    )
    gate_count = fields.Integer("Number of Exit Criteria", compute="_compute_gate_count")

    @api.depends("gate_ids")
    def _compute_gate_count(self):
        for stage in self:
            stage.gate_count = len(stage.gate_ids)

    @api.constrains("is_won", "gate_ids")
    def _check_won_without_gates(self):
        for stage in self.filtered(lambda stage: stage.is_won and stage.gate_ids):
            raise ValidationError(
                self.env._(
                    "%(stage)s of %(template)s is a won stage: it is the end of the funnel and "
                    "has no exit criteria. Put them on the stage before it.",
                    stage=stage.name,
                    template=stage.template_id.name,
                )
            )
