from odoo import api, fields, models
from odoo.fields import NO_ACCESS

_WATCHED = frozenset(("parent_id", "is_company", "user_id", "territory_id", "is_sales_customer"))


class ResPartner(models.Model):
    """Each partner points to who may see him, while the narrow view is on.

    Not to be read or written by anybody: the rule follows it, bulk statements keep it. A new
    partner is everybody's first, so that whoever makes him sees him; he gets his place as the
    transaction ends.
    """

    _inherit = "res.partner"

    audience_id = fields.Many2one(
        "crm.customer.audience",
        string="Who May See",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        bypass_search_access=True,
        groups=NO_ACCESS,
    )

    # ------------------------------------------------------------------ CRUD

    @api.model
    def _create(self, data_list):
        """A default would have to be readable by whoever makes a partner."""
        Audience = self.env["crm.customer.audience"]
        if Audience._is_narrow():
            everybody = Audience._get_everybody()
            for data in data_list:
                data["stored"].setdefault("audience_id", everybody)
        return super()._create(data_list)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if self.env["crm.customer.audience"]._is_narrow():
            changed = [
                partner.id
                for partner, vals in zip(partners, vals_list, strict=True)
                if not _WATCHED.isdisjoint(name for name, value in vals.items() if value)
            ]
            self.env["crm.customer.audience"]._note(changed)
        return partners

    def write(self, vals):
        Audience = self.env["crm.customer.audience"]
        if _WATCHED.isdisjoint(vals) or not Audience._is_narrow():
            return super().write(vals)
        # sudo: ids only; whoever moves a contact need not see the company he leaves
        Audience._note([*self.ids, *self.sudo().parent_id.ids])
        result = super().write(vals)
        Audience._note([*self.ids, *self.sudo().parent_id.ids])  # sudo: as above
        return result

    def unlink(self):
        # sudo: as above
        self.env["crm.customer.audience"]._note(self.sudo().parent_id.ids)
        return super().unlink()

    # ------------------------------------------------------------------ whatever moves customers

    def _ensure_status(self):
        result = super()._ensure_status()
        self.env["crm.customer.audience"]._note(self.ids)
        return result

    def _archive_status(self):
        result = super()._archive_status()
        self.env["crm.customer.audience"]._note(self.ids)
        return result

    @api.model
    def _after_territory_moves(self, moves):
        result = super()._after_territory_moves(moves)
        self.env["crm.customer.audience"]._note(list(moves))
        return result
