from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "sales_team.group_sale_salesman_all_leads"
KINDS = [
    ("sales", "Sales"),
    ("operations", "Operations"),
    ("finance", "Finance"),
    ("consensus", "Consensus"),
]
# Who speaks for whom, besides sales managers.
SPEAKERS = {
    "operations": "sales_funnel_territory.group_supply_operations",
    "finance": "sales_funnel_territory.group_supply_finance",
}
SUBJECT = ("company_id", "categ_id", "month", "kind")


class CrmSupplyForecastNumber(models.Model):
    """What somebody expects to be needed of a product category in a month: who said it, and when.

    Each number is a row and stays; the latest of sales, operations, finance, and the latest
    consensus count.
    """

    _name = "crm.supply.forecast.number"
    _description = "Number of the Supply Forecast"
    _order = "date desc, id desc"
    _rec_name = "kind"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    categ_id = fields.Many2one(
        "product.category", "Product Category", required=True, index=True, ondelete="cascade"
    )
    month = fields.Date(required=True, help="The first day of the month.")
    kind = fields.Selection(KINDS, "Said By", required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    note = fields.Text()
    user_id = fields.Many2one("res.users", "By Whom", readonly=True)
    date = fields.Datetime("When", readonly=True)
    is_current = fields.Boolean("Counts", readonly=True)

    _one_current = models.UniqueIndex("(company_id, categ_id, month, kind) WHERE is_current")
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "What is needed is not below zero."
    )

    @api.constrains("month")
    def _check_month(self):
        for one in self:
            if one.month.day != 1:
                raise UserError(self.env._("A number is for a month: begin with its first day."))

    # ------------------------------------------------------------------ append only

    @api.model_create_multi
    def create(self, vals_list):
        own = {"user_id": self.env.uid, "date": fields.Datetime.now(), "is_current": False}
        found = super().create([{**vals, **own} for vals in vals_list])
        for one in found:
            one._check_speaker()
            # sudo: the number before, whoever said it; this one takes its place
            same = [
                (name, "=", one._fields[name].convert_to_write(one[name], one)) for name in SUBJECT
            ]
            one.sudo().search([*same, ("is_current", "=", True)])._keep_as(False)
            one.sudo()._keep_as(True)
        return found

    def _keep_as(self, is_current):
        """Write past our own refusal."""
        super().write({"is_current": is_current})  # pylint: disable=super-method-mismatch
        self.flush_recordset(["is_current"])

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    @api.model
    def _refusal(self):
        return self.env._("A number that was said stays on record. Say another one.")

    def _check_speaker(self):
        """Let nobody speak for others; sales managers speak for everybody at the table."""
        self.ensure_one()
        if self.env.su:
            return
        if not self._may_say(self.kind) or self.company_id not in self.env.companies:
            raise AccessError(
                self.env._(
                    "%(kind)s is not yours to say: operations and finance say their own numbers, "
                    "a sales manager those of sales and the consensus.",
                    kind=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
                )
            )

    @api.model
    def _may_say(self, kind):
        """Tell whether the user speaks for sales, operations or finance, or sets the consensus."""
        user = self.env.user
        return user.has_group(MANAGER) or (kind in SPEAKERS and user.has_group(SPEAKERS[kind]))
