import re
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....planning.forecast.periods import period_of
from ....tools.asked import MOST_AMOUNT, MOST_ID, is_number, read_list, read_options
from .crm_sales_target_grid import read_column

FIELDS = {
    "company": None,
    "team": "team_id",
    "user": "user_id",
    "territory": "territory_id",
    "categ": "categ_id",
}
ID = re.compile("[0-9]{1,10}")


class Entry(NamedTuple):
    """A cell to be set: whose, for which period, to what (None: to nothing)."""

    key: str
    column: str
    value: float | None
    period: object
    scope: dict


class CrmSalesTarget(models.Model):
    """What is entered in the grid: checked as a whole, then written in bulk."""

    _inherit = "crm.sales.target"

    @api.model
    def set_cells(self, options, cells):
        """Set cells of the grid; return the cells that undo it, and the new grid.

        :param options: as of ``get_grid``; version and measure say whose cells these are
        :param cells: {key of the row, column, value (None empties it), was (what its writer saw
            there; another value by now is not overwritten)}
        """
        options = read_options(self.env, options)
        cells = [read_options(self.env, cell) for cell in read_list(self.env, cells)]
        version = self._require_version(options)
        measure = self._choose_measure(options.get("measure"))
        scopes = self._read_scopes(version, {str(cell.get("key")) for cell in cells})
        entries = [self._read_cell(version, measure, cell, scopes) for cell in cells]
        found = self._find_cells(version, measure, entries)
        undo = [
            {
                "key": entry.key,
                "column": entry.column,
                "value": self._held(found, entry),
                "was": entry.value,
            }
            for entry in entries
        ]
        for cell, entry in zip(cells, entries, strict=True):
            self._check_was(cell, entry, self._held(found, entry))
        self._write_cells(version, measure, entries, found)
        return {"undo": undo, "grid": self.get_grid(options)}

    @api.model
    def _require_version(self, options):
        versions = self._get_versions()
        version = versions.filtered(lambda one: one.id == options.get("version_id"))
        if not version:
            raise UserError(
                self.env._(
                    "There are no targets to set here: begin with those of a year, or choose a "
                    "version."
                )
            )
        return version

    # ------------------------------------------------------------------ what is meant

    @api.model
    def _read_cell(self, version, measure, cell, scopes):
        """Return the entry that a cell of the screen stands for, or say what is wrong with it."""
        period = self._read_period(version, cell.get("column"))
        scope = scopes[str(cell.get("key"))]
        value = cell.get("value")
        if value is not None:
            self._check_number(measure, value, period, scope)
        return Entry(cell["key"], cell["column"], value, period, scope)

    @api.model
    def _read_period(self, version, column):
        kind, first = read_column(column) or ("", None)
        period = first and period_of(first, kind, version.company_id._get_fiscal_scheme())
        if not period or period.first != first or period.year != version.year:
            raise UserError(
                self.env._(
                    "%(column)s is no period of the fiscal year %(year)s: open the targets again.",
                    column=column,
                    year=version.year,
                )
            )
        return period

    @api.model
    def _read_scopes(self, version, keys):
        """Return {key of a row: {field: id}}: whose target it is.

        :raises UserError: where there is no such row, or its writer may not know whom it is about
        """
        asked = {key: _read_key(key) for key in keys}
        known = {
            name: self._find_known(version, name, asked.values())
            for name in FIELDS.values()
            if name
        }
        scopes = {}
        for key, (name, record_id) in asked.items():
            if name and record_id not in known[name]:
                raise UserError(self.env._("%(key)s is no row of the targets.", key=key))
            scopes[key] = {name: record_id} if name else {}
        return scopes

    @api.model
    def _find_known(self, version, name, asked):
        ids = [record_id for field, record_id in asked if field == name]
        if not ids:
            return set()
        Model = self.env[self._fields[name].comodel_name].with_context(active_test=False)
        domain = Domain("id", "in", ids)
        if name == "user_id":
            domain &= Domain("company_ids", "in", version.company_id.ids)
        elif name != "categ_id":
            domain &= Domain("company_id", "in", [version.company_id.id, False])
        found = set(Model.search(domain).ids)
        return found | self._find_with_target(version, name, set(ids) - found)

    @api.model
    def _find_with_target(self, version, name, ids):
        """Return who has a target that the reader sees: a row of the grid, though he has left."""
        if not ids:
            return set()
        targets = self.search([("version_id", "=", version.id), (name, "in", list(ids))])
        return set(targets[name].ids)

    @api.model
    def _check_number(self, measure, value, period, scope):
        where = {"who": self._name_scope(scope), "period": self._name_period(period)}
        if not is_number(value):
            raise UserError(
                self.env._("%(who)s, %(period)s: “%(value)s” is no number.", value=value, **where)
            )
        if value < 0:
            raise UserError(self.env._("%(who)s, %(period)s: a target is not below zero.", **where))
        if value >= MOST_AMOUNT:
            raise UserError(
                self.env._("%(who)s, %(period)s: %(value)s is too much.", value=value, **where)
            )
        if value % 1 and not self.env["crm.sales.measure"]._get_measures()[measure]._is_money:
            raise UserError(
                self.env._(
                    "%(who)s, %(period)s: %(value)s is not a whole number.", value=value, **where
                )
            )

    @api.model
    def _name_scope(self, scope):
        for name, record_id in scope.items():
            # sudo: whoever stands in a row, though he has left the company
            Model = self.env[self._fields[name].comodel_name].sudo()
            return Model.browse(record_id).display_name
        return self.env._("Company")

    # ------------------------------------------------------------------ what is there

    @api.model
    def _find_cells(self, version, measure, entries):
        """Return {(row, column): target} of what the writer sees of these cells."""
        wanted = {(entry.key, entry.column) for entry in entries}
        found = self.search_fetch(
            [
                ("version_id", "=", version.id),
                ("measure", "=", measure),
                ("date_from", "in", list({entry.period.first for entry in entries})),
            ]
        )
        by_cell = {
            (one._get_grid_key(), f"{one.period_kind}-{one.date_from}"): one
            for one in found
            if not (one.categ_id and (one.user_id or one.team_id or one.territory_id))
        }
        return {cell: target for cell, target in by_cell.items() if cell in wanted}

    @api.model
    def _held(self, found, entry):
        target = found.get((entry.key, entry.column))
        return target.value if target else None

    @api.model
    def _check_was(self, cell, entry, held):
        if "was" not in cell or _cents(cell["was"]) == _cents(held):
            return
        raise UserError(
            self.env._(
                "%(who)s, %(period)s: somebody else has set it to %(value)s by now. Look at it "
                "again.",
                who=self._name_scope(entry.scope),
                period=self._name_period(entry.period),
                value="–" if held is None else held,
            )
        )

    # ------------------------------------------------------------------ writing

    @api.model
    def _write_cells(self, version, measure, entries, found):
        changed, gone, new = {}, self.browse(), {}
        for entry in entries:
            target = found.get((entry.key, entry.column))
            if entry.value is None:
                gone |= target or self.browse()
            elif not target:
                new[entry.key, entry.column] = {
                    "version_id": version.id,
                    "measure": measure,
                    "period_kind": entry.period.kind,
                    "date_from": entry.period.first,
                    "value": entry.value,
                    **entry.scope,
                }
            elif _cents(target.value) != _cents(entry.value):
                changed.setdefault(entry.value, self.browse())
                changed[entry.value] |= target
        gone.unlink()
        for value, targets in changed.items():
            targets.write({"value": value})
        self.create(list(new.values()))


def _read_key(key):
    """Return field and id of whom a row is about, no field for the company.

    >>> _read_key("team-3"), _read_key("company"), _read_key("team-x")
    (('team_id', 3), (None, 0), ('team_id', 0))
    """
    kind, _dash, number = key.partition("-")
    if key == "company":
        return None, 0
    is_id = ID.fullmatch(number) and int(number) < MOST_ID
    return FIELDS.get(kind) or "user_id", int(number) if is_id and FIELDS.get(kind) else 0


def _cents(value):
    """Return whole cents; what is no amount is equal to none."""
    if is_number(value):
        return round(value * 100)
    return None if value is None else value
