from odoo import api, models

NOTHING = {"level": "unknown", "text": False}


class CrmCallReportChangeKindScorecard(models.AbstractModel):
    """Answers to the questions of the qualification."""

    _name = "crm.call.report.change.kind.scorecard"
    _inherit = "crm.call.report.change.kind"
    _description = "Change by a Call Report: Qualification"
    _kind_sequence = 30
    _kind_icon = "fa-check-square-o"

    @api.model
    def _get_label(self):
        return self.env._("Qualification")

    @api.model
    def _find_labels(self, changes):
        return self._name_by(changes, "crm.scorecard.question", "question_id")

    @api.model
    def _offer(self, report):
        offers = []
        for answer in report._get_deals().answer_ids:
            known = self._read(answer.lead_id).get(answer.question_id.code, NOTHING)
            said = {"level": answer.level, "text": answer.text or known["text"]}
            if said != known:
                offers.append(self._prepare_answer(answer, known, said))
        return offers

    @api.model
    def _prepare_answer(self, answer, known, said):
        question = answer.question_id
        return self._prepare_change(
            answer.lead_id,
            question.name,
            known,
            {**said, "question_id": question.id},
            before_text=self._describe(known),
            after_text=self._describe(said),
        )

    @api.model
    def _read(self, lead):
        """Return {topic: level and text} of what is known of a lead."""
        return {
            answer.code: {"level": answer.level, "text": answer.text or False}
            for answer in lead.answer_ids
        }

    @api.model
    def _describe(self, known):
        Answer = self.env["crm.scorecard.answer"]
        levels = dict(Answer._fields["level"]._description_selection(self.env))
        if known["level"] == "unknown" and not known["text"]:
            return ""
        return " \u2013 ".join(filter(None, (levels[known["level"]], known["text"])))

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        kept = changes.filtered(side)
        return told | {change: self._describe(change[side]) for change in kept}

    # ------------------------------------------------------------------ write, read, put back

    @api.model
    def _apply(self, changes):
        for change in changes:
            self._answer(change, change.after)

    @api.model
    def _undo(self, changes):
        for change in changes:
            self._answer(change, change.before)

    @api.model
    def _answer(self, change, known):
        lead = self.env["crm.lead"].browse(change.res_id)
        content = {name: known[name] for name in NOTHING}
        lead.answer_question(change.after["question_id"], content)

    @api.model
    def _current(self, changes):
        found = {}
        leads = self.env["crm.lead"].search([("id", "in", changes.mapped("res_id"))])
        known = {lead.id: self._read(lead) for lead in leads}
        for change in changes:
            question_id = change.after["question_id"]
            # sudo: the topic of a question that the report names
            code = self.env["crm.scorecard.question"].sudo().browse(question_id).exists().code
            answers = known.get(change.res_id)
            found[change] = (
                None
                if answers is None
                else {**answers.get(code, NOTHING), "question_id": question_id}
            )
        return found

    @api.model
    def _get_words(self, change, values):
        return self._describe(values)
