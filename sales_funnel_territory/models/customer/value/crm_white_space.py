from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

COLUMNS = {"category": "categ_id", "team": "team_id"}
PERIODS = {"year": 12, "two_years": 24}  # months; anything else: all time
ROWS = 40


class CrmWhiteSpace(models.AbstractModel):
    """White space: which customer has bought what of us, and what not (yet).

    What was bought comes from the registry of sources: orders of Odoo's Sales, else products on
    won opportunities. All is read with the reader's rights, by a fixed number of queries; a page
    shows some customers, totals are those of all.
    """

    _name = "crm.white.space"
    _description = "White Space"

    @api.model
    def get_matrix(self, filters=None, offset=0, limit=ROWS):
        """Return a page of the matrix customer x product category (or team).

        :param dict filters: by (category, team), period (year, two_years, all), class_id,
            user_id, industry_id
        """
        filters = filters or {}
        customers = self._customer_domain(filters)
        buyers = self._read_buyers(filters)
        page = self._read_page(customers, buyers, int(offset), min(int(limit), 200))
        columns = self._read_columns(filters)
        return {
            "columns": columns,
            "rows": [
                {"id": one.id, "name": one.display_name, "amount": buyers.get(one.id, 0)}
                for one in page
            ],
            "cells": self._read_cells(filters, page),
            "open": self._read_open(filters, page),
            "largest": self._read_largest(filters),
            "count": self.env["res.partner"].search_count(customers),
            "buyers": len(buyers),
            "total": sum(column["amount"] for column in columns),
            "currency_id": self.env.company.currency_id.id,
            "facets": self.env["res.partner"]._get_facets(),
            "is_ordered": self._get_purchases()["model"] != "crm.lead.line.report",
        }

    # ------------------------------------------------------------------ which rows count

    @api.model
    def _get_purchases(self):
        sources = self.env["sales.funnel.source"]
        orders = sources._get_source("order")
        return (sources._get_source("won") if orders is None else orders)._get_purchases()

    @api.model
    def _customer_domain(self, filters):
        facets = self.env["res.partner"]._facet_domain(filters, "customer_class_id")
        return Domain("is_sales_customer", "=", True) & facets

    @api.model
    def _purchase_domain(self, filters, customers=None):
        """Return which rows of the source count.

        :param customers: only theirs; without, those of all customers that the facets leave
        """
        source = self._get_purchases()
        wanted = Domain(source["customer"], "any", self._customer_domain(filters))
        if customers is not None:
            wanted = Domain(source["customer"], "in", customers.ids)
        months = PERIODS.get(filters.get("period"))
        if not months:
            return Domain(source["domain"]) & wanted
        since = fields.Date.context_today(self) - relativedelta(months=months)
        return (
            Domain(source["domain"])
            & wanted
            & Domain(source["date"], ">", fields.Date.to_string(since))
        )

    @api.model
    def _get_column(self, filters):
        return COLUMNS.get(filters.get("by"), COLUMNS["category"])

    # ------------------------------------------------------------------ figures

    @api.model
    def _read_sums(self, domain, groups, more=(), **options):
        """Add amounts up, in the currency of the reader's company."""
        source = self._get_purchases()
        function, factor = self._get_summing(source)
        spec = f"{source['amount']}:{function}"
        if options.pop("is_largest", False):
            options.update(order=f"{spec} desc", limit=1)
        rows = self.env[source["model"]]._read_group(domain, groups, [spec, *more], **options)
        width = len(groups)
        return [(*row[:width], (row[width] or 0) * factor, *row[width + 1 :]) for row in rows]

    @api.model
    def _get_summing(self, source):
        """Return how amounts are added, and what the sum is to be multiplied by.

        Odoo divides by the rates of currencies, and takes the result for the company's.
        """
        if source["model"] != "crm.lead.line.report":
            return "sum", 1.0  # converted by Odoo's analysis of orders
        function = self.env["crm.lead"]._sum_function()
        if function == "sum":
            return function, 1.0
        company = self.env.company
        rates = company.currency_id._get_rates(company, fields.Date.context_today(self))
        return function, rates[company.currency_id.id]

    @api.model
    def _read_buyers(self, filters):
        """Return {customer id: amount} of all who bought, the largest first."""
        rows = self._read_sums(self._purchase_domain(filters), [self._get_purchases()["customer"]])
        amounts = {customer.id: amount for customer, amount in rows}
        return dict(sorted(amounts.items(), key=lambda item: (-item[1], item[0])))

    @api.model
    def _read_page(self, customers, buyers, offset, limit):
        """Return the customers of a page: who bought most first, then who bought nothing."""
        Partner = self.env["res.partner"]
        page = Partner.browse(list(buyers)[offset : offset + limit])
        if len(page) == limit:
            return page
        others = customers & Domain("id", "not in", list(buyers))
        return page | Partner.search(
            others,
            order="name, id",
            offset=max(0, offset - len(buyers)),
            limit=limit - len(page),
        )

    @api.model
    def _read_columns(self, filters):
        """Return each column with its amount and number of buyers, also those nobody bought."""
        name = self._get_column(filters)
        counted = [f"{self._get_purchases()['customer']}:count_distinct"]
        rows = self._read_sums(self._purchase_domain(filters), [name], counted)
        known = [
            {"id": one.id, "name": self._name_column(one), "amount": amount, "buyers": buyers}
            for one, amount, buyers in rows
        ]
        known.sort(key=lambda column: (not column["id"], -column["amount"], column["id"]))
        ids = {column["id"] for column in known}
        unsold = [
            {"id": one.id, "name": self._name_column(one), "amount": 0, "buyers": 0}
            for one in self._read_offered(name)
            if one.id not in ids
        ]
        return [*(one for one in known if one["id"]), *unsold, *(x for x in known if not x["id"])]

    @api.model
    def _name_column(self, record):
        if not record:
            return self.env._("Without Product")
        return record.name or record.display_name

    @api.model
    def _read_offered(self, name):
        """Return what could be sold: categories with products for sale; only teams that sold."""
        if name != "categ_id":
            return self.env["crm.team"]
        rows = self.env["product.template"]._read_group(
            [("sale_ok", "=", True), ("categ_id", "!=", False)], ["categ_id"]
        )
        return self.env["product.category"].union(*(row[0] for row in rows)).sorted("complete_name")

    @api.model
    def _read_cells(self, filters, page):
        """Return {customer id: {column id: amount}}; JSON has no key that is nothing, hence 0."""
        groups = [self._get_purchases()["customer"], self._get_column(filters)]
        cells = {}
        for customer, column, amount in self._read_sums(
            self._purchase_domain(filters, page), groups
        ):
            cells.setdefault(customer.id, {})[column.id or 0] = amount
        return cells

    @api.model
    def _read_open(self, filters, page):
        """Return {customer id: ids of columns} for which opportunities are open."""
        column = self._get_column(filters)
        rows = self.env["crm.lead.line.report"]._read_group(
            [*self._open_domain(), ("partner_id", "in", page.ids), (column, "!=", False)],
            ["partner_id"],
            [f"{column}:array_agg_distinct"],
        )
        return {customer.id: columns for customer, columns in rows}

    @api.model
    def _open_domain(self):
        return [("type", "=", "opportunity"), ("won_status", "=", "pending"), ("active", "=", True)]

    @api.model
    def _read_largest(self, filters):
        groups = [self._get_purchases()["customer"], self._get_column(filters)]
        rows = self._read_sums(self._purchase_domain(filters), groups, is_largest=True)
        return rows[0][-1] if rows else 0

    # ------------------------------------------------------------------ what a click opens

    @api.model
    def action_open_purchases(self, filters, customer_id=None, column_id=None):
        """Open what was bought: by a customer, of a column, or both; 0 is what has no column."""
        source, column = self._get_purchases(), self._get_column(filters)
        domain = self._purchase_domain(filters)
        if customer_id:
            domain &= Domain(source["customer"], "=", int(customer_id))
        if column_id is not None:
            domain &= Domain(column, "=", int(column_id) or False)
        return self._open_source(source, domain, ["list", "pivot", "graph"])

    @api.model
    def action_open_pivot(self, filters):
        """Open the matrix as Odoo's pivot, which exports to a spreadsheet."""
        source = self._get_purchases()
        action = self._open_source(
            source, self._purchase_domain(filters), ["pivot", "list", "graph"]
        )
        action["context"] = {
            "pivot_row_groupby": [source["customer"]],
            "pivot_column_groupby": [self._get_column(filters)],
            "pivot_measures": [source["amount"]],
        }
        return action

    @api.model
    def _open_source(self, source, domain, kinds):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bought"),
            "res_model": source["model"],
            "views": [(False, kind) for kind in kinds],
            "domain": list(domain),
            "context": {},
        }

    @api.model
    def action_new_opportunity(self, filters, customer_id, column_id):
        """Open a new opportunity that is to fill a white space, in a dialog."""
        customer = self.env["res.partner"].browse(int(customer_id))
        model = "crm.team" if self._get_column(filters) == "team_id" else "product.category"
        column = self.env[model].browse(int(column_id))
        context = {
            "default_type": "opportunity",
            "default_partner_id": customer.id,
            "default_user_id": self.env.uid,
            "default_name": self.env._(
                "%(product)s for %(customer)s", product=column.name, customer=customer.name
            ),
        }
        if model == "crm.team":
            context |= {"default_team_id": column.id, "default_name": customer.name}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Opportunity"),
            "res_model": "crm.lead",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }
