from odoo import api, fields, models

from ....planning.qualification import Item, next_questions
from .crm_scorecard_answer import CONTENT


class CrmLead(models.Model):
    """The questions of a lead on one sheet: what is known, since when, what to ask next."""

    _inherit = "crm.lead"

    qualification_sheet = fields.Json(
        compute="_compute_qualification_sheet", exportable=False, string="Questions"
    )

    is_qualification_shown = fields.Boolean(
        compute="_compute_qualification_sheet",
        help="There are questions to answer, or answers to other questions to read.",
    )

    @api.depends("team_id", "company_id", "answer_ids.level", "answer_ids.text")
    @api.depends_context("lang")
    def _compute_qualification_sheet(self):
        for lead in self:
            sheet = lead._prepare_qualification_sheet()
            lead.qualification_sheet = sheet
            lead.is_qualification_shown = bool(sheet["scorecard"] or sheet["former"])

    def _prepare_qualification_sheet(self):
        answers = {answer.code: answer for answer in self.answer_ids}
        questions = self.scorecard_id.question_ids.filtered("active")
        items = [
            Item(question.id, question.weight, answers[question.code].level, position)
            if question.code in answers
            else Item(question.id, question.weight, position=position)
            for position, question in enumerate(questions)
        ]
        asked = set(questions.mapped("code"))
        nobody = self.answer_ids.browse()
        return {
            "scorecard": self.scorecard_id.name or False,
            "levels": self.answer_ids._fields["level"]._description_selection(self.env),
            "bands": self._fields["qualification_band"]._description_selection(self.env),
            "questions": [
                question._describe() | answers.get(question.code, nobody)._describe()
                for question in questions
            ],
            "next": [item.key for item in next_questions(items)],
            "former": [
                answer.question_id._describe() | answer._describe()
                for code, answer in answers.items()
                if code not in asked
            ],
        }

    def answer_question(self, question_id, values):
        """Note the level or the text of an answer, as the sheet does with a tap.

        :param int question_id: a question of any scorecard
        :param dict values: level, text, or both
        """
        self.ensure_one()
        question = self.env["crm.scorecard.question"].browse(question_id)
        values = {name: values[name] for name in CONTENT if name in values}
        answer = self.answer_ids.filtered(lambda answer: answer.code == question.code)
        if not answer:
            self.env["crm.scorecard.answer"].create(
                {"lead_id": self.id, "question_id": question.id, **values}
            )
        elif answer.question_id == question:
            answer.write(values)
        else:
            answer.write({"question_id": question.id, **values})
        return True
