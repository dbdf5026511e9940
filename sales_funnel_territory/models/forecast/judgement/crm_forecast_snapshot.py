from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.past_many2one import PastMany2one
from ...funnel.crm_stage import FORECAST_CATEGORIES
from ..target.res_company import PERIOD_KINDS

STATES = [("submitted", "Submitted"), ("locked", "Locked")]


class CrmForecastSnapshot(models.Model):
    """A team's forecast of a week as it was submitted: figures and deals as of then.

    Its people see that it was submitted, and their own rows; what is said about it (the comment,
    the chatter) is for those who lead them.
    """

    _name = "crm.forecast.snapshot"
    _description = "Forecast Snapshot"
    _inherit = ["mail.thread"]
    _order = "week desc, id desc"
    _mail_post_access = "write"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    team_id = fields.Many2one(
        "crm.team", "Sales Team", required=True, readonly=True, index=True, ondelete="restrict"
    )
    week = fields.Date(required=True, readonly=True, index=True, help="The Monday of the week.")
    period_kind = fields.Selection(PERIOD_KINDS, required=True, readonly=True)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="submitted")
    submitted_by_id = fields.Many2one("res.users", readonly=True)
    submitted_on = fields.Datetime(readonly=True)
    locked_by_id = fields.Many2one("res.users", readonly=True)
    comment = fields.Text(readonly=True, groups="sales_funnel_territory.group_team_leader")
    line_ids = fields.One2many("crm.forecast.snapshot.line", "snapshot_id", readonly=True)
    deal_ids = fields.One2many("crm.forecast.snapshot.deal", "snapshot_id", readonly=True)

    _once = models.UniqueIndex("(team_id, week, period_kind, date_from)")

    @api.depends("team_id.name", "week")
    def _compute_display_name(self):
        for snapshot in self:
            snapshot.display_name = f"{snapshot.team_id.name}, {snapshot.week}"

    # Written by submitting and locking only.

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self._refusal())
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self._refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self._refusal())

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Reading comments demands what leaders have, and their people have not."""
        return dict.fromkeys(self, "write")

    @api.model
    def _refusal(self):
        return self.env._("A submitted forecast stays as it is: submit the next week's.")


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
