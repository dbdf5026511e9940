from odoo import api, fields, models

from ..res_partner_customer import SALES

# What stands in the customer's status: it takes a customer to have one.
IN_STATUS = (
    "customer_class_id",
    "contact_number",
    "contact_unit",
    "visit_number",
    "visit_unit",
    "yearly_potential",
)


class ResPartner(models.Model):
    """Class, rhythm and potential may come in with a customer, in one row of a sheet."""

    _inherit = "res.partner"

    contact_number = fields.Integer(
        related="customer_status_id.contact_number",
        string="Contact Frequency (Number)",
        readonly=False,
        groups=SALES,
    )
    contact_unit = fields.Selection(
        related="customer_status_id.contact_unit",
        string="Contact Frequency (Unit)",
        readonly=False,
        groups=SALES,
    )
    visit_number = fields.Integer(
        related="customer_status_id.visit_number",
        string="Visit Frequency (Number)",
        readonly=False,
        groups=SALES,
    )
    visit_unit = fields.Selection(
        related="customer_status_id.visit_unit",
        string="Visit Frequency (Unit)",
        readonly=False,
        groups=SALES,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Write what stands in the status once there is one."""
        is_import = self.env.context.get("import_file")
        if not any(not vals.keys().isdisjoint(IN_STATUS) for vals in vals_list):
            return super().create(vals_list)
        of_status = [_take(vals, is_import) for vals in vals_list]
        rest = [
            {name: value for name, value in vals.items() if name not in IN_STATUS}
            for vals in vals_list
        ]
        if is_import:
            for vals, own in zip(rest, of_status, strict=True):
                if own:
                    vals.setdefault("is_sales_customer", True)
        partners = super().create(rest)
        for partner, own in zip(partners, of_status, strict=True):
            if own and partner.is_sales_customer:
                partner.write(own)
        return partners

    def write(self, vals):
        """A row of a sheet may make a customer; its empty cells change nothing of his status."""
        if self.env.context.get("import_file") and not vals.keys().isdisjoint(IN_STATUS):
            own = _take(vals, skips_empty=True)
            vals = {name: value for name, value in vals.items() if name not in IN_STATUS} | own
            if own and "is_sales_customer" not in vals:
                self.filtered(lambda one: not one.is_sales_customer).is_sales_customer = True
        return super().write(vals)


def _take(vals, skips_empty):
    """Return what stands in the status; an empty cell of a sheet says nothing."""
    return {
        name: vals[name] for name in IN_STATUS if name in vals and (vals[name] or not skips_empty)
    }
