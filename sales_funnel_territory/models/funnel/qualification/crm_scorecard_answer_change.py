from odoo import fields, models

from .crm_scorecard_answer import LEVELS


class CrmScorecardAnswerChange(models.Model):
    """What an answer was before: who changed it, when, from what to what. Only the app writes."""

    _name = "crm.scorecard.answer.change"
    _description = "Change of an Answer"
    _order = "changed_on desc, id desc"
    _rec_name = "question_id"

    answer_id = fields.Many2one(
        "crm.scorecard.answer",
        string="Changed Answer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    question_id = fields.Many2one(
        "crm.scorecard.question", required=True, index=True, ondelete="restrict"
    )
    lead_id = fields.Many2one(related="answer_id.lead_id", string="Opportunity")
    level_from = fields.Selection(LEVELS, string="Answer Before", required=True)
    level_to = fields.Selection(LEVELS, string="Answer", required=True)
    text_from = fields.Text("Note Before")
    text_to = fields.Text("Note")
    merged_from = fields.Char(
        help="The opportunity that had given this answer before it was merged."
    )
    changed_by = fields.Many2one("res.users", ondelete="set null")
    changed_on = fields.Datetime(required=True)
