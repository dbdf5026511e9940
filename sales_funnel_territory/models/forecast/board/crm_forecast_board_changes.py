from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.asked import read_choice, read_day

# What is told on the board, and the bars of the waterfall it adds up; the rest is "other".
CHANGES = {
    "new": ("new", "reopened"),
    "bigger": ("increased",),
    "pulled_in": ("pulled_in",),
    "won": ("won",),
    "lost": ("lost", "removed", "merged"),
    "slipped": ("pushed_out",),
    "smaller": ("decreased",),
}
KIND_OF = {bar: kind for kind, names in CHANGES.items() for bar in names}
DAYS = 7
MOST = 6
EVER = date(1970, 1, 1)


class CrmForecastBoard(models.AbstractModel):
    """What changed since a day: the waterfall of the open deals, and those that moved it most."""

    _inherit = "crm.forecast.board"

    @api.model
    def get_changes(self, filters=None, since=None, key=""):
        """Return what came to and went from the open deals of the period since a day.

        Totals are over all deals; only the list of single ones ends somewhere.

        :param since: a day; its morning (default: a week ago)
        :param key: of a row of the board; empty: all
        """
        asked = self._read_asked(filters)
        options = self._prepare_waterfall(asked, since, key)
        Waterfall = self.env["crm.forecast.waterfall"]
        fall = Waterfall.get_waterfall(options)
        return {
            **{name: fall[name] for name in ("first", "start", "end", "start_count", "end_count")},
            "changes": self._sum_changes(fall["bars"]),
            "deals": self._read_largest(options),
            "currency_id": fall["currency_id"],
            "is_rebuilt": fall["is_rebuilt"],
        }

    @api.model
    def _prepare_waterfall(self, asked, since, key):
        first = read_day(self.env, since)
        first = min(first or asked.today - timedelta(days=DAYS), asked.today)
        begin = EVER if asked.is_now else asked.period.first
        return {
            "first": fields.Date.to_string(first),
            "last": fields.Date.to_string(asked.today),
            "period": [fields.Date.to_string(day) for day in (begin, asked.period.last)],
            "domain": list(self._company_domain() & self._row_domain(key)),
        }

    @api.model
    def _sum_changes(self, bars):
        """Return, for each kind of change, its sum and the number of deals."""
        labels = self._label_changes()
        found = {}
        for bar in bars:
            kind = KIND_OF.get(bar["key"], "other")
            value, count = found.get(kind, (0, 0))
            found[kind] = (value + bar["value"], count + bar["count"])
        return [
            {"key": kind, "label": labels[kind], "value": found[kind][0], "count": found[kind][1]}
            for kind in labels
            if kind in found
        ]

    @api.model
    def _label_changes(self):
        return {
            "new": self.env._("New Deals"),
            "bigger": self.env._("Bigger"),
            "pulled_in": self.env._("Pulled In"),
            "won": self.env._("Won"),
            "lost": self.env._("Lost"),
            "slipped": self.env._("Slipped"),
            "smaller": self.env._("Smaller"),
            "other": self.env._("Other Changes"),
        }

    @api.model
    def _read_largest(self, options):
        Line = self.env["crm.forecast.waterfall"].with_context(waterfall=options)
        labels = dict(Line._fields["bar"]._description_selection(self.env)) | {
            bar: self._label_changes()[kind] for bar, kind in KIND_OF.items()
        }
        found = Line.search(self._changes_domain(""), limit=MOST)
        ids = [line.lead_id.id for line in found]
        # some were removed, or given to somebody whose deals the reader may not see
        Lead = self.env["crm.lead"].with_context(active_test=False)
        readable = set(Lead.search([("id", "in", ids)]).ids)
        return [
            {
                "id": line.id,
                "lead_id": line.lead_id.id if line.lead_id.id in readable else False,
                "name": line.lead_name,
                "who": line.user_after or line.user_before or "",
                "bar": line.bar,
                "label": labels[line.bar],
                "what": line.what,
                "value": line.value,
            }
            for line in found
        ]

    @api.model
    def _changes_domain(self, kind):
        """Return the lines of the waterfall that belong to a kind of change; empty: all of them."""
        told = [bar for names in CHANGES.values() for bar in names]
        if kind in CHANGES:
            return Domain("bar", "in", CHANGES[kind])
        hidden = ["start", "end", *(told if kind == "other" else ())]
        return Domain("bar", "not in", hidden)

    @api.model
    def action_open_changes(self, filters, since=None, key="", kind=""):
        """Open the deals of a kind of change, with what happened to each."""
        asked = self._read_asked(filters)
        options = self._prepare_waterfall(asked, since, key)
        kind = read_choice(self.env, kind, "kind", ("", *CHANGES, "other"))
        label = self._label_changes().get(kind) or self.env._("What Changed")
        return {
            **self.env["crm.forecast.waterfall"].action_open_bar(options),
            "name": label,
            "display_name": label,
            "domain": list(self._changes_domain(kind)),
            "context": {"waterfall": options},
            "views": [(False, "list"), (False, "pivot"), (False, "graph"), (False, "kanban")],
        }
