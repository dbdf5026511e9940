from odoo import models

_SAID = frozenset(
    {
        "attachment_ids",
        "author_id",
        "body",
        "date",
        "email_from",
        "model",
        "res_id",
        "subject",
        "tracking_value_ids",
    }
)


class MailMessage(models.Model):
    """What was said about a submitted report stays, by whichever way somebody would write it.

    Odoo lets authors and recipients write a message; the copy of a report that colleagues were
    sent is one.
    """

    _inherit = "mail.message"

    def write(self, vals):
        if not self.env.su and not _SAID.isdisjoint(vals):
            # sudo: which records they are about; the write itself is checked below
            about = self.sudo().filtered(lambda one: one.model == "crm.call.report")
            reports = self.env["crm.call.report"].sudo().browse(about.mapped("res_id")).exists()
            reports._check_messages_stay()
        return super().write(vals)
