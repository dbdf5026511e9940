import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SCORED = ("weight", "active", "code", "scorecard_id", "sequence")


class CrmScorecardQuestion(models.Model):
    """What one must know of an opportunity, why, and how to find out."""

    _name = "crm.scorecard.question"
    _description = "Question of a Scorecard"
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one("crm.scorecard", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    code = fields.Char(
        "Topic",
        required=True,
        compute="_compute_code",
        store=True,
        readonly=False,
        precompute=True,
        help="Questions of the same topic share their answers: what is known stays known when a "
        "team changes to another scorecard. Proposed from the question.",
    )
    weight = fields.Integer(
        default=1,
        required=True,
        aggregator=None,
        help="How much the answer counts in the score. 0: it is asked, but does not count.",
    )
    description = fields.Text("Help", translate=True, help="Why the answer matters.")
    success = fields.Text(
        "What Good Looks Like", translate=True, help="When the answer may be called yes."
    )
    suggestion = fields.Text(
        "Ask the Customer", translate=True, help="A question to ask, in the words of a rep."
    )
    active = fields.Boolean(default=True)
    answer_ids = fields.One2many("crm.scorecard.answer", "question_id", string="Answers")

    _code_unique = models.Constraint(
        "UNIQUE(scorecard_id, code)",
        "A scorecard asks about each topic once. Give one of the questions another topic.",
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)", "The weight of a question is 0 or more."
    )

    @api.depends("name")
    def _compute_code(self):
        for question in self:
            question.code = question.code or _make_code(question.name)

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.scorecard_id._update_leads()
        return questions

    def write(self, vals):
        if vals.keys().isdisjoint(SCORED):
            return super().write(vals)
        if "code" in vals:
            self._check_topic_stays(vals["code"])
        cards = self.scorecard_id
        result = super().write(vals)
        (cards | self.scorecard_id)._update_leads()
        return result

    def unlink(self):
        cards = self.scorecard_id
        result = super().unlink()
        cards._update_leads()
        return result

    def _check_topic_stays(self, code):
        """Refuse another topic for a question that was answered: the answers would move with it."""
        # sudo: answers on leads that the administrator may not see count, too
        for question in self.sudo().filtered("answer_ids"):
            if question.code != code:
                raise ValidationError(
                    self.env._(
                        "%(question)s was answered already: its topic stays. Archive the "
                        "question and add a new one instead.",
                        question=question.name,
                    )
                )

    def _describe(self):
        return {
            "id": self.id,
            "name": self.name,
            "scorecard": self.scorecard_id.name,
            "weight": self.weight,
            "description": self.description,
            "success": self.success,
            "suggestion": self.suggestion,
        }


def _make_code(name):
    """Return a topic for a question: lower case, words joined, e.g. who_decides."""
    return re.sub(r"\W+", "_", (name or "").lower()).strip("_") or False
