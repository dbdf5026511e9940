from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


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

    playbook_milestone = fields.Char(related="stage_id.playbook_milestone")
    is_stage_set_up = fields.Boolean(related="stage_id.is_set_up")
    is_set_by_hand = fields.Boolean(
        "Set by Hand",
        compute="_compute_is_set_by_hand",
        search="_search_is_set_by_hand",
        help="Somebody gave this open opportunity a probability of his own.",
    )

    def _compute_probability_source(self):
        staged = self._filter_stage_probability()
        for lead in self:
            lead.probability_source = "stage" if lead in staged else "predictive"

    @api.depends("probability", "automated_probability", "won_status", "type")
    def _compute_is_set_by_hand(self):
        for lead in self:
            lead.is_set_by_hand = (
                lead.type == "opportunity"
                and lead.won_status == "pending"
                and not lead.is_automated_probability
            )

    def _search_is_set_by_hand(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = Domain.FALSE
        for one in value:
            wanted |= self._set_by_hand_domain() if one else ~self._set_by_hand_domain()
        return wanted

    @api.model
    def _set_by_hand_domain(self):
        differs = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "round(COALESCE(%s, 0)::numeric, 2) <> round(COALESCE(%s, 0)::numeric, 2)",
                model._field_to_sql(alias, "probability", query),
                model._field_to_sql(alias, "automated_probability", query),
            ),
            predicate=lambda lead: not lead.is_automated_probability,
        )
        return Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending") & differs
