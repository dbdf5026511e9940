from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..target.res_company import PERIOD_KINDS

MANAGER = "sales_team.group_sale_salesman_all_leads"
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
    has_head_number = fields.Boolean(
        compute="_compute_has_head_number",
        groups="sales_funnel_territory.group_team_leader",
        help="Whether a leader above had set a number that the reader is told.",
    )

    _once = models.UniqueIndex("(team_id, company_id, week, period_kind, date_from)")

    @api.depends("team_id.name", "week")
    def _compute_display_name(self):
        for snapshot in self:
            snapshot.display_name = f"{snapshot.team_id.name}, {snapshot.week}"

    @api.depends("line_ids.head_number")
    def _compute_has_head_number(self):
        for snapshot in self:
            snapshot.has_head_number = any(snapshot.line_ids.mapped("head_number"))

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

    def _field_to_sql(self, alias, field_expr, query=None):
        """Tell what is said of a week to those who lead its team, not to leaders who are in it."""
        told = super()._field_to_sql(alias, field_expr, query)
        if field_expr != "comment" or self.env.su or self.env.user.has_group(MANAGER):
            return told
        # sudo: which teams the reader leads
        led = self.env["crm.team"].sudo().search([("leader_ids", "=", self.env.uid)])
        return SQL(
            "(CASE WHEN %s = ANY(%s) THEN %s END)", SQL.identifier(alias, "team_id"), led.ids, told
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Reading comments demands what leaders have, and their people have not."""
        return dict.fromkeys(self, "write")

    @api.model
    def _refusal(self):
        return self.env._("A submitted forecast stays as it is: submit the next week's.")
