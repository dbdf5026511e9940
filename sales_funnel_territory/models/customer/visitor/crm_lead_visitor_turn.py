from odoo import models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """A visitor becomes customer and opportunity with one tap."""

    _inherit = "crm.lead"

    def action_turn_into_opportunity(self):
        """Link or create the contact, and convert; where criteria refuse, in the first stage."""
        self._check_turnable()
        for lead in self:
            lead._link_visitor_contact()
            landing = lead.with_context(gate_landing="first")
            landing.convert_opportunity(lead.partner_id)
        return self.redirect_lead_opportunity_view() if len(self) == 1 else True

    def _check_turnable(self):
        for lead in self:
            if not lead.active or lead.type == "opportunity":
                raise UserError(
                    self.env._(
                        "%(visitor)s is an opportunity already, or archived. "
                        "Choose visitors that are still open.",
                        visitor=lead.name,
                    )
                )

    def _link_visitor_contact(self):
        """Give the visitor the contact that he is; a new one if nobody knows him."""
        if self.partner_id:
            return
        known = self._find_known_contact()
        if known and (not known.is_company or not self.contact_name):
            self.partner_id = known
        else:
            self._handle_partner_assignment(create_missing=True, with_parent=known or None)

    def _find_known_contact(self):
        """Return who has this phone number: the visitor himself, else the company he is from.

        A number may be that of a switchboard or of a family: another name is another person.
        """
        number = self._get_visitor_number()
        if not number:
            return self.env["res.partner"]
        found = self._find_contacts_by_phone([number]).get(number, self.env["res.partner"])
        names = {(name or "").casefold() for name in (self.contact_name, self.partner_name)} - {""}
        same = found.filtered(lambda one: not names or (one.name or "").casefold() in names)
        people = same.filtered(lambda one: not one.is_company)
        companies = found.commercial_partner_id.filtered("is_company")
        if self.partner_name:
            companies &= same
        return people[:1] or (companies if len(companies) == 1 else companies[:0])

    def action_open_opportunity(self):
        self.ensure_one()
        return self.redirect_lead_opportunity_view()
