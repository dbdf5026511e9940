from odoo import api, fields, models


class CrmFunnelSetupLine(models.Model):
    """What becomes of one present stage."""

    _name = "crm.funnel.setup.line"
    _description = "Funnel Set-Up Line"
    _order = "setup_id, sequence, id"

    setup_id = fields.Many2one("crm.funnel.setup", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    stage_id = fields.Many2one(
        "crm.stage", string="Present Stage", index=True, ondelete="cascade", readonly=True
    )
    stage_name = fields.Char(
        help="The stage's name when the set-up was applied.", readonly=True, copy=False
    )
    is_won = fields.Boolean(related="stage_id.is_won")
    target_id = fields.Many2one(
        "crm.funnel.template.stage",
        string="New Stage",
        ondelete="set null",
        domain="[('template_id', '=', parent.template_id), ('is_won', '=', is_won)]",
        help="Leads in the present stage move to this one. Empty keeps the present stage.",
    )
    probability = fields.Float(
        digits=(5, 2), help="The chance to win, in percent, that the kept stage gets."
    )
    is_probability_asked = fields.Boolean(compute="_compute_is_probability_asked")
    new_stage_id = fields.Many2one(
        "crm.stage", string="Stage Made", ondelete="set null", readonly=True, copy=False
    )
    stage_before = fields.Json(
        readonly=True, copy=False, help="What applying changes on the present stage, as it was."
    )

    @api.depends("target_id", "stage_id.probability", "is_won", "setup_id.is_stage_source")
    def _compute_is_probability_asked(self):
        """A stage that is kept needs a probability where leads take it from their stage."""
        for line in self:
            line.is_probability_asked = bool(
                line.setup_id.is_stage_source
                and line.stage_id
                and not line.target_id
                and not line.stage_id.probability
                and not line.is_won
            )

    def _get_probability_after(self):
        """Return the probability (percent) leads of this stage meet after applying; 0 for none."""
        if self.target_id:
            return self.target_id.probability
        if self.stage_id.probability or not self.setup_id.is_stage_source:
            return self.stage_id.probability
        return 100.0 if self.is_won else self.probability
