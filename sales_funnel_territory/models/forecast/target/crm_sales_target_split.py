from odoo import api, models
from odoo.exceptions import UserError

from ....planning.forecast.periods import parts, same_of_last_year
from ....planning.forecast.target_grid import key_of
from ....planning.forecast.targets import split
from ....tools.asked import read_options
from .crm_sales_target import SCOPES

# Parts are rounded to as many cents.
STEPS = (1, 100, 10_000, 100_000)


class CrmSalesTarget(models.Model):
    """A target split: over shorter periods, or over those below; the parts add up to the cent."""

    _inherit = "crm.sales.target"

    def split_over_parts(self, kind="month", by_season=True):
        """Split a year's (or quarter's) target over its parts, to the cent; return these.

        :param kind: of the parts: quarter or month
        :param by_season: like last year's figures, else evenly
        """
        self.ensure_one()
        period, scheme = self._get_period(), self.company_id._get_fiscal_scheme()
        periods = self._get_parts(period, kind, scheme)
        scope = next(({name: self[name].id} for name in SCOPES if self[name]), {})
        weights = self._weigh_periods(self.company_id, self.measure, scope, periods, by_season)
        values = self._split_value(self.measure, self.value, weights)
        return self._set_parts(kind, periods, values)

    @api.model
    def split_cell(self, options, key, column, how):
        """Split what stands in a cell of the grid; return what ``set_cells`` returns.

        :param how: over (quarter, month: shorter periods; below: the rows below), by_season (like
            last year's figures, else evenly), step (parts are multiples of so many cents)
        """
        options, how = read_options(self.env, options), read_options(self.env, how)
        version = self._require_version(options)
        measure = self._choose_measure(options.get("measure"))
        period, scope = self._read_period(version, column), self._read_scope(version, key)
        value = self._read_splittable(options, key, column)
        if how.get("over") == "below":
            keys = self._get_keys_below(options, key)
            weights = self._weigh_rows(version, measure, options, keys, period, how)
            cells = [{"key": one, "column": column} for one in keys]
        else:
            scheme = version.company_id._get_fiscal_scheme()
            periods = self._get_parts(period, how.get("over"), scheme)
            weights = self._weigh_periods(
                version.company_id, measure, scope, periods, how.get("by_season")
            )
            cells = [{"key": key, "column": key_of(one)} for one in periods]
        step = how.get("step") if how.get("step") in STEPS else 1
        values = self._split_value(measure, value, weights, step)
        return self.set_cells(
            options,
            [{**cell, "value": value} for cell, value in zip(cells, values, strict=True)],
        )

    @api.model
    def _read_scope(self, version, key):
        return self._read_scopes(version, [str(key)])[str(key)]

    @api.model
    def _read_splittable(self, options, key, column):
        """Return what stands in a cell, entered or added up."""
        grid = self.get_grid({**options, "kind": "month"})
        place = next((at for at, one in enumerate(grid["columns"]) if one["key"] == column), None)
        row = next((row for row in grid["rows"] if row["key"] == key), None)
        value = row["cells"][place][-1] if row and place is not None else None
        if not value:
            raise UserError(self.env._("Enter the target first, then split it."))
        return value

    @api.model
    def _get_parts(self, period, kind, scheme):
        periods = parts(period, kind, scheme) if kind in ("month", "quarter") else []
        if kind == period.kind or len(periods) < 2:
            raise UserError(self.env._("Split a target over shorter periods than its own."))
        return periods

    @api.model
    def _split_value(self, measure, value, weights, step=1):
        """Return the parts of a value: cents of money, whole ones of what is counted."""
        if not self.env["crm.sales.measure"]._get_measures()[measure]._is_money:
            step = max(step, 100)
        return [part / 100 for part in split(round(value * 100), weights, step)]

    # ------------------------------------------------------------------ weights

    @api.model
    def _weigh_periods(self, company, measure, scope, periods, by_season):
        """Return what each period weighs: all the same, or what was reached in it a year ago."""
        scheme = company._get_fiscal_scheme()
        # months of the calendar are equals, though February is shorter; of weeks some have more
        even = [1 if scheme.kind == "calendar" else period.days for period in periods]
        if not by_season:
            return even
        name, record_id = next(iter(scope.items()), ("", False))
        by = name if name in SCOPES else ""
        model = self.env["crm.sales.measure"]._get_measures()[measure]
        past = [same_of_last_year(period, scheme) for period in periods]
        found = [
            model._measure(company, one.first, one.last, by).get(record_id if by else False, 0)
            for one in past
        ]
        return found if any(value > 0 for value in found) else even

    @api.model
    def _get_keys_below(self, options, key):
        """Return the rows right below one whose targets the reader may set.

        Who sells there without being in the team has no share in its target.
        """
        rows = self.get_grid(options)["rows"]
        keys = [
            row["key"]
            for row in rows
            if row["parent"] == key and row["is_editable"] and not row["is_guest"]
        ]
        if not keys:
            raise UserError(self.env._("There is nobody below to split it over."))
        return keys

    @api.model
    def _weigh_rows(self, version, measure, options, keys, period, how):
        """Return what each row weighs: the same, or what it reached a year ago with all below."""
        if not how.get("by_season"):
            return [1] * len(keys)
        past = same_of_last_year(period, version.company_id._get_fiscal_scheme())
        model = self.env["crm.sales.measure"]._get_measures()[measure]
        reached = {
            by: model._measure(version.company_id, past.first, past.last, by) for by in SCOPES
        }
        rows = {row["key"]: row for row in self.get_grid(options)["rows"]}
        totals = dict.fromkeys(keys, 0)
        for row_key in rows:
            kind, _dash, number = row_key.partition("-")
            if kind == "user" and row_key not in keys:
                continue  # in what his team reached
            above = _climb_to(row_key, rows, totals)
            if above:
                totals[above] += reached.get(f"{kind}_id", {}).get(int(number or 0), 0)
        return [totals[one] for one in keys]

    def _set_parts(self, kind, periods, values):
        same = {
            "version_id": self.version_id.id,
            "measure": self.measure,
            "period_kind": kind,
            **{name: self[name].id for name in (*SCOPES, "categ_id")},
        }
        found = self.search([(name, "=", value) for name, value in same.items()])
        by_start = {target.date_from: target for target in found}
        for period, value in zip(periods, values, strict=True):
            if period.first in by_start:
                by_start[period.first].value = value
        missing = [
            {**same, "date_from": period.first, "value": value}
            for period, value in zip(periods, values, strict=True)
            if period.first not in by_start
        ]
        return found | self.create(missing)


def _climb_to(key, rows, wanted):
    """Return the row itself, or the first above it, that is among those wanted."""
    while key and key not in wanted:
        key = rows[key]["parent"]
    return key
