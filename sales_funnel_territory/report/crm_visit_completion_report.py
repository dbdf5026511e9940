from odoo import fields, models
from odoo.tools import SQL

from ..models.visit.crm_visit import STATES, WORK_KINDS

OUTCOMES = [*STATES, ("unserved", "Not Served"), ("due", "Due, Not Planned")]
# Measures that no plain average gives, as SQL over the rows of a group.
MEASURES = {
    "completion_rate:avg": "100.0 * SUM(%(done)s) / NULLIF(SUM(%(planned)s), 0)",
}


class CrmVisitCompletionReport(models.Model):
    """What was due, what of it was planned, what was done, what was missed.

    One row for each visit that is not cancelled, for each one a running or closed plan could not
    serve (a dropped visit that waits is its own row), and for each customer whose visit is overdue
    while nobody has planned one: planned and unserved together are what was due.
    """

    _name = "crm.visit.completion.report"
    _inherit = ["sales.plan.week.mixin"]
    _description = "Visit Completion"
    _auto = False
    _rec_name = "partner_id"
    _order = "date desc, id desc"

    visit_id = fields.Many2one("crm.visit", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    customer_class_id = fields.Many2one("crm.customer.class", readonly=True)
    territory_id = fields.Many2one("crm.territory", readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Date(readonly=True)
    outcome = fields.Selection(OUTCOMES, "State", readonly=True)
    work_kind = fields.Selection(WORK_KINDS, readonly=True)
    due_count = fields.Integer("Due", readonly=True)
    planned_count = fields.Integer("Planned", readonly=True)
    done_count = fields.Integer("Done", readonly=True)
    missed_count = fields.Integer("Missed", readonly=True)
    unserved_count = fields.Integer(
        "Not Planned", readonly=True, help="Due, and in no plan: not served, or overdue."
    )
    planned_hours = fields.Float("Planned (h)", readonly=True)
    done_hours = fields.Float(
        "Done (h)",
        readonly=True,
        help="From check-in to check-out; as planned where nobody checked in.",
    )
    completion_rate = fields.Float(
        "Visit Completion (%)",
        aggregator="avg",
        readonly=True,
        help="Visits done, of those that were planned.",
    )

    _depends = {
        "crm.visit": [
            "partner_id",
            "user_id",
            "company_id",
            "start",
            "window_from",
            "state",
            "work_kind",
            "duration",
            "spent_hours",
            "active",
        ],
        "crm.visit.shortfall": ["plan_id", "partner_id", "visit_id", "due_on", "duration"],
        "crm.visit.plan": ["user_id", "company_id", "state", "date_from"],
        "crm.customer.status": ["partner_id", "next_visit_due", "active", "class_id"],
        "res.partner": ["user_id", "company_id", "territory_id"],
        "res.users": ["sale_team_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT entry.*, status.class_id AS customer_class_id, customer.territory_id,
                person.sale_team_id AS team_id,
                entry.planned_count + entry.unserved_count AS due_count,
                NULL::float AS completion_rate
            FROM (%(visits)s UNION ALL %(shortfalls)s UNION ALL %(overdue)s) AS entry
            LEFT JOIN res_partner AS customer ON customer.id = entry.partner_id
            LEFT JOIN crm_customer_status AS status
                ON status.partner_id = customer.commercial_partner_id
            LEFT JOIN res_users AS person ON person.id = entry.user_id
            """,
            visits=self._visits_sql(),
            shortfalls=self._shortfalls_sql(),
            overdue=self._overdue_sql(),
        )

    def _visits_sql(self):
        return SQL(
            """SELECT visit.id * 3 AS id, visit.id AS visit_id, visit.partner_id, visit.user_id,
                visit.company_id, COALESCE(%(day)s, visit.window_from) AS date,
                visit.state AS outcome, visit.work_kind,
                (visit.state <> 'proposed')::integer AS planned_count,
                (visit.state = 'done')::integer AS done_count,
                (visit.state = 'missed')::integer AS missed_count,
                (visit.state = 'proposed')::integer AS unserved_count,
                CASE WHEN visit.state <> 'proposed' THEN visit.duration ELSE 0 END
                    AS planned_hours,
                COALESCE(visit.spent_hours, 0) AS done_hours
            FROM crm_visit AS visit
            WHERE visit.state <> 'cancelled' AND visit.active""",
            # the reader's day, as Odoo groups moments
            day=SQL(
                "(visit.start AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", self.env.tz.zone or "UTC"
            ),
        )

    def _shortfalls_sql(self):
        return SQL(
            """SELECT short.id * 3 + 1, NULL, short.partner_id, plan.user_id, plan.company_id,
                COALESCE(short.due_on, plan.date_from), 'unserved', NULL, 0, 0, 0, 1, 0, 0
            FROM crm_visit_shortfall AS short
            JOIN crm_visit_plan AS plan ON plan.id = short.plan_id
            LEFT JOIN crm_visit AS visit
                ON visit.id = short.visit_id AND visit.active AND visit.state <> 'cancelled'
            WHERE plan.state IN ('approved', 'running', 'closed') AND plan.active
              AND plan.kind = 'week' AND visit.id IS NULL"""
        )

    def _overdue_sql(self):
        """Select customers whose visit is overdue, with none ahead, and none said to be unserved.

        Each of them stands in the report once, in whatever plan he could have been.
        """
        return SQL(
            """SELECT status.id * 3 + 2, NULL, status.partner_id, customer.user_id,
                COALESCE(customer.company_id, person.company_id), status.next_visit_due,
                'due', NULL, 0, 0, 0, 1, 0, 0
            FROM crm_customer_status AS status
            JOIN res_partner AS customer ON customer.id = status.partner_id
            LEFT JOIN res_users AS person ON person.id = customer.user_id
            WHERE status.active AND customer.active AND status.next_visit_due < %(today)s
              AND NOT EXISTS (
                SELECT FROM crm_visit AS visit
                WHERE visit.partner_id = status.partner_id AND visit.active
                  AND visit.state IN ('proposed', 'planned', 'confirmed', 'under_way'))
              AND NOT EXISTS (
                SELECT FROM crm_visit_shortfall AS short
                JOIN crm_visit_plan AS plan ON plan.id = short.plan_id
                WHERE short.partner_id = status.partner_id AND plan.active
                  AND plan.kind = 'week' AND plan.state IN ('approved', 'running', 'closed')
                  AND COALESCE(short.due_on, plan.date_from) >= status.next_visit_due)""",
            today=fields.Date.context_today(self),
        )

    # ------------------------------------------------------------------ measures

    def _read_group_select(self, aggregate_spec, query):
        measure = MEASURES.get(aggregate_spec)
        if not measure:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields["completion_rate"], "read")
        return SQL(
            measure,
            done=self._field_to_sql(query.table, "done_count", query),
            planned=self._field_to_sql(query.table, "planned_count", query),
        )

    def action_open_visit(self):
        """Open the visit; the customer where there is none."""
        self.ensure_one()
        record = self.visit_id or self.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
