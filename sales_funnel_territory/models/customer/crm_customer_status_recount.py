from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_customer_contact import VISITS

_COUNTED_UNTIL = "sales_funnel_territory.meetings_counted_until"
_OVERLAP = timedelta(hours=3)


class CrmCustomerStatus(models.Model):
    """What is counted anew by jobs: exactly, also back, when a meeting was deleted."""

    _inherit = "crm.customer.status"

    def _recount(self):
        """Count everything anew of these customers (after a merge)."""
        self.env["crm.customer.figures"]._refresh(self.ids)
        self._propose_classes(self.ids)
        self._recount_contacts(self.ids)
        self._refresh_due(self.ids)

    @api.model
    def _recount_contacts(self, status_ids=None):
        """Set last contact, last visit and first meeting to what messages, meetings and visits say.

        :param status_ids: only these (default: all active ones)
        :return: number of customers whose dates were others
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status AS own SET last_contact_on = seen.contact,
                    last_visit_on = seen.visit, first_meeting_on = seen.first_visit
                FROM (
                    SELECT status.id,
                        MAX(moment) FILTER (WHERE kind = ANY(%(counted)s)) AS contact,
                        MAX(moment) FILTER (WHERE kind = ANY(%(visits)s)) AS visit,
                        MIN(moment) FILTER (WHERE kind = ANY(%(visits)s)) AS first_visit
                    FROM crm_customer_status AS status
                    LEFT JOIN (%(contacts)s) AS contact
                        ON contact.customer_id = status.partner_id
                    WHERE %(scope)s GROUP BY status.id
                ) AS seen
                WHERE seen.id = own.id
                  AND ROW(own.last_contact_on, own.last_visit_on, own.first_meeting_on)
                    IS DISTINCT FROM ROW(seen.contact, seen.visit, seen.first_visit)""",
                counted=self._get_counted_kinds(),
                visits=list(VISITS),
                contacts=SQL(" UNION ALL ").join(
                    self._recounted_sql(self._of_customers_sql(status_ids))
                ),
                scope=self._scope_sql(status_ids),
            )
        )
        changed = self.env.cr.rowcount
        self.invalidate_model()
        return changed

    @api.model
    def _recounted_sql(self, scope):
        """Return the selects of all that is a contact.

        :param scope: condition on ``customer`` (res_partner)
        """
        return [self._messages_sql(scope), self._meetings_sql(scope), self._visits_sql(scope)]

    @api.model
    def _of_customers_sql(self, status_ids):
        if status_ids is None:
            return SQL("TRUE")
        customers = self.browse(status_ids).sudo().partner_id  # sudo: ids only
        return SQL("customer.id = ANY(%s)", customers.ids)

    @api.model
    def _take_ended_meetings(self):
        """Take over meetings that have ended since this was done last.

        Some hours more, for customers whose row somebody held then.

        :return: number of customers whose dates have moved
        """
        self.env["calendar.event"].flush_model()
        # sudo: where the job left off, for the next run
        parameters = self.env["ir.config_parameter"].sudo()
        former = fields.Datetime.to_datetime(parameters.get_param(_COUNTED_UNTIL))
        condition = SQL("event.stop > %s", former - _OVERLAP) if former else SQL("TRUE")
        moved = self._take_contacts(self._meetings_sql(condition))
        parameters.set_param(_COUNTED_UNTIL, fields.Datetime.to_string(self.env.cr.now()))
        return moved
