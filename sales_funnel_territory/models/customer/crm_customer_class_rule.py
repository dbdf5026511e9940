from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...planning.customer_class import Rule

AXES = [("value", "Value"), ("urgency", "Urgency")]
MEASURES = [
    ("potential", "Yearly Potential"),
    ("won_revenue", "Won Revenue of the Last 12 Months"),
    ("pipeline", "Open Pipeline"),
    ("signals", "Signals of a Need (Points)"),
    ("industry", "Industry"),
    ("tag", "Tag"),
]
_NO_FIGURES = ("industry", "tag")


class CrmCustomerClassRule(models.Model):
    """Points for what is known of a customer; together they propose his class."""

    _name = "crm.customer.class.rule"
    _description = "Rule for Customer Classes"
    _order = "axis desc, sequence, id"

    name = fields.Char(compute="_compute_name", precompute=False)
    axis = fields.Selection(AXES, required=True, default="value")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    measure = fields.Selection(MEASURES, required=True, default="potential")
    low = fields.Float("From", help="From this figure on, itself included.")
    high = fields.Float("To", help="Up to this figure, itself excluded. 0: without end.")
    industry_ids = fields.Many2many(
        "res.partner.industry", relation="crm_customer_class_rule_industry_rel"
    )
    category_ids = fields.Many2many(
        "res.partner.category", relation="crm_customer_class_rule_category_rel", string="Tags"
    )
    points = fields.Float(required=True, default=10)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )

    @api.depends("measure", "low", "high", "industry_ids", "category_ids")
    def _compute_name(self):
        measures = dict(self._fields["measure"]._description_selection(self.env))
        for rule in self:
            rule.name = f"{measures.get(rule.measure, '')}: {rule._get_range()}"

    def _get_range(self):
        if self.measure in _NO_FIGURES:
            return ", ".join((self.industry_ids or self.category_ids).mapped("name"))
        low, high = f"{self.low:,.0f}", f"{self.high:,.0f}"
        if not self.high:
            return self.env._("from %(low)s", low=low)
        return self.env._("%(low)s to %(high)s", low=low, high=high)

    @api.constrains("measure", "low", "high", "industry_ids", "category_ids")
    def _check_range(self):
        for rule in self:
            if rule.measure not in _NO_FIGURES and rule.high and rule.low >= rule.high:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the first figure must be below the second.", rule=rule.name
                    )
                )
            if rule.measure == "industry" and not rule.industry_ids:
                raise ValidationError(self.env._("Choose the industries that get the points."))
            if rule.measure == "tag" and not rule.category_ids:
                raise ValidationError(self.env._("Choose the tags that get the points."))

    def _prepare_rule(self):
        self.ensure_one()
        if self.measure in _NO_FIGURES:
            return Rule(self.id, self.axis, self.measure, self.points)
        low, high = self._to_base(self.low), self._to_base(self.high)
        return Rule(self.id, self.axis, self.measure, self.points, low, high or None)

    @api.model
    def _get_base_company(self):
        """Return the company in whose currency customers are compared: the first one."""
        return self.env["crm.team"]._default_company()

    def _to_base(self, amount):
        base = self._get_base_company()
        if self.measure == "signals" or self.currency_id == base.currency_id:
            return amount
        today = fields.Date.context_today(self)
        return self.currency_id._convert(amount, base.currency_id, base, today)
