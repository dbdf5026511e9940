from odoo import api, fields, models


class CrmLeadLine(models.Model):
    """What a lead is about: a product, how many, at what price."""

    _name = "crm.lead.line"
    _inherit = ["sales.company.currency.mixin"]
    _description = "Product Line of a Lead"
    _order = "lead_id, sequence, id"
    _check_company_auto = True

    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="lead_id.company_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        domain="[('sale_ok', '=', True)]",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    name = fields.Text(
        "Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    price_unit = fields.Float(
        "Unit Price",
        digits="Product Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="In the currency of the lead; proposed from the product.",
    )
    amount = fields.Monetary(
        currency_field="company_currency", compute="_compute_amount", store=True, precompute=True
    )

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            product = line.product_id
            line.name = product.get_product_multiline_description_sale() if product else line.name

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line._propose_price() if line.product_id else line.price_unit

    def _propose_price(self):
        """Return the product's sales price in the currency of the lead."""
        self.ensure_one()
        company = self.lead_id.company_id or self.env.company
        product = self.product_id.with_company(company)
        return product.currency_id._convert(
            product.lst_price, self.company_currency, company, round=False
        )

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.company_currency.round(line.quantity * line.price_unit)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.lead_id._follow_lines()
        return lines

    def write(self, vals):
        before = self.env["crm.lead"]
        if "lead_id" in vals:
            before = self.lead_id
            before.browse(vals["lead_id"]).check_access("write")
        result = super().write(vals)
        before._follow_lines()
        return result

    def unlink(self):
        leads = self.lead_id
        result = super().unlink()
        leads.exists()._follow_lines()
        return result

    # ------------------------------------------------------------------ merge

    def _move_to(self, lead):
        """Bring these lines to a lead, together with equal lines that are there already."""
        moving = self - lead.line_ids
        moving.write({"lead_id": lead.id})
        for first, *others in (lead.line_ids | moving).grouped(_sameness).values():
            if others:
                first.quantity += sum(line.quantity for line in others)
                self.browse().union(*others).unlink()


def _sameness(line):
    return line.product_id, line.name, line.price_unit
