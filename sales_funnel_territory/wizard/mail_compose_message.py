from odoo import api, fields, models
from odoo.exceptions import UserError

_PAPER = "sales_funnel_territory.crm_call_report_minutes_action_print"


class MailComposeMessage(models.TransientModel):
    """The mail editor with what a call report agreed: in the customer's language.

    The language stands above the text and can be changed; the text is written anew then. What is
    sent is what stands in the editor, when a person presses Send; on paper, too.
    """

    _inherit = "mail.compose.message"

    call_report_id = fields.Many2one("crm.call.report", ondelete="cascade")
    call_report_lang = fields.Selection("_selection_call_report_lang", "Written In")
    call_report_paper_id = fields.Many2one("ir.attachment", "Text on Paper", ondelete="set null")

    @api.model
    def _selection_call_report_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("call_report_lang")
    def _compute_lang(self):
        """What the layout says around the text is in the language of the text."""
        super()._compute_lang()
        for composer in self.filtered("call_report_lang"):
            composer.lang = composer.call_report_lang

    @api.onchange("call_report_lang")
    def _onchange_call_report_lang(self):
        if self.call_report_id and self.call_report_lang:
            self.update(self.call_report_id._write_minutes(self.call_report_lang))

    # ------------------------------------------------------------------ on paper

    def action_attach_call_report(self):
        """Attach the text on paper, to be looked at before it is sent."""
        self.ensure_one()
        self._print_call_report()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to the Customer"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _action_send_mail(self, auto_commit=False):
        """Let the paper say what the text says, when it was changed after it was attached."""
        for composer in self.filtered(_has_paper):
            composer._print_call_report()
        return super()._action_send_mail(auto_commit=auto_commit)

    def action_schedule_message(self):
        """Refuse the paper: what is scheduled can still be changed, what is printed cannot."""
        if self.filtered(_has_paper):
            raise UserError(
                self.env._(
                    "A scheduled message can still be changed, its text on paper cannot: "
                    "send it now, or remove the PDF and schedule it."
                )
            )
        return super().action_schedule_message()

    def _print_call_report(self):
        report = self.call_report_id
        report._check_may_send()
        lang = self.call_report_lang or self.env.lang
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(lang=lang)
            ._render_qweb_pdf(_PAPER, report.ids, {"title": self.subject, "text": self.body})
        )
        paper = self.env["ir.attachment"].create(
            {
                "name": f"{self.subject} {report.partner_id.name or ''}".replace("/", "-") + ".pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": 0,
            }
        )
        self.attachment_ids = self.attachment_ids - self.call_report_paper_id | paper
        self.call_report_paper_id = paper


def _has_paper(composer):
    return composer.call_report_paper_id & composer.attachment_ids
