from odoo import api, fields, models
from odoo.fields import Domain

from ..res_partner_customer import SALES


class ResPartner(models.Model):
    """Customers whose orders fall behind their own rhythm, in the company one works in."""

    _inherit = "res.partner"

    is_sleeping = fields.Boolean(
        "Sleeping",
        compute="_compute_sleeping",
        search="_search_is_sleeping",
        groups=SALES,
        help="No order for one and a half times as long as usual between two of the customer's "
        "orders, and for at least 30 days.",
    )
    sleeping_words = fields.Char("Orders", compute="_compute_sleeping", groups=SALES)

    @api.depends("customer_status_id")
    @api.depends_context("company", "lang", "tz")
    def _compute_sleeping(self):
        # sudo: the status's id, to find its row by
        known = {row.status_id.id: row for row in self._find_figures()}
        for partner in self:
            row = known.get(partner.sudo().customer_status_id.id)
            partner.is_sleeping = bool(row) and row.is_sleeping
            partner.sleeping_words = row.sleeping_words if row else False

    def _search_is_sleeping(self, operator, value):
        if operator != "in":
            return NotImplemented
        figures = self.env["crm.customer.figures"]._search(
            [
                ("company_id", "=", self.env.company.id),
                ("sleeping_from", "<=", fields.Date.context_today(self)),
            ]
        )
        return Domain("customer_status_id", "in", figures.subselect("status_id"))
