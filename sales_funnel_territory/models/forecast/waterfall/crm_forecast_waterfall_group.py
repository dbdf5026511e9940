from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.models import READ_GROUP_DISPLAY_FORMAT
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ....tools.day_words import date_words
from .crm_forecast_waterfall_asked import GROUPS

# The day on which a deal counts is grouped by as Odoo groups by days.
DAYS = {"date_deadline", "forecast_date"}
GRANULARITIES = {"day", "week", "month", "quarter", "year"}
# As one says them; a week and a year are said alike everywhere.
WORDS = {"day": "d MMM y", "month": "MMMM y", "quarter": "QQQ y"}


class CrmForecastWaterfall(models.Model):
    """Deals grouped by anything: what the history holds as of the day, the rest as of today."""

    _inherit = "crm.forecast.waterfall"

    @api.model
    def _read_group_by(self, options):
        """Return the grouping asked for, in the one way it is written here."""
        group_by = options.get("group_by") or ""
        if not isinstance(group_by, str):
            raise UserError(self.env._("A waterfall is grouped by one field."))
        if not group_by or group_by in GROUPS:
            return group_by
        name, _colon, granularity = group_by.partition(":")
        if name in DAYS and (granularity or "month") in GRANULARITIES:
            granularity = granularity or "month"
            return "month" if granularity == "month" else f"forecast_date:{granularity}"
        return self._check_todays_group(group_by)

    @api.model
    def _check_todays_group(self, group_by):
        """Return a grouping by a field that the history does not hold, if it can be grouped by."""
        Lead = self.env["crm.lead"]
        name, _colon, granularity = group_by.partition(":")
        field = Lead._fields.get(name)
        is_time = field is not None and field.type in ("datetime", "date")
        if is_time and not granularity:
            granularity = "month"
            group_by = f"{name}:month"
        try:
            if field is None or field.type in ("many2many", "one2many", "properties"):
                raise ValueError(group_by)
            if granularity and not (is_time and granularity in GRANULARITIES):
                raise ValueError(group_by)
            Lead._read_group_groupby("crm_lead", group_by, Lead._search([]))
        except (TypeError, ValueError, KeyError) as error:
            raise UserError(
                self.env._(
                    "A waterfall cannot be grouped by %(field)s: a deal would be in several"
                    " groups at once, or in none.",
                    field=field._description_string(self.env) if field else group_by,
                )
            ) from error
        return group_by

    @api.model
    def _group_field(self, asked):
        """Return the name of the field of today by which is grouped; none where it is held."""
        is_held = not asked.group_by or asked.group_step != "rest" or asked.group_by in GROUPS
        return None if is_held else asked.group_by.split(":")[0]

    @api.model
    def _key_sql(self, asked, query):
        """Return, as text, the value by which deals are grouped."""
        if not asked.group_by:
            return SQL("NULL::varchar")
        if asked.group_step == "day":
            day = self.env["crm.lead.history"]._forecast_date_sql("past")
            granularity = asked.group_by.partition(":")[2] or "month"
            return SQL("to_char(date_trunc(%s, %s), 'YYYY-MM-DD')", granularity, day)
        if asked.group_by in GROUPS:
            return SQL("%s::varchar", SQL.identifier("past", asked.group_by))
        query.add_join(
            "LEFT JOIN", "today", self._todays_groups_sql(asked), SQL("today.id = past.lead_id")
        )
        return SQL("today.key")

    @api.model
    def _todays_groups_sql(self, asked):
        """Select the group of today of each lead that the reader may see today."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        leads = Lead._search([])
        key = Lead._read_group_groupby(leads.table, asked.group_by, leads)
        key = SQL("NULLIF(%s::varchar, '') AS key", key)
        return SQL("(%s)", leads.select(SQL.identifier(leads.table, "id"), key))

    # ------------------------------------------------------------------ names

    @api.model
    def _name_groups(self, asked, keys):
        """Return {key: what the group is called today}."""
        none = self.env._("None")
        names = dict.fromkeys(keys, none)
        known = [key for key in keys if key]
        return names | self._name_known(asked, known)

    @api.model
    def _name_known(self, asked, keys):
        field = self._fields_of_group(asked)
        if self._is_by_time(asked):
            granularity = asked.group_by.partition(":")[2] or "month"
            return {key: self._name_day(key, granularity) for key in keys}
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return {key: labels.get(key, key) for key in keys}
        if field.type == "boolean":
            labels = {"true": self.env._("Yes"), "false": self.env._("No")}
            return {key: labels.get(key, key) for key in keys}
        if field.type == "many2one":
            return self._name_records(field.comodel_name, keys)
        return {key: key for key in keys}

    @api.model
    def _is_by_time(self, asked):
        if asked.group_step == "day":
            return True
        return self._fields_of_group(asked).type in ("date", "datetime")

    @api.model
    def _fields_of_group(self, asked):
        name = self._group_field(asked)
        model = "crm.lead" if name else "crm.lead.history"
        return self.env[model]._fields.get(name or asked.group_by)

    @api.model
    def _name_records(self, model, keys):
        # sudo: names of people and teams whose deals the reader may see
        records = self.env[model].sudo().with_context(active_test=False)
        found = records.browse(int(key) for key in keys).exists()
        names = {str(record.id): record.display_name for record in found}
        return {key: names.get(key, self.env._("Deleted")) for key in keys}

    @api.model
    def _name_day(self, key, granularity):
        day = fields.Date.to_date(key[:10])
        if granularity in WORDS:
            return date_words(self.env, day, WORDS[granularity])
        pattern = READ_GROUP_DISPLAY_FORMAT.get(granularity)
        return format_date(self.env, day, date_format=pattern)

    @api.depends("group_key")
    def _compute_group_name(self):
        asked = self._read_asked(self.env.context.get("waterfall") or {})
        keys = {row.group_key or None for row in self}
        names = self._name_groups(asked, keys) if asked.group_by else {}
        for row in self:
            row.group_name = names.get(row.group_key or None, False)
