from odoo import api, models


class MailActivity(models.Model):
    """Who has something to do with a customer sees him until it is done."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._note_access()
        return activities

    def write(self, vals):
        watched = self.env["crm.customer.access.source.activity"]._document_fields
        if vals.keys().isdisjoint(watched):
            return super().write(vals)
        self._note_access()
        result = super().write(vals)
        self._note_access()
        return result

    def unlink(self):
        self._note_access()
        return super().unlink()

    def _note_access(self):
        Audience = self.env["crm.customer.audience"]
        if Audience._is_narrow():
            source = self.env["crm.customer.access.source.activity"]
            Audience._note_documents(source, self)
