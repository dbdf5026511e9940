from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning.qualification import Known, best_known

LEVELS = [
    ("unknown", "Unknown"),
    ("no", "No"),
    ("partly", "Partly"),
    ("yes", "Yes"),
]
CONTENT = ("level", "text")
STAMP = ("answered_by", "answered_on")


class CrmScorecardAnswer(models.Model):
    """What is known of a lead about one topic; its past stands in the changes.

    One row for each lead and topic, whatever the scorecard: a team that changes to another one
    keeps what is known about the topics that both ask about, and the rest can still be read.
    """

    _name = "crm.scorecard.answer"
    _description = "Answer to a Question of a Scorecard"
    _order = "lead_id, id"
    _rec_name = "question_id"

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade", string="Opportunity")
    question_id = fields.Many2one(
        "crm.scorecard.question", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char("Topic", related="question_id.code", store=True)
    level = fields.Selection(LEVELS, string="Answer", default="unknown", required=True)
    text = fields.Text("Note")
    answered_by = fields.Many2one(
        "res.users", default=lambda self: self.env.uid, readonly=True, ondelete="set null"
    )
    answered_on = fields.Datetime(default=fields.Datetime.now, readonly=True)
    change_ids = fields.One2many("crm.scorecard.answer.change", "answer_id", string="Changes")
    scorecard_id = fields.Many2one(related="question_id.scorecard_id")
    stage_id = fields.Many2one(related="lead_id.stage_id")
    user_id = fields.Many2one(related="lead_id.user_id", string="Salesperson")
    team_id = fields.Many2one(related="lead_id.team_id")
    company_id = fields.Many2one(related="lead_id.company_id")

    _lead_code_unique = models.Constraint(
        "UNIQUE(lead_id, code)",
        "This opportunity has an answer about this topic already: change that one.",
    )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._stamp(vals) for vals in vals_list]
        answers = super().create(vals_list)
        answers._note_changes(dict.fromkeys(answers, ("unknown", False)))
        answers.lead_id._update_qualification()
        return answers

    def write(self, vals):
        leads = self.lead_id
        if not self.env.su:
            self._check_stays(vals)
        before = {}
        if not vals.keys().isdisjoint(CONTENT):
            before = {answer: (answer.level, answer.text) for answer in self}
            vals = self._stamp(vals)
        elif not self.env.su:
            vals = {name: value for name, value in vals.items() if name not in STAMP}
        result = super().write(vals)
        self._note_changes(before)
        if not vals.keys().isdisjoint(("level", "question_id", "lead_id")):
            (leads | self.lead_id)._update_qualification()
        return result

    def unlink(self):
        leads = self.lead_id
        result = super().unlink()
        leads.exists()._update_qualification()
        return result

    def _check_stays(self, vals):
        """Refuse to make an answer one about something else: its past would say so as well."""
        questions = self.env["crm.scorecard.question"]
        lead_id, question_id = vals.get("lead_id"), vals.get("question_id")
        for answer in self:
            code = questions.browse(question_id).code if question_id else answer.code
            if code != answer.code or (lead_id or answer.lead_id.id) != answer.lead_id.id:
                raise UserError(
                    self.env._(
                        "The answer to \u201c%(question)s\u201d stays with its opportunity and its "
                        "topic. Answer the other question instead.",
                        question=answer.question_id.name,
                    )
                )

    def _stamp(self, vals):
        """Say who answered and when; a user cannot answer in another's name."""
        mine = {"answered_by": self.env.uid, "answered_on": self.env.cr.now()}
        return {**mine, **vals} if self.env.su else {**vals, **mine}

    def _note_changes(self, before):
        """Keep what these answers were before, where they are something else now."""
        rows = [
            {
                "answer_id": answer.id,
                "question_id": answer.question_id.id,
                "level_from": level,
                "level_to": answer.level,
                "text_from": text,
                "text_to": answer.text,
                "changed_by": answer.answered_by.id,
                "changed_on": answer.answered_on,
            }
            for answer, (level, text) in before.items()
            if (level, text or False) != (answer.level, answer.text or False)
        ]
        # sudo: nobody writes the past by hand; who may change the answer was checked by now
        self.env["crm.scorecard.answer.change"].sudo().create(rows)

    def get_changes(self):
        """Return what this answer was, the latest first, for the sheet."""
        self.ensure_one()
        levels = dict(self._fields["level"]._description_selection(self.env))
        return [
            {
                "id": change.id,
                "on": fields.Datetime.to_string(change.changed_on),
                # sudo: names of colleagues are no secret to who may read the answer
                "by": change.changed_by.sudo().name,
                "level_from": levels[change.level_from],
                "level_to": levels[change.level_to],
                "text_from": change.text_from,
                "text_to": change.text_to,
                "merged_from": change.merged_from,
            }
            for change in self.change_ids.sorted()
        ]

    def _describe(self):
        """Describe an answer for the sheet; nothing is known without one."""
        return {
            "answer_id": self.id,
            "level": self.level or "unknown",
            "text": self.text or "",
            # sudo: names of colleagues are no secret to who may read the answer
            "by": self.answered_by.sudo().name or "",
            "on": fields.Datetime.to_string(self.answered_on) or "",
            "changes": len(self.change_ids),
        }

    # ------------------------------------------------------------------ merge

    def _move_to(self, lead):
        """Bring these answers to a lead; of several about a topic the better known one stays."""
        # sudo: a rep deletes no answer; the merge keeps what was known as a change
        for same in (self | lead.answer_ids).sudo().grouped("code").values():
            best = same.browse(best_known(answer._known() for answer in same).key)
            best._absorb(same - best)
            if best.lead_id != lead:
                best.lead_id = lead

    def _known(self):
        answered = self.answered_on or self.create_date
        return Known(self.id, self.level, bool(self.text), answered.timestamp())

    def _absorb(self, others):
        """Take over the changes of answers that go, and their last content as one more change."""
        others.change_ids.write({"answer_id": self.id})
        self.env["crm.scorecard.answer.change"].create(
            [
                {
                    "answer_id": self.id,
                    "question_id": other.question_id.id,
                    "merged_from": other.lead_id.name,
                    "level_from": other.level,
                    "level_to": self.level,
                    "text_from": other.text,
                    "text_to": self.text,
                    "changed_by": self.env.uid,
                    "changed_on": self.env.cr.now(),
                }
                for other in others
            ]
        )
        others.unlink()
