from odoo import fields, models


class CrmLead(models.Model):
    """What the stage says about a lead, joined rather than copied."""

    _inherit = "crm.lead"

    funnel_position = fields.Selection(related="stage_id.funnel_position")
    work_kind = fields.Selection(related="stage_id.work_kind")
    grade = fields.Selection(related="stage_id.grade", string="Funnel Grade")
    stage_probability = fields.Float(
        related="stage_id.probability", string="Stage Probability", aggregator=None
    )
    probability_source = fields.Selection(
        selection=lambda self: self.env["crm.team"]._fields["probability_source"].selection,
        compute="_compute_probability_source",
    )
    playbook_work = fields.Text(related="stage_id.playbook_work", string="What to Do Now")
    playbook_success = fields.Text(
        related="stage_id.playbook_success", string="What Success Looks Like"
    )

    def _compute_probability_source(self):
        staged = self._filter_stage_probability()
        for lead in self:
            lead.probability_source = "stage" if lead in staged else "predictive"
