from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.forecast.waterfall import BARS
from ....tools.past_many2one import PastMany2one

LABELS = [
    ("new", "New Deals"),
    ("reopened", "Reopened"),
    ("filter_in", "Entered the Filter"),
    ("increased", "Increased"),
    ("decreased", "Decreased"),
    ("pulled_in", "Pulled In"),
    ("pushed_out", "Pushed Out"),
    ("category_in", "Category In"),
    ("category_out", "Category Out"),
    ("probability_up", "More Probable"),
    ("probability_down", "Less Probable"),
    ("currency", "Currency"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("removed", "Removed"),
    ("merged", "Merged"),
    ("filter_out", "Left the Filter"),
    ("moved_in", "Moved In"),
    ("moved_out", "Moved Out"),
]
ENDS = [("start", "At the Start"), ("end", "At the End")]


class CrmForecastWaterfall(models.Model):
    """Why is the forecast another number than it was? A row for each share of a deal in a bar.

    What is asked stands in the context (``waterfall``), so that lists, pivots and exports show
    the same figures as the chart. The law is told in ``planning/forecast/waterfall.py``.
    """

    _name = "crm.forecast.waterfall"
    _description = "Forecast Waterfall"
    _auto = False
    _rec_name = "lead_name"
    _order = "size desc, id"

    lead_id = PastMany2one("crm.lead", string="Opportunity (record)", readonly=True)
    lead_name = fields.Char("Opportunity", readonly=True)
    bar = fields.Selection([*ENDS, *LABELS], string="Step", readonly=True)
    value = fields.Monetary("Figure", currency_field="currency_id", readonly=True)
    size = fields.Float(readonly=True, aggregator=None, help="The value without its sign.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    group_key = fields.Char(readonly=True)
    group_name = fields.Char(compute="_compute_group_name")

    # ------------------------------------------------------------------ the chart

    @api.model
    def get_waterfall(self, options=None):
        """Return start, bars and end of the waterfall, over all deals, exact to the cent.

        :param options: first, last (days; the quarter until today), domain (on crm.lead), measure
            (amount, weighted, count), statuses (of deals that count; open), period (first and
            last forecast date), every_step, group_by
        """
        self.check_access("read")
        asked = self._read_asked(options or {})
        self.env.flush_all()
        self._forbid_compiling()
        [whole] = self._read_bars(asked, "").values() or [{}]
        return {
            "first": fields.Date.to_string(asked.first),
            "last": fields.Date.to_string(asked.last),
            "currency_id": asked.currency.id,
            "today_fields": self._describe_fields(self._todays_fields(asked)),
            "is_rebuilt": asked.is_rebuilt,
            **self._prepare_bars(asked, whole),
            "groups": self._prepare_groups(asked) if asked.group_by else [],
        }

    @api.model
    def _forbid_compiling(self):
        """Compiling the statement (jit) would take PostgreSQL many times longer than running it."""
        self.env.cr.execute(SQL("SET LOCAL jit = off"))

    @api.model
    def _read_bars(self, asked, group_by):
        """Return {key of a group: {bar: (cents, deals)}}; one group (no key) without grouping."""
        asked = asked.grouped(group_by)
        rows = self.env.execute_query(self._bars_sql(asked))
        groups = {} if group_by else {None: {}}
        for key, bar, cents, count in rows:
            groups.setdefault(key, {})[bar] = (int(cents), count)
        return groups

    @api.model
    def _bars_sql(self, asked):
        return SQL(
            """WITH step AS MATERIALIZED (%(step)s)
            SELECT key, 'start', SUM(v0), COUNT(*) FROM step WHERE p0 AND is_first GROUP BY key
            UNION ALL
            SELECT key, 'end', SUM(v3), COUNT(*) FROM step WHERE p4 AND is_last GROUP BY key
            UNION ALL
            SELECT key, share.bar, SUM(share.cents), COUNT(DISTINCT lead_id)
            FROM step CROSS JOIN LATERAL (VALUES %(shares)s) AS share(number, bar, cents)
            WHERE %(changed)s AND share.bar IS NOT NULL GROUP BY key, share.bar""",
            step=self._step_sql(asked),
            shares=self._shares_sql(asked),
            changed=self._changed_sql(),
        )

    @api.model
    def _prepare_bars(self, asked, found):
        labels = dict(self._fields["bar"]._description_selection(self.env))
        values = {bar: self._to_amount(asked, cents) for bar, (cents, _count) in found.items()}
        return {
            "start": values.get("start", 0),
            "end": values.get("end", 0),
            "start_count": found.get("start", (0, 0))[1],
            "end_count": found.get("end", (0, 0))[1],
            "bars": [
                {"key": bar, "label": labels[bar], "value": values[bar], "count": found[bar][1]}
                for bar in BARS
                if bar in found
            ],
        }

    @api.model
    def _to_amount(self, asked, cents):
        """Return cents as an amount of the currency; numbers of deals stay what they are."""
        if asked.measure == "count":
            return cents
        digits = asked.currency.decimal_places
        return round(cents / 10**digits, digits)

    # ------------------------------------------------------------------ groups

    @api.model
    def _prepare_groups(self, asked):
        """Return the waterfall of each group: in the order of time, else the largest end first."""
        groups = self._read_bars(asked, asked.group_by)
        names = self._name_groups(asked, groups)
        prepared = [
            {"key": key, "name": names[key], **self._prepare_bars(asked, found)}
            for key, found in groups.items()
        ]
        if self._is_by_time(asked):
            return sorted(prepared, key=lambda group: (group["key"] is None, group["key"]))
        return sorted(prepared, key=lambda group: (-group["end"], -group["start"], group["name"]))
