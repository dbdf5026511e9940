from odoo import api, models
from odoo.tools import SQL


class CrmCustomerStatus(models.Model):
    """Visits that were done are contacts; their events in the calendar are none beside them."""

    _inherit = "crm.customer.status"

    @api.model
    def _visits_sql(self, condition):
        """Select done visits of customers.

        :param condition: on ``visit`` (crm_visit) or ``customer`` (res_partner)
        """
        return SQL(
            """SELECT customer.id AS customer_id, 'visit' AS kind,
                LEAST(COALESCE(visit.checked_out_on, visit.stop), %(now)s) AS moment
            FROM crm_visit AS visit
            JOIN res_partner AS place ON place.id = visit.partner_id
            JOIN res_partner AS customer
                ON customer.id = place.commercial_partner_id AND customer.is_sales_customer
            WHERE visit.active AND visit.state = 'done' AND visit.start IS NOT NULL
              AND %(condition)s""",
            now=self.env.cr.now(),
            condition=condition,
        )
