from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date, formatLang

from ...funnel.crm_stage import FORECAST_CATEGORIES

# What is told of a deal in each of its two states, where the reader may see that state.
TOLD = {
    "user": "user_name",
    "team": "team_name",
    "territory": "territory_name",
    "stage": "stage_name",
    "category": "forecast_category",
    "day": "date_deadline",
    "amount": "expected_revenue",
    "probability": "probability",
}
# Facts that explain a bar.
EXPLAINED_BY = {
    "increased": ("amount",),
    "decreased": ("amount",),
    "pulled_in": ("day",),
    "pushed_out": ("day",),
    "category_in": ("category",),
    "category_out": ("category",),
    "probability_up": ("probability",),
    "probability_down": ("probability",),
    "moved_in": ("user", "team", "territory"),
    "moved_out": ("user", "team", "territory"),
    "filter_in": ("stage",),
    "filter_out": ("stage",),
    "reopened": ("stage",),
}


class CrmForecastWaterfall(models.Model):
    """The deals behind a bar: what happened to each, old and new."""

    _inherit = "crm.forecast.waterfall"

    changed_on = fields.Datetime("Since", readonly=True, help="Since when it is as it is.")
    user_before = fields.Char("Salesperson Before", readonly=True)
    user_after = fields.Char("Salesperson", readonly=True)
    team_before = fields.Char(readonly=True)
    team_after = fields.Char("Sales Team", readonly=True)
    territory_before = fields.Char(readonly=True)
    territory_after = fields.Char("Territory", readonly=True)
    stage_before = fields.Char(readonly=True)
    stage_after = fields.Char("Stage", readonly=True)
    category_before = fields.Selection(FORECAST_CATEGORIES, readonly=True)
    category_after = fields.Selection(FORECAST_CATEGORIES, "Forecast Category", readonly=True)
    day_before = fields.Date("Closing Before", readonly=True)
    day_after = fields.Date("Expected Closing", readonly=True)
    amount_before = fields.Float(readonly=True, aggregator=None)
    amount_after = fields.Float(readonly=True, aggregator=None)
    probability_before = fields.Float(readonly=True, aggregator=None)
    probability_after = fields.Float(readonly=True, aggregator=None)
    what = fields.Char("What Happened", compute="_compute_what")

    @property
    def _table_query(self):
        asked = self._read_asked(self.env.context.get("waterfall") or {})
        self._forbid_compiling()
        told = [
            SQL(
                "CASE WHEN step.%s THEN %s END AS %s",
                SQL.identifier(f"{side}_is_seen"),
                SQL.identifier(side, column),
                SQL.identifier(f"{name}_{which}"),
            )
            for name, column in TOLD.items()
            for side, which in (("was", "before"), ("now", "after"))
        ]
        coins = 1 if asked.measure == "count" else 10**asked.currency.decimal_places
        return SQL(
            """WITH step AS MATERIALIZED (%(step)s)
            SELECT step.now_id::bigint * 32 + share.number * 2 + step.number AS id, step.lead_id,
                CASE WHEN step.now_is_seen THEN now.lead_name ELSE was.lead_name END AS lead_name,
                share.bar, share.cents::numeric / %(coins)s AS value,
                abs(share.cents)::float8 / %(coins)s AS size, %(currency)s AS currency_id,
                step.key AS group_key,
                CASE WHEN step.now_is_seen THEN now.valid_from ELSE was.valid_to END AS changed_on,
                %(told)s
            FROM step CROSS JOIN LATERAL (VALUES %(shares)s,
                (7, CASE WHEN p0 AND is_first THEN 'start' END, v0),
                (8, CASE WHEN p4 AND is_last THEN 'end' END, v3)) AS share(number, bar, cents)
            LEFT JOIN crm_lead_history AS was ON was.id = step.was_id
            LEFT JOIN crm_lead_history AS now ON now.id = step.now_id
            WHERE share.bar IS NOT NULL AND (%(changed)s OR share.number > 6)""",
            step=self._step_sql(asked),
            shares=self._shares_sql(asked),
            changed=self._changed_sql(),
            coins=coins,
            currency=asked.currency.id,
            told=SQL(", ").join(told),
        )

    # ------------------------------------------------------------------ in words

    @api.depends("bar")
    def _compute_what(self):
        for row in self:
            changes = [row._describe_change(name) for name in EXPLAINED_BY.get(row.bar, ())]
            row.what = ", ".join(filter(None, changes))

    def _describe_change(self, name):
        """Return old and new value of a fact, in words; nothing where it stayed."""
        before, after = self[f"{name}_before"], self[f"{name}_after"]
        if before == after:
            return ""
        return f"{self._say(name, before)} \u2192 {self._say(name, after)}"

    def _say(self, name, value):
        if name == "amount":
            return self._say_amount(value or 0)
        if not value and name != "probability":
            return "\u2013"
        if name == "day":
            return format_date(self.env, value)
        if name == "category":
            return dict(self._fields["category_after"]._description_selection(self.env))[value]
        return f"{value:g}%" if name == "probability" else value

    def _say_amount(self, value):
        """Return an amount without cents where there are none: it stands in narrow places."""
        words = formatLang(self.env, value, currency_obj=self.currency_id)
        cents = formatLang(self.env, 0, digits=self.currency_id.decimal_places)[1:]
        return words.replace(cents, "") if value == int(value) else words

    def action_open_lead(self):
        """Open the deal of a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }
