from odoo import models


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
