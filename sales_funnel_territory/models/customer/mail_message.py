from odoo import api, models
from odoo.tools import SQL

_NOTED = "sales_funnel_territory.contacts"
_MODELS = ("crm.lead", "res.partner")
_TYPES = ("email", "comment", "email_outgoing")


class MailMessage(models.Model):
    """An e-mail with a customer, or a call done, is a contact the moment it is logged."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._note_contacts()
        return messages

    def _note_contacts(self):
        """Remember what may be a contact; one statement sorts it out as the transaction ends."""
        likely = [
            message.id
            for message in self
            if message.model in _MODELS
            and message.res_id
            and (message.mail_activity_type_id or message.message_type in _TYPES)
        ]
        if not likely:
            return
        precommit = self.env.cr.precommit
        if _NOTED not in precommit.data:
            precommit.data[_NOTED] = set()
            precommit.add(self.browse()._register_contacts)
        precommit.data[_NOTED].update(likely)

    def _register_contacts(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, set())
        if noted:
            Status = self.env["crm.customer.status"]
            condition = SQL("message.id = ANY(%s)", list(noted))
            Status._take_contacts(Status._messages_sql(condition))
