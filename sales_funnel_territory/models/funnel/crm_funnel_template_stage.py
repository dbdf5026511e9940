from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmFunnelTemplateStage(models.Model):
    """A stage to be, with everything a stage says; set-ups copy it into stages of a team."""

    _name = "crm.funnel.template.stage"
    _inherit = ["crm.stage.playbook"]
    _description = "Funnel Template Stage"
    _order = "template_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    template_id = fields.Many2one(
        "crm.funnel.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    is_won = fields.Boolean("Won Stage", help="Opportunities in this stage are won.")
    probability = fields.Float(
        required=True,
        help="Chance to win of an opportunity in this stage, in percent: 0.01 to 99.99, "
        "100 for a won stage.",
    )

    @api.constrains("probability")
    def _check_has_probability(self):
        for stage in self.filtered(lambda stage: not stage.probability):
            raise ValidationError(
                self.env._(
                    "%(stage)s of %(template)s needs a probability: 0.01 to 99.99, 100 when won.",
                    stage=stage.name,
                    template=stage.template_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**self._profile_values(vals), **vals} for vals in vals_list])
