from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
    minutes = fields.Integer(help="Empty: as long as visits there usually take.")
    company_id = fields.Many2one(related="route_id.company_id")

    _customer_once = models.Constraint(
        "UNIQUE(route_id, partner_id)", "A customer stands on a route once."
    )
    _minutes_possible = models.Constraint(
        "CHECK(minutes IS NULL OR minutes BETWEEN 0 AND 1440)",
        "A visit takes at most a day: enter minutes up to 1440, or leave them empty.",
    )

    @api.constrains("partner_id")
    def _check_customer(self):
        for stop in self:
            # sudo: whether somebody is a customer is no secret to who put him on a route
            if not stop.partner_id.sudo().is_sales_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no customer and cannot stand on %(route)s: make him one "
                        "first, or choose another.",
                        partner=stop.partner_id.display_name,
                        route=stop.route_id.name,
                    )
                )
