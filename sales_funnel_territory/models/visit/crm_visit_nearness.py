from odoo import api, fields, models
from odoo.tools import SQL

# days: further away than any visit ahead
PAST = 1_000_000


class CrmVisit(models.Model):
    """The order in which a person reads visits: today and ahead first, then the last ones.

    Neither dates upwards nor dates downwards give it: upwards begins years ago, downwards begins
    with the end of the next quarter.
    """

    _inherit = "crm.visit"

    nearness = fields.Integer(
        "Today and Ahead First",
        compute="_compute_nearness",
        aggregator=None,
        exportable=False,
        help="To order by: days until the visit; for one that is past, more than for any ahead.",
    )

    @api.depends("window_from", "window_to")
    def _compute_nearness(self):
        today = fields.Date.context_today(self)
        for visit in self:
            first = visit.window_from or today
            last = visit.window_to or first
            is_ahead = last >= today
            visit.nearness = (first - today).days if is_ahead else PAST + (today - last).days

    def _field_to_sql(self, alias, field_expr, query=None):
        """Order by nearness in the database, as `_compute_nearness` says it."""
        if field_expr != "nearness":
            return super()._field_to_sql(alias, field_expr, query)
        today = fields.Date.context_today(self)
        first = self._field_to_sql(alias, "window_from", query)
        last = SQL("COALESCE(%s, %s)", self._field_to_sql(alias, "window_to", query), first)
        return SQL(
            "CASE WHEN %(last)s >= %(today)s THEN %(first)s - %(today)s::date "
            "ELSE %(past)s + (%(today)s::date - %(last)s) END",
            first=first,
            last=last,
            today=today,
            past=PAST,
        )
