from odoo import models


class ResPartner(models.Model):
    """Contacts are found by the phone number that a visitor gives."""

    _inherit = "res.partner"

    _visitor_phone_index = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    def _describe_known(self):
        """Return who this is and who looks after him: what anybody in sales may know."""
        # sudo: a name, as many2one fields show it
        responsible = (self.user_id or self.commercial_partner_id.user_id).sudo().name
        return self.env._(
            "%(contact)s, Main Responsible: %(responsible)s",
            contact=self.display_name,
            responsible=responsible or self.env._("nobody"),
        )
