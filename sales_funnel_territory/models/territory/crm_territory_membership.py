from odoo import fields, models

REASONS = [
    ("rule", "By a Rule"),
    ("hand", "By Hand"),
]


class CrmTerritoryMembership(models.Model):
    """Which territory a customer belonged to, from which day to which (both included)."""

    _name = "crm.territory.membership"
    _description = "Territory Membership"
    _order = "date_from desc, id desc"
    _rec_name = "territory_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade",
        readonly=True,
    )  # fmt: skip
    territory_id = fields.Many2one(
        "crm.territory", required=True, index=True, ondelete="restrict", readonly=True
    )
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", readonly=True, help="The last day; empty: until today.")
    reason = fields.Selection(REASONS, required=True, default="rule", readonly=True)
    rule_id = fields.Many2one("crm.territory.rule", ondelete="set null", readonly=True)

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "A membership cannot end before it begins.",
    )
    _one_at_a_time = models.Constraint(
        """EXCLUDE USING gist (
            int4range(partner_id, partner_id, '[]') WITH &&,
            daterange(date_from, date_to, '[]') WITH &&
        )""",
        "A customer belongs to one territory on each day.",
    )
    _open = models.UniqueIndex("(partner_id) WHERE date_to IS NULL")
