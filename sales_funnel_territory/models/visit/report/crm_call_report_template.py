from odoo import api, fields, models

from .crm_call_report import KINDS, MESSAGE_PARTS


class CrmCallReportTemplate(models.Model):
    """What a report of one kind, or about customers of one industry, starts with."""

    _name = "crm.call.report.template"
    _description = "Call Report Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, index=True, help="Empty: reports of every kind.")
    industry_ids = fields.Many2many(
        "res.partner.industry",
        "crm_call_report_template_industry_rel",
        string="Industries",
        help="Empty: customers of every industry.",
    )
    purposes = fields.Text(
        "Suggested Purposes", translate=True, help="One a line; shown while preparing."
    )
    objective_ids = fields.One2many(
        "crm.call.report.template.objective", "template_id", "Objectives", copy=True
    )
    is_product_open = fields.Boolean("Product", default=True)
    is_budget_open = fields.Boolean("Budget", default=True)
    is_organisation_open = fields.Boolean("Organisation")
    is_decision_open = fields.Boolean("Decision Model", default=True)
    is_competitors_open = fields.Boolean("Competitors", default=True)
    is_needs_open = fields.Boolean("Needs", default=True)
    hint_product = fields.Char("Hint: Product", translate=True)
    hint_budget = fields.Char("Hint: Budget", translate=True)
    hint_organisation = fields.Char("Hint: Organisation", translate=True)
    hint_decision = fields.Char("Hint: Decision Model", translate=True)
    hint_competitors = fields.Char("Hint: Competitors", translate=True)
    hint_needs = fields.Char("Hint: Needs", translate=True)

    @api.model
    def _find_for(self, kind, industry):
        """Return the template that fits a kind of contact and an industry best.

        One of the customer's industry comes before one of the kind alone, that one before one
        for everybody; their order decides among equals.
        """
        templates = self.search(
            [
                ("kind", "in", (False, kind)),
                "|",
                ("industry_ids", "=", False),
                ("industry_ids", "in", industry.ids),
            ]
        )
        return templates.sorted(lambda one: (not one.industry_ids, not one.kind))[:1]

    def _get_open_parts(self):
        """Return the parts of the message that stand open, in their order."""
        return [part for part in MESSAGE_PARTS if self[f"is_{part}_open"]]

    def _get_purposes(self):
        """Return the suggested purposes, one by one."""
        return [line.strip() for line in (self.purposes or "").splitlines() if line.strip()]
