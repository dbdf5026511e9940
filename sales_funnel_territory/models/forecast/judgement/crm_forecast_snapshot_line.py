from odoo import api, fields, models
from odoo.tools import SQL

from ....tools.past_many2one import PastMany2one
from ...funnel.crm_stage import FORECAST_CATEGORIES

MANAGER = "sales_team.group_sale_salesman_all_leads"
OF_OTHERS = ("leader_number", "head_number", "manager_number")


class CrmForecastSnapshotLine(models.Model):
    """The figures of a submitted forecast: a row for each person and category.

    Beside what the deals say stands what people said and what was to be reached: of a person with
    his home team, so that he counts once however many teams he sells for, also where no deal
    stands for it; of the team itself in a row of its own. A target stands with what is committed.
    """

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
    is_team = fields.Boolean(
        "The Team's Own", readonly=True, help="What was said of the team as a whole."
    )
    about = fields.Char(compute="_compute_about")
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
    head_number = fields.Monetary(
        "Leader Above's Number",
        currency_field="currency_id",
        readonly=True,
        groups="sales_funnel_territory.group_team_leader",
    )
    manager_number = fields.Monetary(
        "Manager's Number",
        currency_field="currency_id",
        readonly=True,
        groups="sales_funnel_territory.group_team_leader",
    )
    target = fields.Monetary("Sales Target", currency_field="currency_id", readonly=True)
    currency_id = PastMany2one("res.currency", string="Currency", readonly=True)

    @api.depends("is_team", "user_name")
    def _compute_about(self):
        for line in self:
            nobody = self.env._("The Team") if line.is_team else self.env._("Nobody")
            line.about = line.user_name or nobody

    def _field_to_sql(self, alias, field_expr, query=None):
        """Tell nobody but sales managers what others expect of himself, as with the numbers."""
        told = super()._field_to_sql(alias, field_expr, query)
        if field_expr not in OF_OTHERS or self.env.su or self.env.user.has_group(MANAGER):
            return told
        whose = SQL.identifier(alias, "user_id")
        return SQL("(CASE WHEN %s IS DISTINCT FROM %s THEN %s END)", whose, self.env.uid, told)
