import logging

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# What Odoo tracks of a lead, and the kind of column a change stands in.
TRACKED = {
    "stage_id": "integer",
    "user_id": "integer",
    "team_id": "integer",
    "partner_id": "integer",
    "active": "integer",
    "expected_revenue": "float",
    "recurring_revenue": "float",
}
AMOUNTS = ("expected_revenue", "recurring_revenue")
# Tracked records: where their name of today stands in the history, and that of the day.
NAMES = {
    "stage_id": ("stage_name", "stage_name"),
    "user_id": ("user_name", "user_name"),
    "team_id": ("team_name", "team_name"),
    "partner_id": ("customer_name", "partner_name"),
}


class CrmLeadHistory(models.Model):
    """The past before the installation, from Odoo's tracking: in bulk, once for each lead.

    Odoo tracks the net change of a transaction, nothing at creation, and neither closing date
    nor probability: these stay empty. What was never changed has always been as it is now.
    An archived lead counts as lost: the log tells the difference only in the words, and the
    language, of whoever made the change.
    """

    _inherit = "crm.lead.history"

    @api.model
    def _begin(self):
        """Start the history of a database: the present first, then the past before it.

        :return: what ``_rebuild`` reports
        """
        self._record()
        report = self._rebuild()
        self.env["crm.stage.pace"]._refresh()
        _logger.info("History of leads: %(rows)s rows rebuilt for %(leads)s leads", report)
        return report

    @api.model
    def _rebuild(self):
        """Rebuild the rows before each lead's first one, for leads that have none yet.

        :return: {"rows": rebuilt, "leads": leads with rebuilt rows, "split": leads whose log
            held the changes of several (merged) leads}
        """
        self.env.flush_all()
        # Compiling these statements (jit) would take longer than running them; sorting on disk, too
        self.env.cr.execute(SQL("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'"))
        self.env.cr.execute(SQL("ANALYZE crm_lead_history"))
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.crm_lead_past"))
        self.env.cr.execute(
            SQL("CREATE TEMPORARY TABLE crm_lead_past ON COMMIT DROP AS %s", self._past_sql())
        )
        self.env.cr.execute(SQL("ANALYZE pg_temp.crm_lead_past"))
        [(broken,)] = self.env.execute_query(
            SQL("SELECT array_agg(DISTINCT lead_id) FROM crm_lead_past WHERE is_broken")
        )
        split = self._split_broken(broken or [])
        self.env.cr.execute(self._insert_rebuilt_sql())
        rows = self.env.cr.rowcount
        self.env.cr.execute(self._continue_stage_sql())
        self.invalidate_model()
        [(leads,)] = self.env.execute_query(
            SQL("SELECT COUNT(DISTINCT lead_id) FROM crm_lead_past")
        )
        return {"rows": rows, "leads": leads, "split": split}

    # ------------------------------------------------------------------ reading the log

    @api.model
    def _past_sql(self):
        """Select a row for each moment a lead changed (and its creation), values filled in.

        Each tracked value is carried along as text "position:id:name", so that the greatest
        so far is the latest, and one sort serves all columns.
        """
        names = list(TRACKED)
        return SQL(
            """
            WITH unrebuilt AS (
                SELECT live.lead_id, live.id AS live_id, live.valid_from AS until,
                    crm_lead.create_date
                FROM crm_lead_history AS live JOIN crm_lead ON crm_lead.id = live.lead_id
                WHERE NOT EXISTS (
                    SELECT FROM crm_lead_history AS earlier
                    WHERE earlier.lead_id = live.lead_id AND earlier.valid_from < live.valid_from
                ) AND crm_lead.create_date < live.valid_from
            ),
            event AS (
                SELECT message.res_id AS lead_id, message.date AS at, %(news)s, %(olds)s
                FROM mail_tracking_value AS value
                JOIN mail_message AS message ON message.id = value.mail_message_id
                JOIN unrebuilt ON unrebuilt.lead_id = message.res_id
                WHERE message.model = 'crm.lead' AND value.field_id = ANY(%(field_ids)s)
                  AND message.date < unrebuilt.until
                GROUP BY message.res_id, message.date
            ),
            point AS (
                SELECT event.*, FALSE AS is_creation FROM event
                UNION ALL
                SELECT lead_id, create_date, %(nulls)s, TRUE FROM unrebuilt
            ),
            numbered AS (
                SELECT point.*, lpad((row_number() OVER moment)::text, 9, '0') AS position
                FROM point
                WINDOW moment AS (PARTITION BY lead_id ORDER BY is_creation DESC, at)
            ),
            carried AS (
                SELECT lead_id, at, position, is_creation,
                    lead(at) OVER moment AS next_at,
                    %(latest)s, %(first)s,
                    (old_stage_id IS NOT NULL AND split_part(old_stage_id, ':', 1) <> split_part(
                        max(position || ':' || new_stage_id) OVER before, ':', 2)) AS is_broken
                FROM numbered
                WINDOW moment AS (PARTITION BY lead_id ORDER BY position COLLATE "C"),
                    before AS (moment ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                    log AS (PARTITION BY lead_id)
            )
            SELECT carried.lead_id, unrebuilt.live_id, 0 AS chain, FALSE AS is_split,
                at AS valid_from,
                LEAST(COALESCE(next_at, unrebuilt.until), unrebuilt.until) AS valid_to,
                COALESCE(is_broken, FALSE) OR at < unrebuilt.create_date AS is_broken, %(values)s
            FROM carried JOIN unrebuilt ON unrebuilt.lead_id = carried.lead_id
            """,
            field_ids=list(self._tracked_field_ids().values()),
            news=SQL(", ").join(self._change_sql(name, "new") for name in names),
            olds=SQL(", ").join(self._change_sql(name, "old") for name in names),
            nulls=SQL(", ").join(SQL("NULL::text") for _side in (0, 1) for _name in names),
            latest=SQL(", ").join(
                SQL(
                    """max(position || ':' || %s) OVER moment COLLATE "C" AS %s""",
                    SQL.identifier(f"new_{name}"),
                    SQL.identifier(f"latest_{name}"),
                )
                for name in names
            ),
            first=SQL(", ").join(
                SQL(
                    """min(position || ':' || %s) OVER log COLLATE "C" AS %s""",
                    SQL.identifier(f"old_{name}"),
                    SQL.identifier(f"first_{name}"),
                )
                for name in names
            ),
            values=SQL(", ").join(
                SQL(
                    "substr(COALESCE(%s, %s), 11) AS %s",
                    SQL.identifier(f"latest_{name}"),
                    SQL.identifier(f"first_{name}"),
                    SQL.identifier(name),
                )
                for name in names
            ),
        )

    @api.model
    def _tracked_field_ids(self):
        # sudo: ids of fields, to read the log with
        get = self.env["ir.model.fields"].sudo()._get
        return {name: get("crm.lead", name).id for name in TRACKED}

    @api.model
    def _change_sql(self, name, side):
        """Return a change's value on one side as text "value:name"."""
        value = SQL.identifier("value", f"{side}_value_{TRACKED[name]}")
        label = SQL.identifier("value", f"{side}_value_char")
        return SQL(
            """max(COALESCE(%s, 0)::text || ':' || COALESCE(%s, ''))
                FILTER (WHERE field_id = %s) AS %s""",
            value,
            label,
            self._tracked_field_ids()[name],
            SQL.identifier(f"{side}_{name}"),
        )

    # ------------------------------------------------------------------ writing the past

    @api.model
    def _insert_rebuilt_sql(self):
        """Insert the rows of the past; what the log does not hold is as it is now."""
        return SQL(
            """
            INSERT INTO crm_lead_history (lead_id, chain, lead_name, valid_from, valid_to, origin,
                status, is_active, type, stage_id, stage_name, stage_from_id, stage_from_name,
                stage_since, is_entry, funnel_position, forecast_category, expected_revenue,
                recurring_revenue, currency_id, is_scored, user_id, user_name, team_id, team_name,
                company_id, company_name, partner_id, customer_id, customer_name, source_id,
                source_name, campaign_id, campaign_name)
            SELECT state.lead_id, state.chain, live.lead_name, state.valid_from, state.valid_to,
                'rebuilt', CASE WHEN NOT state.is_active THEN 'lost'
                    WHEN stage.is_won THEN 'won' ELSE 'open' END,
                state.is_active, live.type, state.stage_id, state.stage_name, state.stage_from_id,
                state.stage_from_name, state.stage_since, state.is_move = 1, stage.funnel_position,
                stage.forecast_category, state.expected_revenue, state.recurring_revenue,
                live.currency_id, FALSE, state.user_id, state.user_name, state.team_id,
                state.team_name, live.company_id, live.company_name, state.partner_id,
                CASE WHEN state.partner_id = live.partner_id THEN live.customer_id
                    ELSE state.partner_id END,
                CASE WHEN state.partner_id = live.partner_id THEN live.customer_name
                    ELSE state.partner_name END,
                live.source_id, live.source_name, live.campaign_id, live.campaign_name
            FROM (%s) AS state
            JOIN crm_lead_history AS live ON live.id = state.live_id
            LEFT JOIN crm_stage AS stage ON stage.id = state.stage_id
            """,
            self._stays_sql(self._states_sql()),
        )

    @api.model
    def _stays_sql(self, states):
        """Add to each state since when, and from where, the lead is in its stage."""
        return SQL(
            """
            SELECT numbered.*,
                min(valid_from) OVER stay AS stage_since,
                first_value(before_stage_id) OVER stay AS stage_from_id,
                first_value(before_stage_name) OVER stay AS stage_from_name
            FROM (
                SELECT compared.*, SUM(is_move) OVER (
                    PARTITION BY lead_id, chain ORDER BY valid_from) AS stay_number
                FROM (
                    SELECT states.*,
                        lag(stage_id) OVER story AS before_stage_id,
                        lag(stage_name) OVER story AS before_stage_name,
                        CASE WHEN stage_id IS DISTINCT FROM lag(stage_id) OVER story
                            THEN 1 ELSE 0 END AS is_move
                    FROM (%s) AS states
                    WINDOW story AS (PARTITION BY lead_id, chain ORDER BY valid_from)
                ) AS compared
            ) AS numbered
            WINDOW stay AS (PARTITION BY lead_id, chain, stay_number ORDER BY valid_from)
            """,
            states,
        )

    @api.model
    def _states_sql(self):
        """Read the table of the past as typed columns."""
        amounts = {name: _number_sql(name, "numeric") for name in AMOUNTS}
        return SQL(
            """
            SELECT past.lead_id, past.live_id, past.chain, past.valid_from, past.valid_to,
                %(references)s, %(names)s, %(amounts)s,
                COALESCE(%(active)s <> 0, live.is_active) AS is_active
            FROM crm_lead_past AS past
            JOIN crm_lead_history AS live ON live.id = past.live_id
            WHERE NOT past.is_broken AND past.valid_from < past.valid_to
            """,
            references=SQL(", ").join(_reference_sql(name) for name in NAMES),
            names=SQL(", ").join(
                _name_sql(name, column, alias) for name, (column, alias) in NAMES.items()
            ),
            amounts=SQL(", ").join(
                SQL(
                    "CASE WHEN past.is_split THEN NULL ELSE COALESCE(%s, %s) END AS %s",
                    value,
                    SQL.identifier("live", name),
                    SQL.identifier(name),
                )
                for name, value in amounts.items()
            ),
            active=_number_sql("active", "int"),
        )

    @api.model
    def _continue_stage_sql(self):
        """Let the live row know since when, and from where, the lead is in its stage."""
        return SQL(
            """UPDATE crm_lead_history AS live
            SET stage_since = last.stage_since, stage_from_id = last.stage_from_id,
                stage_from_name = last.stage_from_name, is_entry = FALSE
            FROM crm_lead_history AS last, (SELECT DISTINCT live_id FROM crm_lead_past) AS past
            WHERE live.id = past.live_id AND last.lead_id = live.lead_id
              AND last.origin = 'rebuilt' AND last.valid_to = live.valid_from
              AND last.stage_id = live.stage_id"""
        )


# A change stands in the table of the past as text, "value:name".


def _number_sql(name, kind):
    return SQL("NULLIF(split_part(%s, ':', 1), '')::%s", SQL.identifier("past", name), SQL(kind))


def _reference_sql(name):
    return SQL(
        """CASE WHEN %(past)s IS NULL AND NOT past.is_split THEN %(live)s
        ELSE NULLIF(%(id)s, 0) END AS %(name)s""",
        past=SQL.identifier("past", name),
        live=SQL.identifier("live", name),
        id=_number_sql(name, "int"),
        name=SQL.identifier(name),
    )


def _name_sql(name, live_column, alias):
    past = SQL.identifier("past", name)
    return SQL(
        """CASE WHEN %(past)s IS NULL AND NOT past.is_split THEN %(live)s
        ELSE NULLIF(substr(%(past)s, strpos(%(past)s, ':') + 1), '') END AS %(alias)s""",
        past=past,
        live=SQL.identifier("live", live_column),
        alias=SQL.identifier(alias),
    )
