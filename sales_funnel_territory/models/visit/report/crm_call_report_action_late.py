from odoo import api, fields, models
from odoo.tools import SQL


class CrmCallReportAction(models.Model):
    """Analysis: items that were not done by the day agreed for count as not done in time."""

    _inherit = "crm.call.report.action"

    @api.model
    def _count_late(self):
        """Count items whose day has passed as late; return how many there were."""
        late = self.search(
            [
                ("state", "=", "open"),
                ("date_agreed", "<", fields.Date.context_today(self)),
                ("timeliness", "=", False),
            ]
        )
        late.write({"timeliness": "late", "in_time_rate": 0})
        return len(late)

    def _read_group_select(self, aggregate_spec, query):
        """What is not due yet counts neither as done in time nor as late."""
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec == "in_time_rate:avg":
            known = SQL.identifier(query.table, "timeliness")
            return SQL("%s FILTER (WHERE %s IS NOT NULL)", aggregate, known)
        return aggregate
