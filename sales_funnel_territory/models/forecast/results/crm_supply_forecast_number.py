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


class CrmSupplyForecastNumber(models.Model):
    """What somebody expects to be needed of a product category in a month: who said it, and when.

    The latest of sales, operations, finance, and the latest consensus count. Who takes back what
    he said says that, too: it counts, as nothing said.
    """

    _name = "crm.supply.forecast.number"
    _inherit = ["crm.said.mixin"]
    _description = "Number of the Supply Forecast"
    _rec_name = "kind"

    _said_about = ("company_id", "categ_id", "month", "kind")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    categ_id = fields.Many2one(
        "product.category", "Product Category", required=True, index=True, ondelete="cascade"
    )
    month = fields.Date(required=True, help="The first day of the month.")
    kind = fields.Selection(KINDS, "Said By", required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    is_withdrawn = fields.Boolean("Taken Back", help="What was said before no longer holds.")
    note = fields.Text()
    user_id = fields.Many2one(string="By Whom", index=False)
    date = fields.Datetime("When")
    is_current = fields.Boolean(index=False)

    _one_current = models.UniqueIndex("(company_id, categ_id, month, kind) WHERE is_current")
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "What is needed is not below zero."
    )
    _withdrawn_without_quantity = models.Constraint(
        "CHECK (is_withdrawn IS NOT TRUE OR quantity = 0)", "Who takes a number back says none."
    )

    @api.constrains("month")
    def _check_month(self):
        for one in self:
            if one.month.day != 1:
                raise UserError(self.env._("A number is for a month: begin with its first day."))

    # ------------------------------------------------------------------ append only

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
