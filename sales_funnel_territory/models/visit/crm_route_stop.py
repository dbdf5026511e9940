from odoo import fields, models


class CrmRouteStop(models.Model):
    """A customer on a fixed route."""

    _name = "crm.route.stop"
    _description = "Stop of a Fixed Route"
    _order = "route_id, sequence, id"
    _rec_name = "partner_id"

    route_id = fields.Many2one("crm.route", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_sales_customer', '=', True)]",
    )
    sequence = fields.Integer(default=10)
    minutes = fields.Integer("Minutes", help="Empty: as long as visits there usually take.")
    company_id = fields.Many2one(related="route_id.company_id")

    _customer_once = models.Constraint(
        "UNIQUE(route_id, partner_id)", "A customer stands on a route once."
    )
