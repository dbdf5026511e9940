from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang


class SalesFunnelSourceTimelineOutcome(models.AbstractModel):
    """Opportunities of the customer that were won or lost."""

    _name = "sales.funnel.source.timeline.outcome"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Won and Lost"

    _entry_model = "crm.lead"
    _entry_moment = "date_closed"
    _entry_icon = "fa-flag-checkered"
    _entry_sequence = 70
    _entry_fields = (
        "name",
        "won_status",
        "lost_reason_id",
        "expected_revenue",
        "user_id",
        "company_id",
    )

    @api.model
    def _get_label(self):
        return self.env._("Won and Lost")

    @api.model
    def _get_domain(self, scope):
        return (
            Domain("id", "in", scope.leads)
            & Domain("won_status", "in", ["won", "lost"])
            & Domain("date_closed", "!=", False)
            & (Domain("partner_id", "=", scope.person.id) if scope.person else Domain.TRUE)
        )

    @api.model
    def _describe(self, records, scope):
        return {
            lead: {
                "title": lead.name,
                "text": self._describe_outcome(lead),
                "state": lead.won_status,
                # sudo: a name, as many2one fields show it
                "who": lead.user_id.sudo().name or "",
            }
            for lead in records
        }

    @api.model
    def _describe_outcome(self, lead):
        if lead.won_status == "won":
            amount = formatLang(self.env, lead.expected_revenue, currency_obj=lead.company_currency)
            return self.env._("Won: %(amount)s", amount=amount)
        reason = lead.lost_reason_id.name
        return self.env._("Lost: %(reason)s", reason=reason) if reason else self.env._("Lost")
