from odoo import api, models
from odoo.tools import format_date

from ....planning.preparation import Suggestion
from .crm_preparation_part import Content

_MOST = 6


class CrmPreparationPartPurchase(models.AbstractModel):
    """The last orders and quotations, from the app that keeps them."""

    _name = "crm.preparation.part.purchase"
    _inherit = "crm.preparation.part"
    _description = "Preparation: Orders and Quotations"

    _part_icon = "fa-shopping-cart"
    _part_sequence = 40

    @api.model
    def _is_available(self):
        return self._get_purchase_source() is not None

    @api.model
    def _get_purchase_source(self):
        sources = self.env["sales.funnel.source"]
        for name in ("order", "won"):
            source = sources._get_source(name)
            if source is not None and source._may_read_purchases():
                return source
        return None

    @api.model
    def _get_label(self):
        return self._get_purchase_source()._get_purchases_label()

    @api.model
    def _get_empty(self):
        return self.env._("Nothing bought or offered yet.")

    @api.model
    def _read(self, scope):
        return self._get_purchase_source()._read_last_purchases(scope.customer, _MOST + 1)

    @api.model
    def _tell(self, scope, found):
        shown = found[:_MOST]
        return Content(
            items=[self._describe(purchase) for purchase in shown],
            has_more=len(found) > _MOST,
            suggestions=[self._suggest(one) for one in shown if one["state"] == "sent"],
        )

    @api.model
    def _describe(self, purchase):
        states = {
            "draft": self.env._("Quotation"),
            "sent": self.env._("Quotation Sent"),
            "confirmed": self.env._("Order"),
            "won": self.env._("Won"),
        }
        tone = "attention" if purchase["state"] == "sent" else ""
        return self._make_item(
            purchase["name"],
            purchase["record"],
            when=self._format_moment(purchase["moment"]),
            text=self._format_amount(purchase["amount"], purchase["currency"]),
            badges=[self._make_badge(states[purchase["state"]], tone)],
        )

    @api.model
    def _format_moment(self, moment):
        return format_date(self.env, moment) if moment else ""

    @api.model
    def _suggest(self, purchase):
        text = self.env._("Get an answer to quotation %(name)s", name=purchase["name"])
        day = self._format_moment(purchase["moment"])
        return Suggestion("quotation", text, self.env._("Sent on %(day)s", day=day))
