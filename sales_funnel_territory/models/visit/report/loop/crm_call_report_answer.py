from odoo import api, fields, models

from ....funnel.qualification.crm_scorecard_answer import LEVELS


class CrmCallReportAnswer(models.Model):
    """What a report answers of the qualification of an opportunity."""

    _name = "crm.call.report.answer"
    _description = "Answer in a Call Report"
    _order = "deal_id, id"
    _rec_name = "question_id"

    deal_id = fields.Many2one(
        "crm.call.report.deal",
        string="Opportunity in the Report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    report_id = fields.Many2one(related="deal_id.report_id")
    lead_id = fields.Many2one(related="deal_id.lead_id", string="Opportunity")
    scorecard_id = fields.Many2one(related="deal_id.lead_id.scorecard_id")
    question_id = fields.Many2one(
        "crm.scorecard.question",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('scorecard_id', '=', scorecard_id)]",
    )
    level = fields.Selection(LEVELS, string="Answer", default="yes", required=True)
    text = fields.Text("Note")

    _once = models.Constraint(
        "UNIQUE(deal_id, question_id)", "A question is answered once in a call report."
    )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.deal_id._check_report_open()
        return answers

    def write(self, vals):
        self.deal_id._check_report_open()
        result = super().write(vals)
        if "deal_id" in vals:
            self.deal_id._check_report_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self.deal_id._check_report_open()

    def _bring_to(self, deal):
        """Follow a merge of leads: what the other row does not answer."""
        asked = deal.answer_ids.question_id
        for answer in self:
            if answer.question_id not in asked:
                answer.deal_id = deal
                asked |= answer.question_id
