from odoo import api, models


class CrmCustomerFigures(models.Model):
    """Figures of customers that are merged: one row for each company."""

    _inherit = "crm.customer.figures"

    @api.model
    def _follow_merge(self, sources, kept):
        """Hand the rows of statuses that go to the one that is kept; all but the potential is
        counted anew afterwards.
        """
        by_company = self.search([("status_id", "=", kept.id)]).grouped("company_id")
        for row in self.search([("status_id", "in", sources.ids)]):
            own = by_company.get(row.company_id)
            if own is None:
                row.status_id = kept
                by_company[row.company_id] = row
            elif row.potential > own.potential:
                own.potential = row.potential
