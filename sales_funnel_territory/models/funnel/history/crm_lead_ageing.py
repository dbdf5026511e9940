import operator as python_operators

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....planning.ageing import AGES, age_of

AGEINGS = [
    ("normal", "Within Normal Time"),
    ("slow", "Longer Than Normal"),
    ("stuck", "Stuck"),
]
COMPARISONS = {
    "<": python_operators.lt,
    ">": python_operators.gt,
    "<=": python_operators.le,
    ">=": python_operators.ge,
}
SECONDS_OF_DAY = 86400


class CrmLead(models.Model):
    """Ageing: how long an open opportunity is in its stage, against the stage's normal time.

    Only moments are stored: since when it is there stands in the open row of its history. Odoo's
    *Last Stage Update* is set for all leads of a write although only some of them move, and not
    at all when a change of salesperson or team moves them; the history knows better, and says the
    same as the reports.
    """

    _inherit = "crm.lead"

    stage_since = fields.Datetime(
        "In Stage Since", compute="_compute_stage_since", search="_search_stage_since"
    )
    days_in_stage = fields.Integer(
        "Days in Stage",
        compute="_compute_ageing",
        search="_search_days_in_stage",
        aggregator="avg",
        help="Full days since the opportunity entered its stage.",
    )
    stage_normal_days = fields.Float(
        "Normal Days in Stage",
        compute="_compute_ageing",
        aggregator=None,
        help="Half of the opportunities that have left this stage took no longer.",
    )
    stage_stuck_days = fields.Float(
        "Stuck After (Days)",
        compute="_compute_ageing",
        aggregator=None,
        help="Four of five opportunities that have left this stage took no longer.",
    )
    ageing = fields.Selection(
        AGEINGS,
        compute="_compute_ageing",
        search="_search_ageing",
        help="How long an open opportunity is in its stage: within the normal time (half of "
        "those before it took no longer), longer, or stuck: longer than four of five. Measured "
        "each night. Empty where too few have left the stage yet.",
    )

    # ------------------------------------------------------------------ computes

    @api.depends("stage_id", "type")
    def _compute_stage_since(self):
        entries = self._read_stage_entries()
        now = self.env.cr.now()
        for lead in self:
            entry = entries.get(lead._origin.id)
            moved = not entry or entry[0] != lead.stage_id._origin.id
            # what moved in this very transaction is recorded as it ends
            lead.stage_since = now if moved and lead._origin else (entry and entry[1]) or False

    def _read_stage_entries(self):
        """Return {lead id: (stage id, since when)} from the open rows, by one query."""
        ids = self._origin.ids
        if not ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT lead_id, stage_id, stage_since FROM crm_lead_history
                WHERE valid_to IS NULL AND lead_id = ANY(%s)""",
                ids,
            )
        )
        return {lead_id: entry for lead_id, *entry in rows}

    @api.depends("stage_id", "won_status", "active", "type", "stage_since")
    def _compute_ageing(self):
        limits = self.env["crm.stage.pace"]._limits(self.stage_id._origin)
        now = self.env.cr.now()
        for lead in self:
            since = lead.stage_since or now
            days = max((now - since).total_seconds() / SECONDS_OF_DAY, 0)
            normal, stuck = limits.get(lead.stage_id._origin.id, (0, 0))
            if not lead._is_ageing():
                days = normal = stuck = 0
            lead.days_in_stage = int(days)
            lead.stage_normal_days = normal
            lead.stage_stuck_days = stuck
            lead.ageing = age_of(days, normal, stuck) if stuck else False

    def _is_ageing(self):
        return self.type == "opportunity" and self._is_open_deal()

    # ------------------------------------------------------------------ search

    @api.model
    def _search_stage_since(self, operator, value):
        if operator not in COMPARISONS:
            return NotImplemented
        return self._compared_domain("stage_since", operator, value)

    @api.model
    def _search_days_in_stage(self, operator, value):
        if operator not in COMPARISONS:
            return NotImplemented
        return self._compared_domain("days_in_stage", operator, value)

    @api.model
    def _compared_domain(self, name, operator, value):
        compare = COMPARISONS[operator]
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s %s", model._field_to_sql(alias, name, query), SQL(operator), value
            ),
            predicate=lambda lead: bool(lead[name]) and compare(lead[name], value),
        )

    @api.model
    def _search_ageing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._ageing_domain(age) for age in value)

    @api.model
    def _ageing_domain(self, age):
        if age and age not in AGES:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IS NOT DISTINCT FROM %s",
                model._field_to_sql(alias, "ageing", query),
                age or None,
            ),
            predicate=lambda lead: lead.ageing == age,
        )

    # ------------------------------------------------------------------ SQL: sort, group, add up

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "stage_since":
            return SQL.identifier(self._join_open_row(alias, query), "stage_since")
        if field_expr == "days_in_stage":
            return SQL("floor(%s)", self._days_in_stage_sql(alias, query))
        if field_expr == "ageing":
            return self._ageing_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    def _join_open_row(self, alias, query):
        return self._join_by_lead(
            alias, query, "crm_lead_history", SQL("%s.id", SQL.identifier(alias))
        )

    def _join_by_lead(self, alias, query, table, key):
        """Join the one row of a table of ours that goes with a lead; return its alias."""
        joined = query.make_alias(alias, table)
        own = SQL.identifier(joined)
        condition = {
            "crm_lead_history": SQL("%s.lead_id = %s AND %s.valid_to IS NULL", own, key, own),
            "crm_stage_pace": SQL("%s.stage_id = %s", own, key),
            "crm_stage": SQL("%s.id = %s", own, key),
        }[table]
        query.add_join("LEFT JOIN", joined, table, condition)
        return joined

    def _days_in_stage_sql(self, alias, query):
        return SQL(
            "(CASE WHEN %s THEN EXTRACT(epoch FROM %s::timestamp - %s) / %s END)",
            self._is_ageing_sql(alias, query),
            self.env.cr.now(),
            self._field_to_sql(alias, "stage_since", query),
            SECONDS_OF_DAY,
        )

    def _is_ageing_sql(self, alias, query):
        return SQL(
            "(%s = 'opportunity' AND %s = 'pending' AND %s)",
            *(self._field_to_sql(alias, name, query) for name in ("type", "won_status", "active")),
        )

    def _ageing_sql(self, alias, query):
        stage_id = self._field_to_sql(alias, "stage_id", query)
        pace = SQL.identifier(self._join_by_lead(alias, query, "crm_stage_pace", stage_id))
        stage = SQL.identifier(self._join_by_lead(alias, query, "crm_stage", stage_id))
        rotting = SQL(
            "CASE WHEN %s.is_won IS NOT TRUE THEN NULLIF(%s.rotting_threshold_days, 0) END",
            stage,
            stage,
        )
        return SQL(
            """(CASE WHEN %(days)s > COALESCE(%(pace)s.stuck_days, %(rotting)s) THEN 'stuck'
            WHEN %(days)s > COALESCE(%(pace)s.normal_days, %(rotting)s) THEN 'slow'
            WHEN %(days)s <= COALESCE(%(pace)s.normal_days, %(rotting)s) THEN 'normal' END)""",
            days=self._days_in_stage_sql(alias, query),
            pace=pace,
            rotting=rotting,
        )
