from odoo import api, models


class MailThread(models.AbstractModel):
    """A document that names a customer lets its people see him, from the moment it is theirs.

    Leads, meetings, help requests, orders and invoices are all threads: they are watched here,
    also those of apps that need not be installed. While the narrow view is off this costs no
    query, and one look into a cache.
    """

    _inherit = "mail.thread"

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        source = self._get_access_source()
        if source is not None:
            Audience = self.env["crm.customer.audience"]
            # sudo: ids only
            Audience._check_named(source._get_partner_ids(documents.sudo()))
            Audience._note_documents(source, documents)
        return documents

    def write(self, vals):
        source = self._get_access_source()
        if source is None or vals.keys().isdisjoint(source._document_fields):
            return super().write(vals)
        Audience = self.env["crm.customer.audience"]
        before = source._get_partner_ids(self.sudo())  # sudo: ids only, here and below
        Audience._note(before)
        result = super().write(vals)
        after = source._get_partner_ids(self.sudo())
        Audience._check_named([one for one in after if one not in set(before)])
        Audience._note(after)
        return result

    def unlink(self):
        source = self._get_access_source()
        if source is not None:
            self.env["crm.customer.audience"]._note_documents(source, self)
        return super().unlink()

    @api.model
    def _get_access_source(self):
        """Return the source of documents of this model, while the narrow view is on."""
        Audience = self.env["crm.customer.audience"]
        if not Audience._is_narrow():
            return None
        name = Audience._get_document_models().get(self._name)
        return self.env[name] if name else None
