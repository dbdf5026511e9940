from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """Signals of a need at the customer, joined rather than copied."""

    _inherit = "crm.lead"

    need_signal_ids = fields.Many2many(
        related="partner_id.commercial_partner_id.need_signal_ids", readonly=False
    )
    urgency_score = fields.Integer(
        "Urgency",
        compute="_compute_urgency_score",
        search="_search_urgency_score",
        compute_sudo=True,
        help="The points of the signals noticed at the customer.",
    )

    @api.depends("partner_id.commercial_partner_id.urgency_score")
    def _compute_urgency_score(self):
        for lead in self:
            lead.urgency_score = lead.partner_id.commercial_partner_id.urgency_score

    def _search_urgency_score(self, operator, value):
        """Search through the customer; without one a lead is not urgent.

        Odoo's own search of a related number takes a comparison with 0 for one with nothing.
        """
        Partner = self.env["res.partner"]
        compare = Partner._get_urgency_test(operator, value)
        if not compare:
            return NotImplemented
        customer = Domain("commercial_partner_id", "any!", [("urgency_score", operator, value)])
        found = Domain("partner_id", "any!", customer)
        return found | Domain("partner_id", "=", False) if compare(0) else found
