from odoo import api, fields, models

from .res_partner_customer import SALES


class ResPartner(models.Model):
    """The yearly potential, noted where one looks at the customer: one for each company."""

    _inherit = "res.partner"

    yearly_potential = fields.Monetary(
        compute="_compute_customer_figures",
        inverse="_inverse_yearly_potential",
        currency_field="figures_currency_id",
        groups=SALES,
        help="What the customer could buy of us in a year, by our estimate. Each of our companies "
        "has its own.",
    )
    won_12_months = fields.Monetary(
        "Won in 12 Months",
        compute="_compute_customer_figures",
        currency_field="figures_currency_id",
        groups=SALES,
    )
    figures_currency_id = fields.Many2one(
        "res.currency", compute="_compute_customer_figures", groups=SALES
    )

    @api.depends("customer_status_id")
    @api.depends_context("company")
    def _compute_customer_figures(self):
        known = {row.status_id: row for row in self._find_figures()}
        empty = self.env["crm.customer.figures"]
        # sudo: the status's id, to find its row by
        for partner in self:
            row = known.get(partner.sudo().customer_status_id.with_env(self.env), empty)
            partner.yearly_potential = row.potential
            partner.won_12_months = row.won_12_months
            partner.figures_currency_id = self.env.company.currency_id

    def _find_figures(self):
        """Return the figures of these customers in the company one works in."""
        return self.env["crm.customer.figures"].search(
            [
                ("status_id", "in", self.sudo().customer_status_id.ids),  # sudo: ids only
                ("company_id", "=", self.env.company.id),
            ]
        )

    def _inverse_yearly_potential(self):
        statuses = self.customer_status_id
        statuses.check_access("write")
        figures = self._find_figures()
        missing = statuses - figures.status_id
        company = {"company_id": self.env.company.id}
        # sudo: whoever may change the customer's status may note what it is worth to his company
        figures |= figures.sudo().create([{"status_id": one.id, **company} for one in missing])
        row_of = {row.status_id: row for row in figures.sudo(False)}
        for partner in self.filtered("customer_status_id"):
            row_of[partner.customer_status_id].potential = partner.yearly_potential
