from odoo import api, models
from odoo.tools import SQL

from .crm_lead_history_rebuild import TRACKED


class CrmLeadHistory(models.Model):
    """Reading Odoo's log of leads as states: who was where, since when, until when."""

    _inherit = "crm.lead.history"

    @api.model
    def _unrebuilt_sql(self):
        """Select leads whose history begins later than they do."""
        return SQL(
            """SELECT live.lead_id, live.id AS live_id, live.valid_from AS until,
                crm_lead.create_date
            FROM crm_lead_history AS live JOIN crm_lead ON crm_lead.id = live.lead_id
            WHERE NOT EXISTS (
                SELECT FROM crm_lead_history AS earlier
                WHERE earlier.lead_id = live.lead_id AND earlier.valid_from < live.valid_from
            ) AND crm_lead.create_date < live.valid_from"""
        )

    @api.model
    def _past_sql(self):
        """Select a row for each moment a lead changed (and its creation), values filled in.

        A value is told by a line of the log. Lines are carried along as one number, the second
        and the line's id: the greatest so far is the latest, the least of all the first.
        """
        names = list(TRACKED)
        return SQL(
            """
            WITH event AS (%(events)s),
            point AS (
                SELECT event.*, EXTRACT(epoch FROM at)::bigint << 32 AS second,
                    FALSE AS is_creation
                FROM event
                UNION ALL
                SELECT lead_id, create_date, %(nulls)s, NULL, TRUE FROM crm_lead_unrebuilt
            ),
            carried AS (
                SELECT lead_id, at, lead(at) OVER moment AS next_at,
                    max(at) FILTER (WHERE is_creation OR last_stage_id IS NOT NULL) OVER moment
                        AS stage_since,
                    %(carried)s
                FROM point
                WINDOW moment AS (PARTITION BY lead_id ORDER BY is_creation DESC, at),
                    log AS (PARTITION BY lead_id)
            )
            SELECT lead.lead_id, lead.live_id, 0 AS chain, FALSE AS is_split, at AS valid_from,
                LEAST(next_at, lead.until) AS valid_to, stage_since,
                NULL::int AS split_stage_id, NULL::varchar AS split_stage_name,
                NULL::int AS split_from_id, NULL::varchar AS split_from_name,
                %(values)s
            FROM carried JOIN crm_lead_unrebuilt AS lead ON lead.lead_id = carried.lead_id
            """,
            events=self._events_sql(names),
            nulls=SQL(", ").join(SQL("NULL, NULL") for _name in names),
            carried=SQL(", ").join(map(_carried_sql, names)),
            values=SQL(", ").join(map(_line_sql, names)),
        )

    @api.model
    def _events_sql(self, names):
        """Select what the log tells of each lead, one row a moment."""
        return SQL(
            """SELECT message.res_id AS lead_id, message.date AS at, %(lines)s
            FROM mail_tracking_value AS value
            JOIN mail_message AS message ON message.id = value.mail_message_id
            JOIN crm_lead_unrebuilt AS lead ON lead.lead_id = message.res_id
            WHERE message.model = 'crm.lead' AND value.field_id = ANY(%(field_ids)s)
              AND message.date < lead.until
            GROUP BY message.res_id, message.date""",
            lines=SQL(", ").join(map(self._event_sql, names)),
            field_ids=list(self._tracked_field_ids().values()),
        )

    @api.model
    def _tracked_field_ids(self):
        # sudo: ids of fields, to read the log with
        get = self.env["ir.model.fields"].sudo()._get
        return {name: get("crm.lead", name).id for name in TRACKED}

    @api.model
    def _event_sql(self, name):
        """Return the first and the last line of a moment about a field."""
        return SQL(
            """min(value.id) FILTER (WHERE field_id = %(field)s) AS %(first)s,
            max(value.id) FILTER (WHERE field_id = %(field)s) AS %(last)s""",
            field=self._tracked_field_ids()[name],
            first=SQL.identifier(f"first_{name}"),
            last=SQL.identifier(f"last_{name}"),
        )

    @api.model
    def _find_broken(self):
        """Return ids of leads whose stage changes do not join, or begin before the lead does."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT lead_id FROM (
                    SELECT message.res_id AS lead_id, COALESCE(old_value_integer, 0)
                        <> lag(COALESCE(new_value_integer, 0)) OVER story AS is_torn
                    FROM mail_tracking_value AS value
                    JOIN mail_message AS message ON message.id = value.mail_message_id
                    JOIN crm_lead_unrebuilt AS lead ON lead.lead_id = message.res_id
                    WHERE message.model = 'crm.lead' AND value.field_id = %s
                      AND message.date < lead.until
                    WINDOW story AS (PARTITION BY message.res_id ORDER BY message.date, value.id)
                ) AS change WHERE is_torn
                UNION
                SELECT past.lead_id FROM crm_lead_past AS past
                JOIN crm_lead_unrebuilt AS lead ON lead.lead_id = past.lead_id
                WHERE past.valid_from < lead.create_date""",
                self._tracked_field_ids()["stage_id"],
            )
        )
        return [lead_id for (lead_id,) in rows]


def _carried_sql(name):
    """Carry the latest line about a field along, and the first one of the whole log."""
    return SQL(
        """max(second | %s) OVER moment AS %s, min(second | %s) OVER log AS %s""",
        SQL.identifier(f"last_{name}"),
        SQL.identifier(f"latest_{name}"),
        SQL.identifier(f"first_{name}"),
        SQL.identifier(f"begin_{name}"),
    )


def _line_sql(name):
    """Return the line that tells a field's value; negative where it tells what was before."""
    return SQL(
        "(COALESCE(%s & 2147483647, -(%s & 2147483647)))::int AS %s",
        SQL.identifier(f"latest_{name}"),
        SQL.identifier(f"begin_{name}"),
        SQL.identifier(name),
    )
