from odoo import models
from odoo.exceptions import UserError

from .crm_call_report import OPEN_STATES


class CrmCallReport(models.Model):
    """What is said about a report stays among colleagues: the customer is never told by it."""

    _inherit = "crm.call.report"

    def _mail_get_partner_fields(self, introspect_fields=False):
        """No field of a report proposes a recipient: its partner is the customer."""
        return []

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Only colleagues are told, whoever follows."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [one for one in recipients if one.get("uid") and not one.get("ushare")]

    def _check_can_update_message_content(self, messages):
        self._check_messages_stay()
        return super()._check_can_update_message_content(messages)

    def _check_messages_stay(self):
        """What was said about a submitted report stays, as the report does."""
        for report in self:
            if report.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(report)s was submitted, and what is said about it stays: write another "
                        "message.",
                        report=report.display_name,
                    )
                )
