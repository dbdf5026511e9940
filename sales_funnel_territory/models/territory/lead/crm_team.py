from odoo import api, fields, models
from odoo.tools import SQL, ormcache

_SETTING = "territory_sets_salesperson"


class CrmTeam(models.Model):
    """Whether new leads of a team go to the owner of their territory; asked with each lead."""

    _inherit = "crm.team"

    territory_sets_salesperson = fields.Boolean(
        "Territory Sets the Salesperson",
        tracking=True,
        help="New leads without a salesperson go to the owner of their territory, if he is a "
        "member or the leader of this team; Odoo's lead assignment leaves them out. Leads outside "
        "of all territories, and those whose owner is in another team, are assigned as ever.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if any(vals.get(_SETTING) for vals in vals_list):
            self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if _SETTING in vals:
            self.flush_recordset([_SETTING])
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _get_ids_by_territory(self):
        """Return the ids of the teams whose leads go to the owner of their territory."""
        self.flush_model([_SETTING])
        query = "SELECT id FROM crm_team WHERE territory_sets_salesperson"
        return tuple(row[0] for row in self.env.execute_query(SQL(query)))
