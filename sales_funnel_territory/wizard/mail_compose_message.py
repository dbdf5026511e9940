from odoo import api, fields, models


class MailComposeMessage(models.TransientModel):
    """The mail editor with what a call report agreed: in the customer's language.

    The language stands above the text and can be changed; the text is written anew then. What is
    sent is what stands in the editor, when a person presses Send.
    """

    _inherit = "mail.compose.message"

    call_report_id = fields.Many2one("crm.call.report", "Call Report", ondelete="cascade")
    call_report_lang = fields.Selection("_selection_call_report_lang", "Written In")

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
