from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

OPERATORS = {"<": SQL("<"), ">": SQL(">"), "<=": SQL("<="), ">=": SQL(">=")}


class CrmLeadHistory(models.Model):
    """The day a past state counts on in forecasts, as a lead has it today."""

    _inherit = "crm.lead.history"

    forecast_date = fields.Date(
        compute="_compute_forecast_date",
        search="_search_forecast_date",
        help="Expected closing; of a won state, the day it was won in its company's time zone.",
    )

    # Whether a waterfall has to look for what the log did not hold.
    _rebuilt_index = models.Index("(valid_to) WHERE origin = 'rebuilt'")

    @api.depends("status", "date_closed", "date_deadline", "company_id")
    def _compute_forecast_date(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM crm_lead_history AS past WHERE id = ANY(%s)",
                self._forecast_date_sql("past"),
                list(self.ids),
            )
        )
        days = dict(rows)
        for row in self:
            row.forecast_date = days.get(row.id, False)

    @api.model
    def _search_forecast_date(self, operator, value):
        if operator == "in":
            known = [day for day in value if day]
            return self._forecast_date_domain(
                lambda day: SQL(
                    "(%(day)s = ANY(%(known)s::date[]) OR (%(day)s IS NULL AND %(empty)s))",
                    day=day,
                    known=known,
                    empty=len(known) < len(value),
                )
            )
        if operator not in OPERATORS:
            return NotImplemented
        return self._forecast_date_domain(
            lambda day: SQL("%s %s %s::date", day, OPERATORS[operator], value)
        )

    @api.model
    def _forecast_date_domain(self, condition):
        return Domain.custom(
            to_sql=lambda model, alias, _query: condition(model._forecast_date_sql(alias))
        )

    @api.model
    def _forecast_date_sql(self, alias):
        zones = self.env["res.company"]._time_zones()
        zone = self.env["crm.lead"]._by_company_sql(zones, SQL.identifier(alias, "company_id"))
        return SQL(
            """(CASE WHEN %(status)s = 'won' AND %(closed)s IS NOT NULL
            THEN (%(closed)s AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            ELSE %(deadline)s END)""",
            status=SQL.identifier(alias, "status"),
            closed=SQL.identifier(alias, "date_closed"),
            deadline=SQL.identifier(alias, "date_deadline"),
            zone=zone,
        )
