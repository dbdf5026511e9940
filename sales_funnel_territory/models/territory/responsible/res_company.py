from odoo import api, fields, models
from odoo.tools import SQL, ormcache

_FOLLOWING = "territory_sets_responsible"


class ResCompany(models.Model):
    """Whether customers follow the owner of their zone."""

    _inherit = "res.company"

    territory_sets_responsible = fields.Boolean(
        "Owner Becomes Main Responsible",
        help="On the day a customer moves into another zone, or its zone gets another owner, the "
        "owner becomes the customer's main responsible. Customers whose territory is locked stay "
        "with theirs, and so do those whose main responsible was set by hand after they came into "
        "their zone.",
    )
    territory_moves_leads = fields.Boolean(
        "Open Opportunities Follow",
        help="Open leads and opportunities of these customers go to the new main responsible, "
        "too, where they were the former one's or nobody's.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(_FOLLOWING in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if _FOLLOWING in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    def _is_owner_followed(self):
        """Tell whether customers follow owners in any company: mostly asked, rarely so."""
        self.flush_model([_FOLLOWING])
        return self._is_owner_followed_anywhere()

    @api.model
    @ormcache()
    def _is_owner_followed_anywhere(self):
        query = "SELECT EXISTS (SELECT FROM res_company WHERE territory_sets_responsible)"
        return self.env.execute_query(SQL(query))[0][0]
