import json
from itertools import zip_longest

from odoo import api, models
from odoo.tools import SQL

from .sales_funnel_demo_company import _amount
from .sales_funnel_demo_past import KEPT

TOLD = {
    "lead_id": "int", "valid_from": "timestamp", "valid_to": "timestamp", "status": "varchar",
    "is_active": "boolean", "type": "varchar", "stage_id": "int", "stage_from_id": "int",
    "stage_since": "timestamp", "is_entry": "boolean", "forecast_category": "varchar",
    "expected_revenue": "numeric", "probability": "float8", "weighted_revenue": "numeric",
    "date_deadline": "date", "deadline_from": "date", "date_closed": "timestamp",
    "user_id": "int", "user_name": "varchar", "team_id": "int", "team_name": "varchar",
}  # fmt: skip
# Of the present row as it is: who sells for whom changes, what is sold and to whom does not.
STAYS = tuple(name for name in KEPT if name not in TOLD)


class SalesFunnelDemo(models.AbstractModel):
    """The history of the simulated deals, state by state."""

    _inherit = "sales.funnel.demo"

    @api.model
    def _write_simulated_past(self, leads, deals, cast):
        rows = [
            row
            for lead, deal in zip(leads, deals, strict=True)
            for row in self._prepare_states(lead, deal, cast)
        ]
        told = SQL(
            "(SELECT * FROM json_to_recordset(%s::json) AS told (%s))",
            json.dumps(rows, default=str),
            SQL(", ").join(SQL("%s %s", SQL.identifier(n), SQL(k)) for n, k in TOLD.items()),
        )
        self.env.cr.execute(self._insert_simulated_sql(told))
        self.env.cr.execute(self._begin_simulated_sql(told))
        self.env["crm.lead.history"].invalidate_model()

    @api.model
    def _prepare_states(self, lead, deal, cast):
        """Yield a row for each state of a deal; the last one is the present."""
        before, since = None, None
        for state, after in zip_longest(deal.states, deal.states[1:]):
            is_entry = before is None or before.stage != state.stage
            since = state.at if is_entry else since
            user = None if state.user is None else cast["people"][state.user]
            team = cast["teams"][state.team]
            stages = cast["stages"][state.team]
            amount = _amount(state)
            yield {
                "lead_id": lead.id,
                "valid_from": state.at,
                "valid_to": after and after.at,
                "status": state.status,
                "is_active": state.is_active,
                "type": state.type,
                "stage_id": stages[state.stage].id,
                "stage_from_id": (before and is_entry and stages[before.stage].id) or None,
                "stage_since": since,
                "is_entry": is_entry,
                "forecast_category": state.category,
                "expected_revenue": amount,
                "probability": state.probability,
                "weighted_revenue": round(amount * state.probability / 100, 2),
                "date_deadline": state.deadline,
                "deadline_from": before and before.deadline,
                "date_closed": state.closed,
                "user_id": user and user.id,
                "user_name": user and user.name,
                "team_id": team.id,
                "team_name": team.name,
            }
            before = state

    @api.model
    def _insert_simulated_sql(self, told):
        return SQL(
            """INSERT INTO crm_lead_history (%(told_names)s, slipped_days, chain, origin,
                is_scored, stage_name, stage_from_name, funnel_position, %(kept)s)
            SELECT %(told)s, %(slipped)s, 0, 'live', FALSE, stage.name->>'en_US',
                origin.name->>'en_US', stage.funnel_position, %(present)s
            FROM %(rows)s AS told
            JOIN crm_lead_history AS present
                ON present.lead_id = told.lead_id AND present.valid_to IS NULL
            JOIN crm_stage AS stage ON stage.id = told.stage_id
            LEFT JOIN crm_stage AS origin ON origin.id = told.stage_from_id
            WHERE told.valid_to IS NOT NULL""",
            told_names=SQL(", ").join(map(SQL.identifier, TOLD)),
            told=SQL(", ").join(SQL.identifier("told", name) for name in TOLD),
            slipped=SQL("told.date_deadline - told.deadline_from"),
            kept=SQL(", ").join(map(SQL.identifier, STAYS)),
            present=SQL(", ").join(SQL.identifier("present", name) for name in STAYS),
            rows=told,
        )

    @api.model
    def _begin_simulated_sql(self, told):
        """Let the present rows say since when they are so; what they say stays."""
        return SQL(
            """UPDATE crm_lead_history AS present
            SET valid_from = told.valid_from, stage_since = told.stage_since,
                is_entry = told.is_entry, stage_from_id = told.stage_from_id,
                stage_from_name = origin.name->>'en_US'
            FROM %s AS told LEFT JOIN crm_stage AS origin ON origin.id = told.stage_from_id
            WHERE present.lead_id = told.lead_id AND present.valid_to IS NULL
              AND told.valid_to IS NULL""",
            told,
        )
