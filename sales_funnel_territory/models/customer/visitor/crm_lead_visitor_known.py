from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

_TOLD = 3  # contacts and visitors in the sentence


class CrmLead(models.Model):
    """Whom we know by the phone number of a visitor: told softly, never in the way."""

    _inherit = "crm.lead"

    known_contact_id = fields.Many2one(
        "res.partner",
        compute="_compute_known_by_phone",
        help="The contact with the phone number of this visitor.",
    )
    known_by_phone = fields.Char(compute="_compute_known_by_phone")

    @api.depends("phone", "partner_id", "is_visitor")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_known_by_phone(self):
        numbers = {lead: lead._get_visitor_number() for lead in self}
        wanted = [number for number in numbers.values() if number]
        contacts = self._find_contacts_by_phone(wanted)
        visitors = self._find_visitors_by_phone(wanted)
        for lead, number in numbers.items():
            mine = contacts.get(number, self.env["res.partner"]) if number else ()
            before = visitors.get(number, self.sudo().browse()) - lead._origin if number else ()
            lead.known_contact_id = mine[:1] if mine else False
            texts = [contact._describe_known() for contact in mine[:_TOLD]] if mine else []
            texts += [visitor._describe_known_visitor() for visitor in before[:_TOLD]]
            lead.known_by_phone = "; ".join(texts)

    def _get_visitor_number(self):
        """Return the number to look for; of one whose contact is known already nothing."""
        if not self.is_visitor or self.partner_id or not self.phone:
            return None
        return self._phone_format(fname="phone") or None

    @api.model
    def _find_contacts_by_phone(self, numbers):
        """Return {number: contacts that the reader may see}, in one query."""
        if not numbers:
            return {}
        Partner = self.env["res.partner"]
        return Partner.search([("phone_sanitized", "in", numbers)]).grouped("phone_sanitized")

    @api.model
    def _find_visitors_by_phone(self, numbers):
        """Return {number: leads of the reader's companies}, also of colleagues, in one query."""
        if not numbers:
            return {}
        companies = [*self.env.companies.ids, False]
        domain = Domain("phone_sanitized", "in", numbers) & Domain("company_id", "in", companies)
        # sudo: told are a name and who looks after it, so that nobody is entered twice
        return self.sudo().search(domain, order="id desc").grouped("phone_sanitized")

    def _describe_known_visitor(self):
        return self.env._(
            "%(name)s, noted on %(day)s, with %(responsible)s",
            name=self.contact_name or self.partner_name or self.name,
            day=format_date(self.env, self.visited_on or self.create_date),
            responsible=self.user_id.name or self.env._("nobody"),
        )

    def action_take_known_contact(self):
        """This visitor is the contact we know already."""
        for lead in self.filtered("known_contact_id"):
            lead.partner_id = lead.known_contact_id
