from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.past_many2one import PastMany2one
from ..crm_stage import FORECAST_CATEGORIES, FUNNEL_POSITIONS

STATUSES = [
    ("open", "Open"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("removed", "Removed"),
    ("merged", "Merged"),
]
ORIGINS = [("live", "Live"), ("rebuilt", "Rebuilt"), ("detected", "Detected")]


class CrmLeadHistory(models.Model):
    """One row for each state a lead was in: the past as it was, never rewritten.

    Rows are written by SQL only, as a transaction ends (``crm_lead_history_writer.py``).
    Ids have no foreign keys and names are those of the day, in the company's language.
    """

    _name = "crm.lead.history"
    _description = "Lead History"
    _order = "valid_from desc, id desc"
    _rec_name = "lead_name"
    _log_access = False

    lead_id = PastMany2one("crm.lead", string="Opportunity", required=True, readonly=True)
    lead_name = fields.Char("Name", readonly=True)
    valid_from = fields.Datetime(required=True, readonly=True)
    valid_to = fields.Datetime(readonly=True, help="Empty: the lead is in this state now.")
    origin = fields.Selection(
        ORIGINS,
        readonly=True,
        help="Live: recorded as it happened. Rebuilt: from Odoo's tracking, when the app was "
        "installed. Detected: found by the nightly check, changed behind Odoo's back.",
    )
    changed_by_id = PastMany2one("res.users", string="Changed by (record)", readonly=True)
    changed_by_name = fields.Char("Changed By", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    is_active = fields.Boolean("Not Archived", readonly=True)
    type = fields.Selection([("lead", "Lead"), ("opportunity", "Opportunity")], readonly=True)
    chain = fields.Integer(
        readonly=True,
        default=0,
        help="0: the opportunity's own story. Others: leads merged into it before the app was "
        "installed, told apart in Odoo's log.",
    )
    merged_into_id = PastMany2one("crm.lead", string="Merged Into", readonly=True)
    # stage
    stage_id = PastMany2one("crm.stage", string="Stage (record)", readonly=True)
    stage_name = fields.Char("Stage", readonly=True)
    stage_from_id = PastMany2one("crm.stage", string="From stage (record)", readonly=True)
    stage_from_name = fields.Char("From Stage", readonly=True)
    stage_since = fields.Datetime("In Stage Since", readonly=True)
    is_entry = fields.Boolean(
        "Stage Entered", readonly=True, help="With this state the lead entered its stage."
    )
    days_in_stage = fields.Float(compute="_compute_days_in_stage")
    funnel_position = fields.Selection(FUNNEL_POSITIONS, readonly=True)
    forecast_category = fields.Selection(FORECAST_CATEGORIES, readonly=True)
    # figures
    expected_revenue = fields.Monetary(currency_field="currency_id", readonly=True)
    probability = fields.Float(aggregator="avg", readonly=True)
    weighted_revenue = fields.Monetary(currency_field="currency_id", readonly=True)
    recurring_revenue = fields.Monetary(currency_field="currency_id", readonly=True)
    currency_id = PastMany2one("res.currency", string="Currency", readonly=True)
    is_scored = fields.Boolean(
        readonly=True,
        help="The probability was Odoo's score: its nightly changes are kept once a week.",
    )
    date_deadline = fields.Date("Expected Closing", readonly=True)
    deadline_from = fields.Date(
        "Closing Expected Before",
        readonly=True,
        help="The expected closing that was changed with this state.",
    )
    slipped_days = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="Days by which the expected closing was put off; negative where brought forward.",
    )
    date_closed = fields.Datetime("Closed Date", readonly=True)
    # people and places
    user_id = PastMany2one("res.users", string="Salesperson (record)", readonly=True)
    user_name = fields.Char("Salesperson", readonly=True)
    team_id = PastMany2one("crm.team", string="Sales team (record)", readonly=True)
    team_name = fields.Char("Sales Team", readonly=True)
    company_id = PastMany2one("res.company", string="Company (record)", readonly=True)
    company_name = fields.Char("Company", readonly=True)
    partner_id = PastMany2one("res.partner", string="Contact (record)", readonly=True)
    customer_id = PastMany2one("res.partner", string="Customer (record)", readonly=True)
    customer_name = fields.Char("Customer", readonly=True)
    source_id = PastMany2one("utm.source", string="Source (record)", readonly=True)
    source_name = fields.Char("Source", readonly=True)
    campaign_id = PastMany2one("utm.campaign", string="Campaign (record)", readonly=True)
    campaign_name = fields.Char("Campaign", readonly=True)
    territory_id = PastMany2one("crm.territory", string="Territory (record)", readonly=True)
    territory_name = fields.Char("Territory", readonly=True)

    _open_row = models.UniqueIndex("(lead_id) WHERE valid_to IS NULL")
    _lead_index = models.Index("(lead_id, valid_from)")
    _entry_index = models.Index("(lead_id, chain, valid_from) WHERE is_entry")
    _slip_index = models.Index("(valid_from) WHERE deadline_from IS NOT NULL")
    _period_index = models.Index("(valid_from, valid_to)")
    # Totals as of a day are read from this index alone.
    _as_of_index = models.Index(
        """(COALESCE(valid_to, 'infinity'::timestamp), valid_from) INCLUDE (valid_to, status,
        company_id, currency_id, user_id, team_id, user_name, stage_name, expected_revenue,
        weighted_revenue)"""
    )
    _no_time_travel = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A state of a lead cannot end before it begins.",
    )

    @api.depends("valid_to", "stage_since")
    def _compute_days_in_stage(self):
        now = self.env.cr.now()
        for row in self:
            end = row.valid_to or now
            row.days_in_stage = (
                (end - row.stage_since).total_seconds() / 86400 if row.stage_since else 0
            )

    @api.model
    def _as_of(self, moment) -> Domain:
        """Return the domain of the rows that were valid at a moment (UTC datetime)."""
        still = Domain.custom(  # in the words of the index that answers it
            to_sql=lambda _model, alias, _query: SQL(
                "COALESCE(%s, 'infinity'::timestamp) > %s",
                SQL.identifier(alias, "valid_to"),
                moment,
            ),
            predicate=lambda row: not row.valid_to or row.valid_to > moment,
        )
        there = Domain("status", "in", ["open", "won", "lost"])
        return Domain("valid_from", "<=", moment) & still & there

    def _read_group_select(self, aggregate_spec, query):
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.endswith(":sum_currency"):
            return self.env["crm.lead"]._in_own_currency_sql(aggregate)
        return aggregate

    # ------------------------------------------------------------------ nobody writes the past

    # No super, on purpose: a row is written by SQL as a transaction ends, or not at all.

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def unlink(self):  # pylint: disable=method-required-super
        raise UserError(self._refusal())  # pylint: disable=no-raise-unlink

    @api.model
    def _refusal(self):
        return self.env._(
            "The history of leads writes itself and cannot be changed. "
            "Change the opportunity instead."
        )
