from odoo import models
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sales_map_size(self, name, query):
        """What a customer could buy in a year stands with his figures, one row a company."""
        if name != "yearly_potential":
            return super()._sales_map_size(name, query)
        self._check_field_access(self._fields[name], "read")
        figures = self.env["crm.customer.figures"]
        alias = query.make_alias(query.table, "map_figures")
        own = figures._search([("company_id", "=", self.env.company.id)])
        table = own.subselect(SQL("%s.*", SQL.identifier(figures._table)))
        condition = SQL(
            "%s = %s",
            figures._field_to_sql(alias, "status_id", query),
            self._field_to_sql(query.table, "customer_status_id", query),
        )
        query.add_join("LEFT JOIN", alias, table, condition)
        return figures._field_to_sql(alias, "potential", query)
