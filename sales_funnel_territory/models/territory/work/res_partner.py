from odoo import api, fields, models
from odoo.fields import Domain

from ...customer.res_partner_customer import SALES

# So many customers move in a run, not in a day's work.
MANY = 200


class ResPartner(models.Model):
    """Customers who are never due for a visit, to be found."""

    _inherit = "res.partner"

    has_visit_frequency = fields.Boolean(
        compute="_compute_has_visit_frequency",
        search="_search_has_visit_frequency",
        groups=SALES,
        help="The customer, or his class, says how often he is visited.",
    )

    @api.model
    def _after_territory_moves(self, moves):
        """After a large run the figures of territories are counted anew, in the background."""
        result = super()._after_territory_moves(moves)
        if len(moves) >= MANY:
            cron = self.env.ref(
                "sales_funnel_territory.ir_cron_territory_figures", raise_if_not_found=False
            )
            if cron:
                cron.sudo()._trigger()  # sudo: whoever moved them; it runs as the system
        return result

    @api.depends("customer_status_id.visit_number", "customer_class_id.visit_number")
    def _compute_has_visit_frequency(self):
        for partner in self:
            status = partner.customer_status_id
            partner.has_visit_frequency = bool(status.visit_number or status.class_id.visit_number)

    def _search_has_visit_frequency(self, operator, value):
        if operator != "in":
            return NotImplemented
        has_one = Domain("customer_status_id.visit_number", ">", 0) | Domain(
            "customer_status_id.class_id.visit_number", ">", 0
        )
        return has_one if True in value else ~has_one
