from odoo import models
from odoo.tools import SQL

# Averages of what is known only once it is answered, or due.
_KNOWN = {"hours_to_answer:avg": "answered_on", "on_time_rate:avg": "timeliness"}


class CrmHelpRequest(models.Model):
    """Analysis: what is still open neither counts as answered at once nor as late."""

    _inherit = "crm.help.request"

    def _read_group_select(self, aggregate_spec, query):
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec in _KNOWN:
            known = SQL.identifier(query.table, _KNOWN[aggregate_spec])
            return SQL("%s FILTER (WHERE %s IS NOT NULL)", aggregate, known)
        return aggregate
