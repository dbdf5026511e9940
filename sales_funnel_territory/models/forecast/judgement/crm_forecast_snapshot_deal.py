from odoo import fields, models

from ....tools.past_many2one import PastMany2one
from ...funnel.crm_stage import FORECAST_CATEGORIES


class CrmForecastSnapshotDeal(models.Model):
    """A deal of a submitted forecast, as it was. Written by SQL only."""

    _name = "crm.forecast.snapshot.deal"
    _description = "Deal of a Forecast Snapshot"
    _order = "snapshot_id desc, amount desc, id"
    _rec_name = "lead_name"
    _log_access = False

    snapshot_id = fields.Many2one(
        "crm.forecast.snapshot", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = PastMany2one("res.company", string="Company (record)", readonly=True)
    week = fields.Date(readonly=True)
    lead_id = PastMany2one("crm.lead", string="Opportunity (record)", readonly=True)
    lead_name = fields.Char("Opportunity", readonly=True)
    user_id = PastMany2one("res.users", string="Salesperson (record)", readonly=True)
    user_name = fields.Char("Salesperson", readonly=True)
    team_id = PastMany2one("crm.team", string="Sales team (record)", readonly=True)
    team_name = fields.Char("Sales Team", readonly=True)
    stage_name = fields.Char("Stage", readonly=True)
    category = fields.Selection(FORECAST_CATEGORIES, readonly=True)
    is_won = fields.Boolean("Won", readonly=True)
    is_overdue = fields.Boolean("Overdue", readonly=True)
    forecast_date = fields.Date(readonly=True)
    amount = fields.Monetary(currency_field="currency_id", readonly=True)
    weighted = fields.Monetary("Weighted Revenue", currency_field="currency_id", readonly=True)
    currency_id = PastMany2one("res.currency", string="Currency", readonly=True)
