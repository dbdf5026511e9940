from odoo import fields, models

from ....tools.past_many2one import PastMany2one
from ...funnel.crm_stage import FORECAST_CATEGORIES


class CrmForecastSnapshotLine(models.Model):
    """The figures of a submitted forecast: a row for each person and category."""

    _name = "crm.forecast.snapshot.line"
    _description = "Figures of a Forecast Snapshot"
    _order = "snapshot_id desc, user_name, category"
    _rec_name = "user_name"
    _log_access = False

    snapshot_id = fields.Many2one(
        "crm.forecast.snapshot", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = PastMany2one("res.company", string="Company (record)", readonly=True)
    week = fields.Date(readonly=True)
    user_id = PastMany2one("res.users", string="Salesperson (record)", readonly=True)
    user_name = fields.Char("Salesperson", readonly=True)
    team_id = PastMany2one("crm.team", string="Sales team (record)", readonly=True)
    team_name = fields.Char("Sales Team", readonly=True)
    category = fields.Selection(FORECAST_CATEGORIES, readonly=True)
    count = fields.Integer("Opportunities", readonly=True)
    amount = fields.Monetary(currency_field="currency_id", readonly=True)
    weighted = fields.Monetary("Weighted Revenue", currency_field="currency_id", readonly=True)
    overdue = fields.Monetary(currency_field="currency_id", readonly=True)
    own_number = fields.Monetary(currency_field="currency_id", readonly=True)
    leader_number = fields.Monetary(
        "Leader's Number",
        currency_field="currency_id",
        readonly=True,
        groups="sales_funnel_territory.group_team_leader",
    )
    currency_id = PastMany2one("res.currency", string="Currency", readonly=True)
