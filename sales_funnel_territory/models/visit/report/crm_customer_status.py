from odoo import api, models
from odoo.tools import SQL


class CrmCustomerStatus(models.Model):
    """Submitted call reports are contacts; one on a visit that is noted is none beside it."""

    _inherit = "crm.customer.status"

    @api.model
    def _reports_sql(self, condition):
        """Select submitted reports on customers. A visit without a record of its own is a visit.

        :param condition: on ``report`` (crm_call_report) or ``customer`` (res_partner)
        """
        return SQL(
            """SELECT customer.id AS customer_id,
                CASE WHEN report.kind = 'visit' AND report.visit_id IS NULL
                    THEN 'visit' ELSE 'report' END AS kind,
                LEAST(COALESCE(report.date_end, report.date), %(now)s) AS moment
            FROM crm_call_report AS report
            JOIN res_partner AS place ON place.id = report.partner_id
            JOIN res_partner AS customer
                ON customer.id = place.commercial_partner_id AND customer.is_sales_customer
            WHERE report.active AND report.state IN ('submitted', 'acknowledged')
              AND %(condition)s""",
            now=self.env.cr.now(),
            condition=condition,
        )

    @api.model
    def _recounted_sql(self, scope):
        return [*super()._recounted_sql(scope), self._reports_sql(scope)]
