from odoo import models
from odoo.tools import SQL

_WEEK = ":week"


class SalesPlanWeekMixin(models.AbstractModel):
    """Weeks as plans count them: from Monday, numbered by ISO 8601, in every language.

    Odoo begins and numbers weeks by the language of the reader: the same Tuesday stands in W47 for
    one and in W48 for the other, and in another week than on the plan.
    """

    _name = "sales.plan.week.mixin"
    _description = "Grouped by the Weeks of Plans"

    def _read_group_groupby(self, alias, groupby_spec, query):
        name = groupby_spec.removesuffix(_WEEK)
        if name == groupby_spec or "." in name:  # a path: as its own model counts
            return super()._read_group_groupby(alias, groupby_spec, query)
        day = super()._read_group_groupby(alias, f"{name}:day", query)
        week = SQL("date_trunc('week', %s::timestamp)", day)
        return SQL("%s::date", week) if self._fields[name].type == "date" else week

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        tell = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if not groupby_spec.endswith(_WEEK):
            return tell

        def tell_week(value):
            told, domain = tell(value)
            if not told:
                return told, domain
            year, week, _weekday = value.isocalendar()
            return (told[0], f"W{week} {year:04}"), domain

        return tell_week
