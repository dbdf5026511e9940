from odoo import fields, models

from ..models.funnel.crm_team import PROBABILITY_SOURCES


class CrmFunnelPreferences(models.TransientModel):
    """What a sales administrator decides for the company; general settings are the system's."""

    _name = "crm.funnel.preferences"
    _description = "Where Probabilities Come From"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    probability_source = fields.Selection(
        PROBABILITY_SOURCES,
        required=True,
        string="Opportunities without a Team",
        default=lambda self: self.env.company.probability_source,
        help="Where their probability comes from.",
    )
    team_ids = fields.Many2many(
        "crm.team", string="Sales Teams", default=lambda self: self.env["crm.team"].search([])
    )

    def action_apply(self):
        self.ensure_one()
        self.company_id.check_access("read")
        # sudo: sales administrators own this one setting of their company, nothing else of it
        company = self.company_id.sudo()
        if company.probability_source != self.probability_source:
            company.probability_source = self.probability_source
        return {"type": "ir.actions.act_window_close"}
