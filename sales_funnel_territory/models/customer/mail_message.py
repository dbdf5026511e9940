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
        messages._note_contacts(vals_list)
        return messages

    def _note_contacts(self, vals_list):
        """Remember what may be a contact; one statement sorts it out as the transaction ends.

        :param vals_list: what the messages were made from, which is known without a query
        """
        likely = [
            message.id
            for message, vals in zip(self, vals_list, strict=True)
            if vals.get("model") in _MODELS
            and (vals.get("mail_activity_type_id") or vals.get("message_type") in _TYPES)
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
            Status._take_contacts_safely(Status._messages_sql(condition))
