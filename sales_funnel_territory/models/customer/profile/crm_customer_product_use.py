from odoo import api, fields, models
from odoo.exceptions import ValidationError

EARLIEST_YEAR = 1900


class CrmCustomerProductUse(models.Model):
    """A product in use at a customer: what, whose, how many, how old."""

    _name = "crm.customer.product.use"
    _description = "Product in Use at a Customer"
    _order = "partner_id, is_ours desc, year, id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="set null",
        help="Where it is one of our products; else the name alone will do.",
    )
    name = fields.Char(
        "Product in Use", compute="_compute_name", store=True, readonly=False, precompute=True
    )
    is_ours = fields.Boolean(
        "Ours", compute="_compute_is_ours", store=True, readonly=False, precompute=True
    )
    supplier = fields.Char("Whose", help="Who made or sold it, where it is not ours.")
    quantity = fields.Float(default=1)
    year = fields.Integer("Since (Year)", help="The year in which it came into use.")
    age_years = fields.Integer(
        "Age (Years)",
        compute="_compute_age_years",
        search="_search_age_years",
        help="Years since it came into use; 0 where that is not known.",
    )
    notes = fields.Char(help="Condition, contract, who operates it.")
    user_id = fields.Many2one(related="partner_id.user_id", string="Main Responsible")
    company_id = fields.Many2one(related="partner_id.company_id")

    # ------------------------------------------------------------------ computes

    @api.depends("product_id")
    def _compute_name(self):
        for row in self:
            # the name stays when the product goes
            row.name = row.product_id.display_name or row.name

    @api.depends("product_id")
    def _compute_is_ours(self):
        for row in self:
            row.is_ours = bool(row.product_id) or row.is_ours

    @api.depends("year")
    def _compute_age_years(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.age_years = today.year - row.year if row.year else 0

    def _search_age_years(self, operator, value):
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        today = fields.Date.context_today(self)
        if operator in turned:
            return [("year", "!=", 0), ("year", turned[operator], today.year - value)]
        if operator == "in":
            return [("year", "in", [today.year - one for one in value if one is not False])]
        return NotImplemented

    # ------------------------------------------------------------------ checks

    @api.constrains("name", "product_id")
    def _check_name(self):
        for row in self:
            if not (row.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(customer)s: a product in use needs a name. Enter it, or choose one of "
                        "our products.",
                        customer=row.partner_id.name,
                    )
                )

    @api.constrains("quantity")
    def _check_quantity(self):
        for row in self:
            if row.quantity < 0:
                raise ValidationError(
                    self.env._(
                        "%(product)s at %(customer)s: a quantity of %(quantity)g is not possible. "
                        "Enter 0 or more.",
                        product=row.name,
                        customer=row.partner_id.name,
                        quantity=row.quantity,
                    )
                )

    @api.constrains("year")
    def _check_year(self):
        latest = fields.Date.context_today(self).year
        for row in self:
            if row.year and not EARLIEST_YEAR <= row.year <= latest:
                raise ValidationError(
                    self.env._(
                        "%(product)s at %(customer)s: it cannot be in use since %(year)s. Enter a "
                        "year from %(earliest)s to %(latest)s, or leave it empty.",
                        product=row.name,
                        customer=row.partner_id.name,
                        year=str(row.year),
                        earliest=str(EARLIEST_YEAR),
                        latest=str(latest),
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.partner_id._note_profile("product_use_ids")
        return rows

    def write(self, vals):
        customers = self.partner_id
        result = super().write(vals)
        if "partner_id" in vals:
            self.check_access("write")  # of the customer it has gone to, too
        (customers | self.partner_id)._note_profile("product_use_ids")
        return result

    def unlink(self):
        self.partner_id._note_profile("product_use_ids")
        return super().unlink()

    # ------------------------------------------------------------------ merge

    @api.model
    def _follow_merge(self, sources, target):
        """Combine the rows of contacts about to become one: the same machines, noted twice."""
        rows = self.search([("partner_id", "in", (sources | target).ids)])
        rows = rows.sorted(lambda row: row.partner_id != target)
        for same in rows.grouped(lambda row: row._get_key()).values():
            if len(same) > 1:
                same[0].write(same._prepare_combined())
                same[1:].unlink()

    def _get_key(self):
        whose = "" if self.is_ours else (self.supplier or "").strip().lower()
        return self.product_id.id or (self.name or "").strip().lower(), self.is_ours, whose

    def _prepare_combined(self):
        return {
            "quantity": max(self.mapped("quantity")),
            "year": min(filter(None, self.mapped("year")), default=0),
            "notes": "; ".join(dict.fromkeys(filter(None, self.mapped("notes")))) or False,
        }
