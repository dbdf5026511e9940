from odoo import api, models
from odoo.fields import Domain

# As for contacts that count: an e-mail is none of ours alone, a comment as its subtype says.
IS_INTERNAL = Domain("is_internal", "=", True) | (
    Domain("message_type", "=", "comment") & Domain("subtype_id.internal", "=", True)
)


class SalesFunnelSourceTimelineMessage(models.AbstractModel):
    """What stands in the chatter of the customer, of his people and of his opportunities."""

    _name = "sales.funnel.source.timeline_message"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Messages"

    _entry_model = "mail.message"
    _entry_moment = "date"
    _entry_fields = (
        "subject",
        "body",
        "author_id",
        "partner_ids",
        "model",
        "res_id",
        "mail_activity_type_id",
    )

    @api.model
    def _get_message_domain(self):
        """Return which messages are of this kind."""
        raise NotImplementedError

    @api.model
    def _get_domain(self, scope):
        contacts = self.env["res.partner"].with_context(active_test=False)._search(scope.people)
        on_contacts = Domain("model", "=", "res.partner") & Domain("res_id", "in", contacts)
        on_leads = Domain("model", "=", "crm.lead") & Domain("res_id", "in", scope.leads)
        if scope.person:
            person = Domain("author_id", "=", scope.person.id) | Domain(
                "partner_ids", "in", scope.person.ids
            )
            customer = Domain("model", "=", "res.partner") & Domain(
                "res_id", "=", scope.customer.id
            )
            on_leads = (on_leads | customer) & person
        return self._get_message_domain() & (on_contacts | on_leads)

    @api.model
    def _find_encounters(self, record):
        people = (record.author_id | record.partner_ids).ids
        if record.model == "res.partner" and record.res_id not in people:
            people.append(record.res_id)
        # sudo: a name, as the chatter shows it; a customer's own is none of us
        author = record.author_id.sudo()
        name = "" if author.partner_share else author.name
        return [(one, name) for one in people]

    @api.model
    def _describe(self, records, scope):
        names = self._read_names(records)
        return {
            message: {
                "title": self._get_title(message) or names.get((message.model, message.res_id), ""),
                "text": self._shorten(message.body),
                # sudo: a name, as the chatter shows it
                "who": message.author_id.sudo().name or "",
                "people": self._get_person(message, scope, names),
                "model": message.model,
                "res_id": message.res_id,
            }
            for message in records
        }

    @api.model
    def _get_title(self, message):
        return message.subject

    @api.model
    def _get_person(self, message, scope, names):
        """Return on whose contact the message stands."""
        if message.model != "res.partner" or message.res_id == scope.customer.id:
            return ""
        return names[message.model, message.res_id]

    @api.model
    def _read_names(self, messages):
        """Return {(model, id): name} of what the messages stand on."""
        names = {}
        for model, mine in messages.grouped("model").items():
            records = self.env[model].browse(set(mine.mapped("res_id")))
            names.update({(model, one.id): one.name for one in records})
        return names
