from odoo import api, fields, models
from odoo.tools import SQL

from ..models.funnel.crm_stage import FUNNEL_POSITIONS
from ..models.funnel.history.crm_lead_history import STATUSES
from ..tools.past_many2one import PastMany2one

DIRECTIONS = [
    ("forward", "Forward"),
    ("skip", "Forward, Stages Skipped"),
    ("back", "Back"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("gone", "Removed or Merged"),
    ("open", "Still There"),
]
# Names that are listed in the order of the funnel rather than of the alphabet.
RANKS = {"stage_name": "stage_rank", "next_stage_name": "next_stage_rank"}
# Measures that no plain average gives, as SQL over the rows of a group.
MEASURES = {
    "days:avg": "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(days)s)",
    "days_80:avg": "percentile_cont(0.8) WITHIN GROUP (ORDER BY %(days)s)",
    # by opportunities: those that came back to a stage, or passed many, count once
    "win_rate:avg": """100.0 * COUNT(DISTINCT %(lead)s) FILTER (WHERE %(win)s = 100)
        / NULLIF(COUNT(DISTINCT %(lead)s) FILTER (WHERE %(win)s IS NOT NULL), 0)""",
    "velocity:avg": """SUM(%(value)s) FILTER (WHERE %(won)s)
        / NULLIF(AVG(%(cycle)s) FILTER (WHERE %(won)s), 0)""",
}


class CrmStageTransitionReport(models.Model):
    """One row for each stay of an opportunity in a stage: since when, how long, where to.

    Read from the history of leads: people, teams and amounts are those of the day on which it
    entered the stage. Forward and back follow the stages' order of today.
    """

    _name = "crm.stage.transition.report"
    _description = "Stage Transition"
    _auto = False
    _rec_name = "lead_name"
    _order = "entered desc, id desc"

    lead_id = PastMany2one("crm.lead", string="Opportunity (record)", readonly=True)
    lead_name = fields.Char("Opportunity", readonly=True)
    lead_count = fields.Integer("Opportunities", aggregator="count_distinct", readonly=True)
    stage_id = PastMany2one("crm.stage", string="Stage (record)", readonly=True)
    stage_name = fields.Char("Stage", readonly=True)
    funnel_position = fields.Selection(FUNNEL_POSITIONS, readonly=True)
    next_stage_id = PastMany2one("crm.stage", string="Next stage (record)", readonly=True)
    next_stage_name = fields.Char("Next Stage", readonly=True)
    direction = fields.Selection(DIRECTIONS, readonly=True)
    entered = fields.Datetime(readonly=True)
    left_on = fields.Datetime("Left", readonly=True)
    cohort = fields.Datetime(
        readonly=True, help="When the opportunity began: those that began together are a cohort."
    )
    outcome = fields.Selection(STATUSES, readonly=True, help="What has become of it until now.")
    user_id = PastMany2one("res.users", string="Salesperson (record)", readonly=True)
    user_name = fields.Char("Salesperson", readonly=True)
    team_id = PastMany2one("crm.team", string="Sales team (record)", readonly=True)
    team_name = fields.Char("Sales Team", readonly=True)
    company_id = PastMany2one("res.company", string="Company (record)", readonly=True)
    currency_id = PastMany2one("res.currency", string="Currency", readonly=True)
    customer_name = fields.Char("Customer", readonly=True)
    source_name = fields.Char("Source", readonly=True)
    campaign_name = fields.Char("Campaign", readonly=True)
    expected_revenue = fields.Monetary(
        "Expected Revenue at Entry", currency_field="currency_id", readonly=True
    )
    days = fields.Float(
        "Days in Stage (Median)",
        aggregator="avg",
        readonly=True,
        help="Half of the stays that have ended took no longer.",
    )
    days_80 = fields.Float(
        "Days in Stage (80 %)",
        aggregator="avg",
        readonly=True,
        help="Four of five stays that have ended took no longer.",
    )
    conversion_rate = fields.Float(
        "Conversion (%)",
        aggregator="avg",
        readonly=True,
        help="Of the stays that have ended: how many went on, forward or to an order.",
    )
    win_rate = fields.Float(
        "Win Rate (%)",
        aggregator="avg",
        readonly=True,
        help="Of the decided opportunities that were in this stage: how many were won.",
    )
    order_value = fields.Float(
        "Order Value (Average)",
        aggregator="avg",
        readonly=True,
        help="Revenue of an order, at today's rate in the currency of your company; counted in the "
        "stage in which the opportunity began.",
    )
    cycle = fields.Float(
        "Sales Cycle (Days)",
        aggregator="avg",
        readonly=True,
        help="From the beginning of an opportunity to its order, on average; counted in the stage "
        "in which it began.",
    )
    velocity = fields.Float(
        "Sales Velocity per Day",
        aggregator="avg",
        readonly=True,
        help="Number x win rate x order value / sales cycle: won revenue by the average days it "
        "took, counted once for each opportunity, in the stage it began in.",
    )

    _depends = {
        "crm.lead.history": ["is_entry", "stage_id", "valid_from", "valid_to", "status"],
        "crm.stage": ["sequence", "is_won"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT stay.id, stay.lead_id, stay.lead_id AS lead_count, stay.lead_name,
                stay.stage_id, stay.stage_name, stay.funnel_position, stay.next_stage_id,
                stay.next_stage_name, stay.cohort,
                stay.valid_from AS entered, ending.left_on, ending.outcome,
                stay.user_id, stay.user_name, stay.team_id, stay.team_name, stay.company_id,
                stay.currency_id, stay.customer_name, stay.source_name, stay.campaign_name,
                stay.expected_revenue,
                EXTRACT(epoch FROM ending.left_on - stay.valid_from) / 86400.0 AS days,
                EXTRACT(epoch FROM ending.left_on - stay.valid_from) / 86400.0 AS days_80,
                CASE WHEN ending.left_on IS NULL THEN NULL
                    WHEN ending.direction IN ('forward', 'skip', 'won') THEN 100.0
                    ELSE 0.0 END AS conversion_rate,
                CASE ending.outcome WHEN 'won' THEN 100.0 WHEN 'lost' THEN 0.0 END AS win_rate,
                CASE WHEN %(is_won_once)s THEN %(value)s END AS order_value,
                CASE WHEN %(is_won_once)s THEN %(value)s END AS velocity,
                CASE WHEN %(is_won_once)s
                    THEN EXTRACT(epoch FROM %(closed)s - stay.cohort) / 86400.0 END AS cycle,
                ending.direction, here.sequence AS stage_rank, onward.sequence AS next_stage_rank
            FROM (%(stays)s) AS stay
            LEFT JOIN crm_lead_history AS last
                ON last.lead_id = stay.lead_id AND last.valid_to IS NULL AND stay.chain = 0
            LEFT JOIN crm_stage AS here ON here.id = stay.stage_id
            LEFT JOIN crm_stage AS onward ON onward.id = stay.next_stage_id
            LEFT JOIN (%(leaps)s) AS leap ON leap.from_id = here.id AND leap.to_id = onward.id
            CROSS JOIN LATERAL (%(ending)s) AS ending
            """,
            stays=self._stays_sql(),
            leaps=self._leaps_sql(),
            ending=self._ending_sql(),
            closed=self._closed_on_sql(),
            is_won_once=SQL("(stay.valid_from = stay.cohort AND ending.outcome = 'won')"),
            value=self._to_reader_sql(),
        )

    @api.model
    def _to_reader_sql(self):
        """Return a lead's last amount in the currency of the reader's company, at today's rate."""
        company, today = self.env.company, fields.Date.context_today(self)
        # sudo: currencies of companies, to convert what the reader's rights let through
        currencies = self.env["res.company"].sudo().search([]).currency_id - company.currency_id
        rates = [
            SQL("WHEN %s THEN %s", currency.id, currency._get_conversion_rate(
                currency, company.currency_id, company, today
            ))
            for currency in currencies
        ]  # fmt: skip
        if not rates:
            return SQL("last.expected_revenue")
        return SQL(
            "(last.expected_revenue * (CASE last.currency_id %s ELSE 1 END)::numeric)",
            SQL(" ").join(rates),
        )

    @api.model
    def _stays_sql(self):
        """Select the rows with which leads entered stages, each with the one that follows."""
        return SQL(
            """SELECT entry.*,
                lead(stage_id) OVER story AS next_stage_id,
                lead(stage_name) OVER story AS next_stage_name,
                lead(valid_from) OVER story AS next_from,
                first_value(valid_from) OVER story AS cohort
            FROM crm_lead_history AS entry
            WHERE is_entry AND type = 'opportunity'
            WINDOW story AS (PARTITION BY lead_id, chain ORDER BY valid_from)"""
        )

    @api.model
    def _leaps_sql(self):
        """Select pairs of stages with one between them, for a team that has all three."""
        return SQL(
            """SELECT DISTINCT low.id AS from_id, high.id AS to_id
            FROM crm_stage AS low
            JOIN crm_stage AS middle ON middle.sequence > low.sequence AND middle.active
            JOIN crm_stage AS high ON high.sequence > middle.sequence
            WHERE %s AND %s""",
            self._same_funnel_sql("low"),
            self._same_funnel_sql("high"),
        )

    @api.model
    def _same_funnel_sql(self, other):
        """Return the condition that some team has the middle stage and another one."""
        teams = self.env["crm.stage"]._fields["team_ids"]
        relation, stage, team = map(SQL.identifier, (teams.relation, teams.column1, teams.column2))
        other_id = SQL.identifier(other, "id")
        return SQL(
            """(NOT EXISTS (SELECT FROM %(rel)s WHERE %(stage)s = middle.id)
            OR NOT EXISTS (SELECT FROM %(rel)s WHERE %(stage)s = %(other)s)
            OR EXISTS (SELECT FROM %(rel)s AS mine JOIN %(rel)s AS theirs
                ON theirs.%(team)s = mine.%(team)s
                WHERE mine.%(stage)s = middle.id AND theirs.%(stage)s = %(other)s))""",
            rel=relation,
            stage=stage,
            team=team,
            other=other_id,
        )

    @api.model
    def _ending_sql(self):
        """Tell how a stay ended: by the next stage, or by what became of the lead in it.

        An order stays in its stage for good: that is no time in stage, and no conversion.
        """
        return SQL(
            """SELECT last.status AS outcome,
                CASE WHEN stay.next_from IS NOT NULL THEN stay.next_from
                    WHEN last.status <> 'open' AND here.is_won IS NOT TRUE
                        THEN %(closed)s END AS left_on,
                CASE WHEN stay.next_stage_id IS NOT NULL THEN
                        CASE WHEN onward.is_won THEN 'won'
                            WHEN onward.sequence < here.sequence THEN 'back'
                            WHEN leap.from_id IS NOT NULL THEN 'skip'
                            ELSE 'forward' END
                    WHEN last.status IN ('won', 'lost', 'open') THEN last.status
                    ELSE 'gone' END AS direction""",
            closed=self._closed_on_sql(),
        )

    @api.model
    def _closed_on_sql(self):
        """Return when a lead was open last, whatever changed about it after it was lost."""
        return SQL(
            """COALESCE((
                SELECT MAX(past.valid_to) FROM crm_lead_history AS past
                WHERE past.lead_id = stay.lead_id AND past.chain = 0 AND past.status = 'open'
            ), last.valid_from)"""
        )

    # ------------------------------------------------------------------ measures

    def _read_group_select(self, aggregate_spec, query):
        measure = MEASURES.get(aggregate_spec)
        if not measure:
            aggregate = super()._read_group_select(aggregate_spec, query)
            is_converted = aggregate_spec.endswith(":sum_currency")
            return (
                self.env["crm.lead"]._in_own_currency_sql(aggregate) if is_converted else aggregate
            )
        column = {
            name: SQL.identifier(self._table, own)
            for name, own in (
                ("days", "days"),
                ("value", "velocity"),
                ("cycle", "cycle"),
                ("lead", "lead_id"),
                ("win", "win_rate"),
            )
        }
        won = SQL("%s IS NOT NULL", column["value"])
        return SQL(measure, **column, won=won)

    # ------------------------------------------------------------------ order of groups

    def _read_group_orderby(self, order, groupby_terms, query):
        """Sort groups of stages as the funnel has them, and directions by their list."""
        ranked = {term: self._rank_sql(term, sql) for term, sql in groupby_terms.items()}
        result = super()._read_group_orderby(order, ranked, query)
        groupby_terms.update(
            {term: sql for term, sql in ranked.items() if term not in (*RANKS, "direction")}
        )
        return result

    @api.model
    def _rank_sql(self, term, sql):
        if rank := RANKS.get(term):
            # of several sets of groups, those without this name are not sorted by it
            rank = SQL.identifier(self._table, rank)
            return SQL("CASE WHEN GROUPING(%s) = 0 THEN MIN(%s) END", sql, rank)
        if term == "direction":
            values = [key for key, _label in DIRECTIONS]
            return SQL("array_position(%s::varchar[], (%s)::varchar)", values, sql)
        return sql
