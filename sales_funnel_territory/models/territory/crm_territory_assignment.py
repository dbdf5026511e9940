from odoo import api, fields, models
from odoo.fields import Domain

ROLES = [
    ("owner", "Owner"),
    ("backup", "Backup"),
    ("specialist", "Specialist"),
    ("manager", "Manager"),
]


class CrmTerritoryAssignment(models.Model):
    """Who works in a territory, as what, from when to when (both days included)."""

    _name = "crm.territory.assignment"
    _description = "Territory Assignment"
    _order = "territory_id, role, date_from desc, id"
    _rec_name = "user_id"

    territory_id = fields.Many2one("crm.territory", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Person", required=True, index=True)
    role = fields.Selection(ROLES, required=True, default="owner", index=True)
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", help="The last day; empty: until further notice.")
    company_id = fields.Many2one(related="territory_id.company_id", store=True)

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "A person's last day in a territory cannot lie before the first one.",
    )
    _one_owner = models.Constraint(
        """EXCLUDE USING gist (
            int4range(territory_id, territory_id, '[]') WITH &&,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (role = 'owner')""",
        "A territory has one owner on each day: end the other person's time first.",
    )

    @api.model
    def _valid_on(self, day):
        """Return the domain of assignments valid on a day."""
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )
