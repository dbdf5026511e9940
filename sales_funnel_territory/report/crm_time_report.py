from dataclasses import dataclass, replace

from odoo import fields, models
from odoo.tools import SQL

from ..models.visit.matrix.crm_time_plan import TIME_KINDS
from ..models.visit.matrix.mail_activity import QUADRANT_NAMES, name_quadrant

SOURCES = [
    ("activity", "Activity"),
    ("visit", "Visit"),
    ("travel", "Travel"),
    ("meeting", "Meeting"),
]
# counted as time: what was agreed on, is under way, or was done
_VISITED = ("planned", "confirmed", "under_way", "done")


@dataclass(frozen=True)
class VisitRows:
    """What tells the rows of a visit apart: the stay, who comes along, the way there."""

    row_id: SQL
    user: SQL
    source: str
    kind: SQL
    hours: SQL
    more: SQL
    only: SQL


class CrmTimeReport(models.Model):
    """Where people's time goes: visits, the way to them, meetings and activities.

    Visits and meetings count by their times, activities by the minutes of their type: those that
    are done on the day they were done, open ones on the day they are due, or today when that has
    passed. What stands in the calendar for a visit, or for an activity, is counted once.
    """

    _name = "crm.time.report"
    _inherit = ["sales.plan.week.mixin"]
    _description = "Share of Time"
    _auto = False
    _rec_name = "name"
    _order = "date desc, id desc"

    name = fields.Char("What", compute="_compute_name")
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    activity_id = fields.Many2one("mail.activity", readonly=True)
    visit_id = fields.Many2one("crm.visit", readonly=True)
    event_id = fields.Many2one("calendar.event", readonly=True)
    date = fields.Date(readonly=True)
    source = fields.Selection(SOURCES, readonly=True)
    work_kind = fields.Selection(TIME_KINDS, readonly=True)
    quadrant = fields.Selection(
        QUADRANT_NAMES,
        readonly=True,
        help="Visits and meetings are urgent when they were arranged shortly before. Meetings "
        "without a customer stand in no quadrant.",
    )
    hours = fields.Float(readonly=True)
    done_hours = fields.Float("Hours Done", readonly=True)

    _depends = {
        "mail.activity": [
            "active",
            "activity_type_id",
            "date_deadline",
            "date_done",
            "matrix_importance",
            "matrix_urgency",
            "res_id",
            "res_model",
            "user_id",
        ],
        "mail.activity.type": ["is_important", "minutes"],
        "crm.visit": [
            "active",
            "companion_ids",
            "company_id",
            "duration",
            "event_id",
            "opportunity_ids",
            "origin",
            "partner_id",
            "priority",
            "spent_hours",
            "start",
            "state",
            "travel_minutes",
            "user_id",
            "work_kind",
        ],
        "calendar.event": [
            "active",
            "allday",
            "attendee_ids",
            "opportunity_id",
            "show_as",
            "start",
            "stop",
        ],
        "calendar.attendee": ["event_id", "partner_id", "state"],
        "crm.lead": ["company_id", "expected_revenue", "partner_id", "stage_id"],
        "crm.stage": ["work_kind"],
        "crm.customer.status": ["class_id", "partner_id"],
        "crm.customer.class": ["is_important"],
        "res.company": ["matrix_least_amount", "matrix_urgent_days"],
        "res.partner": ["commercial_partner_id"],
        "res.users": ["company_id", "partner_id", "sale_team_id"],
    }

    def _compute_name(self):
        for row in self:
            # the reader's own rights: what he may not read keeps its source's name
            record = (row.activity_id or row.visit_id or row.event_id)._filtered_access("read")
            sources = dict(self._fields["source"]._description_selection(self.env))
            row.name = record.display_name or sources[row.source]

    @property
    def _table_query(self):
        entries = [self._activities_sql(), *self._visits_sql(), self._meetings_sql()]
        return SQL(
            """SELECT entry.*, person.sale_team_id AS team_id
            FROM (%s) AS entry JOIN res_users AS person ON person.id = entry.user_id""",
            SQL(" UNION ALL ").join(entries),
        )

    # ------------------------------------------------------------------ activities

    def _activities_sql(self):
        Activity = self.env["mail.activity"]
        return SQL(
            """SELECT activity.id::bigint * 8 AS id, activity.user_id,
                COALESCE(lead.company_id, visit.company_id, person.company_id) AS company_id,
                customer.id AS partner_id, activity.id AS activity_id, NULL::integer AS visit_id,
                NULL::integer AS event_id,
                CASE WHEN activity.active THEN GREATEST(activity.date_deadline, %(today)s)
                    ELSE activity.date_done END AS date,
                'activity' AS source,
                COALESCE(stage.work_kind, visit.work_kind,
                    CASE WHEN customer.id IS NULL THEN 'internal' ELSE 'other' END) AS work_kind,
                %(quadrant)s AS quadrant,
                COALESCE(kind.minutes, 15) / 60.0::float AS hours,
                CASE WHEN activity.active THEN 0 ELSE COALESCE(kind.minutes, 15) / 60.0::float END
                    AS done_hours
            FROM %(tables)s %(limits)s
            WHERE activity.user_id IS NOT NULL AND activity.calendar_event_id IS NULL""",
            today=fields.Date.context_today(self),
            quadrant=Activity._matrix_quadrant_sql(),
            tables=Activity._matrix_tables_sql(),
            limits=Activity._matrix_limits_sql(),
        )

    # ------------------------------------------------------------------ visits

    def _visits_sql(self):
        """Return the rows of the person's stay, of who comes along, and of the way there."""
        stay = SQL(
            """CASE visit.state WHEN 'done' THEN COALESCE(visit.spent_hours, visit.duration)
            ELSE visit.duration END"""
        )
        kind = SQL("COALESCE(visit.work_kind, 'other')")
        own = VisitRows(
            row_id=SQL("visit.id::bigint * 8 + 1"),
            user=SQL("visit.user_id"),
            source="visit",
            kind=kind,
            hours=stay,
            more=SQL(""),
            only=SQL("TRUE"),
        )
        along = replace(
            own,
            row_id=SQL("(visit.id::bigint * 1000000 + companion.res_users_id) * 8 + 2"),
            user=SQL("companion.res_users_id"),
            more=SQL(
                """JOIN crm_visit_companion_rel AS companion
                    ON companion.crm_visit_id = visit.id
                    AND companion.res_users_id <> visit.user_id"""
            ),
        )
        way = replace(
            own,
            row_id=SQL("visit.id::bigint * 8 + 3"),
            source="travel",
            kind=SQL("'travel'"),
            hours=SQL("visit.travel_minutes / 60.0"),
            only=SQL("visit.travel_minutes > 0"),
        )
        return [self._visit_rows_sql(rows) for rows in (own, along, way)]

    def _visit_rows_sql(self, rows):
        return SQL(
            """SELECT %(row_id)s AS id, %(user)s AS user_id, visit.company_id, visit.partner_id,
                NULL::integer, visit.id, NULL::integer, %(day)s, %(source)s, %(kind)s, %(quadrant)s,
                (%(hours)s)::float,
                CASE visit.state WHEN 'done' THEN (%(hours)s)::float ELSE 0 END
            FROM crm_visit AS visit
            JOIN res_company AS company ON company.id = visit.company_id
            LEFT JOIN res_partner AS customer ON customer.id = visit.partner_id
            LEFT JOIN crm_customer_status AS status
                ON status.partner_id = customer.commercial_partner_id
            LEFT JOIN crm_customer_class AS customer_class ON customer_class.id = status.class_id
            %(more)s
            WHERE visit.active AND visit.start IS NOT NULL AND visit.state IN %(states)s
                AND %(only)s""",
            row_id=rows.row_id,
            user=rows.user,
            day=self._day_sql("visit", "start"),
            source=rows.source,
            kind=rows.kind,
            quadrant=self._visit_quadrant_sql(),
            hours=rows.hours,
            more=rows.more,
            states=_VISITED,
            only=rows.only,
        )

    def _visit_quadrant_sql(self):
        important = SQL(
            """COALESCE(customer_class.is_important, FALSE) OR (
                company.matrix_least_amount > 0 AND EXISTS (
                    SELECT FROM crm_visit_lead_rel AS concerned
                    JOIN crm_lead AS lead ON lead.id = concerned.crm_lead_id
                    WHERE concerned.crm_visit_id = visit.id
                        AND lead.expected_revenue >= company.matrix_least_amount))"""
        )
        # what a frequency or a route asks for was arranged long before
        urgent = SQL(
            """COALESCE(visit.priority, '0') = '3' OR (
                visit.origin NOT IN ('cadence', 'fixed_route')
                AND visit.start
                    <= visit.create_date + company.matrix_urgent_days * interval '1 day')"""
        )
        return name_quadrant(important, urgent)

    # ------------------------------------------------------------------ meetings

    def _guest_sql(self):
        """Select the most important customer among the guests of ``event``."""
        return SQL(
            """SELECT status.partner_id, customer_class.is_important
            FROM calendar_attendee AS other
            JOIN res_partner AS contact ON contact.id = other.partner_id
            JOIN crm_customer_status AS status
                ON status.partner_id = contact.commercial_partner_id AND status.active
            LEFT JOIN crm_customer_class AS customer_class
                ON customer_class.id = status.class_id
            WHERE other.event_id = event.id
            ORDER BY customer_class.is_important DESC NULLS LAST, status.id LIMIT 1"""
        )

    def _meetings_sql(self):
        return SQL(
            """SELECT attendee.id::bigint * 8 + 4 AS id, person.id AS user_id,
                COALESCE(lead.company_id, person.company_id), guest.partner_id, NULL::integer,
                NULL::integer, event.id, %(day)s, 'meeting',
                COALESCE(stage.work_kind,
                    CASE WHEN guest.partner_id IS NULL THEN 'internal' ELSE 'other' END),
                CASE WHEN lead.id IS NOT NULL OR guest.partner_id IS NOT NULL
                    THEN %(quadrant)s END,
                EXTRACT(EPOCH FROM event.stop - event.start)::float / 3600,
                CASE WHEN event.stop <= %(now)s
                    THEN EXTRACT(EPOCH FROM event.stop - event.start)::float / 3600 ELSE 0 END
            FROM calendar_event AS event
            JOIN calendar_attendee AS attendee
                ON attendee.event_id = event.id AND attendee.state IS DISTINCT FROM 'declined'
            JOIN res_users AS person ON person.partner_id = attendee.partner_id AND NOT person.share
            JOIN res_company AS company ON company.id = person.company_id
            LEFT JOIN crm_lead AS lead ON lead.id = event.opportunity_id
            LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
            LEFT JOIN LATERAL (%(guest)s) AS guest ON TRUE
            WHERE event.active AND NOT COALESCE(event.allday, FALSE) AND event.show_as = 'busy'
                AND NOT EXISTS (
                    SELECT FROM crm_visit AS visit
                    LEFT JOIN crm_visit_companion_rel AS companion
                        ON companion.crm_visit_id = visit.id
                    WHERE visit.event_id = event.id
                        AND person.id IN (visit.user_id, companion.res_users_id))""",
            day=self._day_sql("event", "start"),
            quadrant=self._meeting_quadrant_sql(),
            guest=self._guest_sql(),
            now=self.env.cr.now(),
        )

    def _meeting_quadrant_sql(self):
        important = SQL(
            """COALESCE(guest.is_important, FALSE) OR (company.matrix_least_amount > 0
                AND COALESCE(lead.expected_revenue, 0) >= company.matrix_least_amount)"""
        )
        urgent = SQL(
            "event.start <= event.create_date + company.matrix_urgent_days * interval '1 day'"
        )
        return name_quadrant(important, urgent)

    def _day_sql(self, table, column):
        """Return a moment's day as the reader's clock has it, as Odoo groups moments."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            SQL.identifier(table, column),
            self.env.tz.zone or "UTC",
        )

    # ------------------------------------------------------------------ opening

    def action_open_record(self):
        """Open the visit or meeting; for an activity, what it hangs on."""
        self.ensure_one()
        if self.activity_id:
            return self.activity_id.action_open_document()
        record = self.visit_id or self.event_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
