from odoo import api, models
from odoo.tools import SQL

# So long does whoever enters a customer see him, whoever else looks after him.
CREATED_DAYS = 7


class CrmCustomerAccessSourcePartner(models.AbstractModel):
    """The salesperson of a contact sees his company; who enters a customer sees him for a week."""

    _name = "crm.customer.access.source.partner"
    _inherit = "crm.customer.access.source"
    _description = "Contacts That Let See a Customer"

    _document_model = "res.partner"

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(contact)s FROM res_partner AS contact
            WHERE contact.user_id IS NOT NULL AND contact.id <> contact.commercial_partner_id
              AND %(scope)s
            UNION ALL
            SELECT %(created)s FROM res_partner AS contact
            WHERE contact.is_sales_customer AND %(scope)s
              AND contact.create_date > %(now)s - %(days)s * INTERVAL '1 day'""",
            contact=self._row_sql(SQL("contact.id"), SQL("contact.user_id"), "contact"),
            created=self._row_sql(
                SQL("contact.id"),
                SQL("contact.create_uid"),
                "created",
                date_to=SQL("contact.create_date::date + %s", CREATED_DAYS),
            ),
            scope=scope(SQL("contact.id")),
            now=self.env.cr.now(),
            days=CREATED_DAYS,
        )
