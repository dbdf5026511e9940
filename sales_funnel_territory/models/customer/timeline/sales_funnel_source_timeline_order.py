from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang


class SalesFunnelSourceTimelineOrder(models.AbstractModel):
    """Confirmed orders of the customer: from Odoo's Sales, where it is installed."""

    _name = "sales.funnel.source.timeline.order"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Orders"

    _entry_model = "sale.order"
    _entry_moment = "date_order"
    _entry_icon = "fa-shopping-cart"
    _entry_sequence = 80
    _entry_fields = ("name", "amount_total", "currency_id", "user_id", "partner_id")

    @api.model
    def _get_label(self):
        return self.env._("Orders")

    @api.model
    def _get_domain(self, scope):
        return Domain("state", "=", "sale") & Domain("partner_id", "any", scope.people)

    @api.model
    def _describe(self, records, scope):
        return {
            order: {
                "title": order.name,
                "text": formatLang(self.env, order.amount_total, currency_obj=order.currency_id),
                # sudo: a name, as many2one fields show it
                "who": order.user_id.sudo().name or "",
                "people": self._name_people(order.partner_id, scope),
            }
            for order in records
        }
