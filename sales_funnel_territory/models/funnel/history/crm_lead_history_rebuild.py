import logging

from odoo import api, models
from odoo.tools import SQL

from ....tools.indexes import indexes_aside

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
        if not self.sudo().search_count([], limit=1):  # sudo: whether there is any row at all
            return {"rows": 0, "leads": 0, "split": 0}  # an empty table is not to be analysed
        # Compiling these statements (jit) would take longer than running them; sorting on disk, too
        self.env.cr.execute(SQL("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'"))
        self.env.cr.execute(SQL("ANALYZE crm_lead_history"))
        self._make_table("crm_lead_unrebuilt", self._unrebuilt_sql())
        self._make_table("crm_lead_past", self._past_sql())
        split = self._split_broken(self._find_broken())
        rows, leads = self._write_past()
        self.invalidate_model()
        return {"rows": rows, "leads": leads, "split": split}

    @api.model
    def _make_table(self, name, query):
        """Keep a query's rows until the transaction ends, and let the planner know them."""
        table = SQL.identifier(name)
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.%s", table))
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", table, query))
        self.env.cr.execute(SQL("ANALYZE pg_temp.%s", table))

    # ------------------------------------------------------------------ writing the past

    @api.model
    def _write_past(self):
        """Write the table of the past into the history; return how many rows of how many leads."""
        [(leads,)] = self.env.execute_query(
            SQL("SELECT count(DISTINCT lead_id) FROM crm_lead_past WHERE valid_from < valid_to")
        )
        if not leads:
            return 0, 0
        with indexes_aside(self.env.cr, self._table):
            self.env.cr.execute(self._insert_rebuilt_sql())
            rows = self.env.cr.rowcount
            self.env.cr.execute(self._continue_stages_sql())
        # whoever reads the past next is not to be planned for a table of the present only
        self.env.cr.execute(SQL("ANALYZE crm_lead_history"))
        return rows, leads

    @api.model
    def _insert_rebuilt_sql(self):
        """Insert the rows of the past. What the log does not hold is as it is now."""
        return SQL(
            """
            INSERT INTO crm_lead_history (lead_id, chain, lead_name, valid_from, valid_to,
                origin, status, is_active, type, stage_id, stage_name, stage_from_id,
                stage_from_name, stage_since, is_entry, funnel_position, forecast_category,
                expected_revenue, recurring_revenue, currency_id, is_scored, user_id, user_name,
                team_id, team_name, company_id, company_name, partner_id, customer_id,
                customer_name, source_id, source_name, campaign_id, campaign_name)
            SELECT state.lead_id, state.chain, state.lead_name, state.valid_from,
                state.valid_to, 'rebuilt', CASE WHEN NOT state.is_active THEN 'lost'
                    WHEN stage.is_won THEN 'won' ELSE 'open' END,
                state.is_active, state.type, state.stage_id, state.stage_name,
                state.stage_from_id, state.stage_from_name, state.stage_since,
                state.stage_since = state.valid_from, stage.funnel_position,
                stage.forecast_category, state.expected_revenue, state.recurring_revenue,
                state.currency_id, FALSE, state.user_id, state.user_name, state.team_id,
                state.team_name, state.company_id, state.company_name, state.partner_id,
                CASE WHEN state.partner_id = state.live_partner_id THEN state.customer_id
                    ELSE state.partner_id END,
                CASE WHEN state.partner_id = state.live_partner_id THEN state.customer_name
                    ELSE state.partner_name END,
                state.source_id, state.source_name, state.campaign_id, state.campaign_name
            FROM (%s) AS state
            LEFT JOIN crm_stage AS stage ON stage.id = state.stage_id
            """,
            self._states_sql(),
        )

    @api.model
    def _continue_stages_sql(self):
        """Let each live row know since when, and from where, its lead is in its stage.

        Rows are written anew, not updated: while indexes are set aside an update would leave
        PostgreSQL chains of rows, for which it uses no index made in this transaction.
        """
        continued = {
            "stage_since": SQL("gone.last_stage_since"),
            "stage_from_id": SQL("gone.last_stage_from_id"),
            "stage_from_name": SQL("gone.last_stage_from_name"),
            "is_entry": SQL("FALSE"),
        }
        names = [field.name for field in self._fields.values() if field.store]
        return SQL(
            """
            WITH gone AS (
                DELETE FROM crm_lead_history AS live
                USING crm_lead_history AS last
                JOIN crm_lead_unrebuilt AS lead
                    ON lead.lead_id = last.lead_id AND lead.until = last.valid_to
                WHERE live.id = lead.live_id AND last.origin = 'rebuilt'
                  AND last.stage_id = live.stage_id
                RETURNING live.*, last.stage_since AS last_stage_since,
                    last.stage_from_id AS last_stage_from_id,
                    last.stage_from_name AS last_stage_from_name
            )
            INSERT INTO crm_lead_history (%s) SELECT %s FROM gone
            """,
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(continued.get(name) or SQL.identifier("gone", name) for name in names),
        )

    @api.model
    def _states_sql(self):
        """Read the table of the past as typed columns: from the log, else as it is now."""
        return SQL(
            """
            SELECT past.lead_id, past.chain, past.valid_from, past.valid_to, past.stage_since,
                live.lead_name, live.type, live.currency_id, live.company_id, live.company_name,
                live.partner_id AS live_partner_id, live.customer_id, live.customer_name,
                live.source_id, live.source_name, live.campaign_id, live.campaign_name,
                %(values)s,
                CASE WHEN past.is_split THEN past.split_from_id
                    WHEN past.stage_id > 0 THEN NULLIF(stage_id_log.old_value_integer, 0)
                    END AS stage_from_id,
                CASE WHEN past.is_split THEN past.split_from_name
                    WHEN past.stage_id > 0 THEN NULLIF(stage_id_log.old_value_char, '')
                    END AS stage_from_name
            FROM crm_lead_past AS past
            JOIN crm_lead_history AS live ON live.id = past.live_id
            %(logs)s
            WHERE past.valid_from < past.valid_to
            """,
            values=SQL(", ").join(
                [
                    *map(_reference_sql, NAMES),
                    *(_name_sql(name, *columns) for name, columns in NAMES.items()),
                    *map(_amount_sql, AMOUNTS),
                    SQL("COALESCE(%s <> 0, live.is_active) AS is_active", _logged_sql("active")),
                ]
            ),
            logs=SQL(" ").join(
                SQL(
                    """LEFT JOIN mail_tracking_value AS %(log)s
                    ON %(log)s.id = abs(%(value)s) AND %(log)s.field_id = %(field)s""",
                    log=SQL.identifier(f"{name}_log"),
                    value=SQL.identifier("past", name),
                    field=field_id,
                )
                for name, field_id in self._tracked_field_ids().items()
            ),
        )


# In the table of the past stands, for each tracked field, the line of the log that tells its
# value: what it changed to, or (negative) what it changed from. Split pasts have a stage only.


def _logged_sql(name, kind=None):
    """Return what the log tells of a field."""
    kind = kind or TRACKED[name]
    return SQL(
        "CASE WHEN %(value)s > 0 THEN %(new)s WHEN %(value)s < 0 THEN %(old)s END",
        value=SQL.identifier("past", name),
        new=SQL.identifier(f"{name}_log", f"new_value_{kind}"),
        old=SQL.identifier(f"{name}_log", f"old_value_{kind}"),
    )


def _reference_sql(name):
    return _value_sql(name, name, name, SQL("NULLIF(%s, 0)", _logged_sql(name)))


def _name_sql(name, live_column, alias):
    logged = SQL("NULLIF(%s, '')", _logged_sql(name, "char"))
    return _value_sql(name, live_column, alias, logged)


def _amount_sql(name):
    return _value_sql(name, name, name, SQL("COALESCE(%s, 0)::numeric", _logged_sql(name)))


def _value_sql(name, live_column, alias, logged):
    """Return a value from the log, else the present one; nothing for pasts told apart."""
    is_stage = name == "stage_id"
    return SQL(
        "CASE WHEN past.is_split THEN %s WHEN %s IS NULL THEN %s ELSE %s END AS %s",
        SQL.identifier("past", f"split_{alias}") if is_stage else SQL("NULL"),
        SQL.identifier("past", name),
        SQL.identifier("live", live_column),
        logged,
        SQL.identifier(alias),
    )
