from odoo import api, fields, models
from odoo.tools import SQL

# Customers that got the owner of their zone in this transaction.
GIVEN = "sales_funnel_territory.given_to_owners"


class CrmCustomerResponsible(models.Model):
    """A main responsible may follow from the territory rather than from somebody's decision."""

    _inherit = "crm.customer.responsible"

    is_by_territory = fields.Boolean(
        "By Territory",
        readonly=True,
        help="The owner of the customer's zone; he is followed by the next one. Set by hand, a "
        "main responsible stays until the customer moves into another zone.",
    )

    @api.model
    def _open_rows(self, scope, noted):
        count = super()._open_rows(scope, noted)
        given = self.env.cr.precommit.data.get(GIVEN, set()) & set(noted or ())
        if count and given:
            self.env.cr.execute(
                SQL(
                    """UPDATE crm_customer_responsible SET is_by_territory = TRUE
                    WHERE partner_id = ANY(%s) AND date_to IS NULL AND date_from = %s""",
                    list(given),
                    self.env.cr.now(),
                )
            )
        return count
