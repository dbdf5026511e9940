from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineClass(models.AbstractModel):
    """Classes that were confirmed for the customer."""

    _name = "sales.funnel.source.timeline.class"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Customer Class"

    _entry_model = "crm.customer.class.change"
    _entry_moment = "changed_on"
    _entry_icon = "fa-star-o"
    _entry_sequence = 95
    _entry_fields = ("before_id", "after_id", "changed_by_id")

    @api.model
    def _get_label(self):
        return self.env._("Customer Class")

    @api.model
    def _get_domain(self, scope):
        if scope.person:
            return Domain.FALSE
        return Domain("status_id.partner_id", "=", scope.customer.id)

    @api.model
    def _describe(self, records, scope):
        nothing = self.env._("none")
        return {
            change: {
                "title": self.env._("Customer Class"),
                "text": " → ".join(
                    one.display_name or nothing for one in (change.before_id, change.after_id)
                ),
                # sudo: a name, as many2one fields show it
                "who": change.changed_by_id.sudo().name or "",
                "model": "res.partner",
                "res_id": scope.customer.id,
            }
            for change in records
        }
