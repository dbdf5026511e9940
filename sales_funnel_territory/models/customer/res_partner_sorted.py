from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """Customers sorted by a date of their status: from its index, however many they are."""

    _inherit = "res.partner"

    def _search(self, domain, offset=0, limit=None, order=None, **options):
        query = super()._search(domain, offset, limit, order, **options)
        if order:
            self._begin_with_status(query, Domain(domain))
        return query

    def _begin_with_status(self, query, domain):
        """Let PostgreSQL begin with the status where the order joins it, and all have one."""
        status = query.make_alias(self._table, "customer_status_id")
        if status in query._joins and _is_of_customers(domain):
            query.add_where(SQL("%s IS NOT NULL", SQL.identifier(status, "id")))


def _is_of_customers(domain):
    """Return whether a domain is of customers, and whatever else is asked of them."""
    parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
    return any(
        list(part) in ([("is_sales_customer", "=", True)], [("is_sales_customer", "in", [True])])
        for part in parts
    )
