from odoo import api, fields, models


class CrmCustomerClosing(models.Model):
    """Days on which a customer is closed: holidays of the company, stocktaking, a move."""

    _name = "crm.customer.closing"
    _description = "Closing Days of a Customer"
    _order = "partner_id, date_from, id"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_sales_customer', '=', True)]",
    )
    name = fields.Char("Reason", help="What one says about it: company holidays, stocktaking.")
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date(
        "To", compute="_compute_date_to", store=True, readonly=False, precompute=True, required=True
    )
    user_id = fields.Many2one(related="partner_id.user_id", string="Main Responsible")
    company_id = fields.Many2one(related="partner_id.company_id")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)",
        "A customer cannot open again before he closes: the last closing day is not before the "
        "first.",
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        for closing in self:
            if not closing.date_to or (closing.date_from and closing.date_to < closing.date_from):
                closing.date_to = closing.date_from

    @api.depends("name", "date_from", "date_to")
    def _compute_display_name(self):
        for closing in self:
            closing.display_name = self.env._(
                "%(reason)s, %(first)s to %(last)s",
                reason=closing.name or self.env._("Closing Days"),
                first=closing.date_from or "",
                last=closing.date_to or "",
            )

    # ------------------------------------------------------------------ CRUD

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.check_access("write")  # of the customer it has gone to, too
        return result

    # ------------------------------------------------------------------ merge

    @api.model
    def _follow_merge(self, sources, target):
        """Leave out what would be there twice when contacts become one."""
        rows = self.search([("partner_id", "in", (sources | target).ids)])
        rows = rows.sorted(lambda row: row.partner_id != target)
        for same in rows.grouped(lambda row: (row.date_from, row.date_to)).values():
            same[1:].unlink()
