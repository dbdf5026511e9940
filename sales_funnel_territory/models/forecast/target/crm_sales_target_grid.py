from datetime import date

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ....planning.forecast.periods import period_of, with_parts
from ....planning.forecast.target_grid import Line, add_up, key_of, to_columns
from ....tools.asked import read_choice, read_options, read_year
from .crm_sales_target_version import MANAGER

# The shortest periods that the grid shows; longer ones stand beside them.
SHOWN_KINDS = {"month": ("month", "quarter", "year"), "quarter": ("quarter", "year")}
ALL_KINDS = SHOWN_KINDS["month"]
BYS = ("team", "territory", "categ")


class CrmSalesTarget(models.Model):
    """The grid of targets: whoever has some in rows, the periods of a year in columns.

    Read with the reader's own rights, by a fixed number of queries: a rep sees himself, a leader
    his teams and people, a sales manager all. What adds up is told by ``planning``.
    """

    _inherit = "crm.sales.target"

    @api.model
    def get_grid(self, options=None):
        """Return rows, columns and cells of a version of targets, and what may be chosen.

        :param options: version_id; measure; by (team, territory, categ: what the rows are);
            kind (month, quarter: the shortest columns). Without a version, the one that counts
            today, else the latest that is worked on.
        """
        self.check_access("read")
        options = read_options(self.env, options)
        version = self._choose_version(options.get("version_id"))
        measure = self._choose_measure(options.get("measure"))
        kind = read_choice(self.env, options.get("kind") or "quarter", "kind", [*SHOWN_KINDS])
        by = read_choice(self.env, options.get("by"), "by", BYS)
        by = by if by in dict(self._get_grid_bys()) else BYS[0]
        return {
            "version": version._describe() if version else False,
            "versions": [one._describe() for one in self._get_versions()],
            "next_year": self._get_next_year(),
            "is_manager": self.env.user.has_group(MANAGER),
            "measure": measure,
            "measures": self.env["crm.sales.measure"]._describe_all(),
            "by": by,
            "bys": self._get_grid_bys(),
            "kind": kind,
            "currency_id": (version.company_id or self.env.company).currency_id.id,
            **(self._read_grid(version, measure, by, kind) if version else {}),
        }

    @api.model
    def _read_grid(self, version, measure, by, kind):
        """Return columns, rows with their cells, and how many targets fit into no period."""
        periods = version._get_periods()
        columns = to_columns(periods)
        rows, own, strays = self._prepare_grid(version, measure, by, {c.key for c in columns})
        cells = add_up(
            columns, [Line(key, row["parent"], own.get(key, {})) for key, row in rows.items()]
        )
        shown = [one for one in periods if one.kind in SHOWN_KINDS[kind]]
        keys = [key_of(period) for period in shown]
        return {
            "columns": [self._describe_period_column(period) for period in shown],
            "rows": [
                {
                    **rows[key],
                    "key": key,
                    "cells": [_describe_cell(cells[key][column]) for column in keys],
                }
                for key in cells
            ],
            "strays": strays,
        }

    @api.model
    def _prepare_grid(self, version, measure, by, columns):
        """Return {key: row}, {key of a row: {key of a column: cents}} and the count of strays."""
        own, strays = {}, 0
        for target in self._search_grid(version, measure, by):
            column = f"{target.period_kind}-{target.date_from}"
            if column not in columns:
                strays += 1
                continue
            own.setdefault(target._get_grid_key(), {})[column] = round(target.value * 100)
        return self._prepare_rows(version, by, set(own)), own, strays

    @api.model
    def _search_grid(self, version, measure, by):
        """Return the targets of a version that stand in a grid, as far as the reader sees them."""
        scopes = {"team": ("team_id", "user_id"), "territory": ("territory_id",), "categ": ()}[by]
        others = {"team_id", "user_id", "territory_id"} - set(scopes)
        if by != "categ":
            others |= {"categ_id"}
        domain = Domain("version_id", "=", version.id) & Domain("measure", "=", measure)
        domain &= Domain.AND(Domain(name, "=", False) for name in sorted(others))
        names = ["period_kind", "date_from", "value", "team_id", "user_id", "territory_id"]
        return self.search_fetch(domain, [*names, "categ_id"])

    def _get_grid_key(self):
        """Return the key of the row in which a target stands: user-5, team-3, company."""
        for name in ("user_id", "team_id", "territory_id", "categ_id"):
            if self[name]:
                return f"{name.removesuffix('_id')}-{self[name].id}"
        return "company"

    # ------------------------------------------------------------------ what is chosen

    @api.model
    def _get_grid_bys(self):
        """Return (key, label) of what the rows may be."""
        bys = [("team", self.env._("Teams and People"))]
        if self.env.user.has_group(MANAGER):
            bys += [
                ("territory", self.env._("Territories")),
                ("categ", self.env._("Product Categories")),
            ]
        return bys

    @api.model
    def _get_versions(self):
        return self.env["crm.sales.target.version"].search(
            [("company_id", "=", self.env.company.id)]
        )

    @api.model
    def _choose_version(self, version_id):
        versions = self._get_versions()
        if version_id:
            chosen = versions.filtered(lambda version: version.id == version_id)
            if not chosen:
                raise UserError(
                    self.env._(
                        "These targets are gone, or belong to a company you are not working in."
                    )
                )
            return chosen
        this_year = versions._default_year()
        ranks = {"approved": 0, "submitted": 1, "draft": 2, "superseded": 3}
        return versions.sorted(
            lambda version: (version.year != this_year, ranks[version.state], -version.year)
        )[:1]

    @api.model
    def _choose_measure(self, measure):
        return read_choice(
            self.env, measure, "measure", [*self.env["crm.sales.measure"]._get_measures()]
        )

    @api.model
    def _get_next_year(self):
        """Return the year to begin with: this one, or the next that has no targets."""
        year = self.env["crm.sales.target.version"]._default_year()
        known = set(self._get_versions().mapped("year"))
        return next(one for one in range(year, year + len(known) + 1) if one not in known)

    @api.model
    def _count_strays(self, company):
        """Count the targets of standing versions that fit into no period of the scheme."""
        versions = self.env["crm.sales.target.version"].search(
            [("company_id", "=", company.id), ("state", "!=", "superseded")]
        )
        count = 0
        for version in versions:
            known = {key_of(period) for period in version._get_periods()}
            groups = self._read_group(
                [("version_id", "=", version.id)], ["period_kind", "date_from:day"], ["__count"]
            )
            count += sum(number for kind, day, number in groups if f"{kind}-{day}" not in known)
        return count

    # ------------------------------------------------------------------ telling

    @api.model
    def _describe_period_column(self, period):
        return {
            "key": key_of(period),
            "kind": period.kind,
            "label": self._label_period(period),
            "days": f"{format_date(self.env, period.first)} – {format_date(self.env, period.last)}",
        }

    @api.model
    def _label_period(self, period):
        if period.kind == "year":
            return str(period.year)
        if period.kind == "quarter":
            return self.env._("Q%(number)s", number=period.number)
        if period.first.day == 1:
            return format_date(self.env, period.first, date_format="LLL")
        return self.env._("Month %(number)s", number=period.number)

    @api.model
    def _name_period(self, period):
        """Return a period as a sentence names it: Q3 2026."""
        label = self._label_period(period)
        return label if period.kind == "year" else f"{label} {period.year}"


class CrmSalesTargetVersion(models.Model):
    """A version as the grid shows it."""

    _inherit = "crm.sales.target.version"

    def _describe(self):
        self.ensure_one()
        is_manager = self.env.user.has_group(MANAGER)
        labels = dict(self._fields["state"]._description_selection(self.env))
        # sudo: the name of whoever submitted it
        who = self.sudo().submitted_by_id
        return {
            "id": self.id,
            "name": self.name,
            "year": self.year,
            "state": self.state,
            "state_label": labels[self.state],
            "submitted_by": who.name or "",
            "may_submit": is_manager and self.state == "draft",
            "may_approve": is_manager and self.state == "submitted" and who != self.env.user,
            "may_return": is_manager and self.state == "submitted",
            "may_copy": is_manager and self.state in ("approved", "superseded"),
        }

    def _get_periods(self):
        """Return months, quarters and the year of the version, in the order of columns.

        A quarter stands behind its months, the year at the end.
        """
        self.ensure_one()
        scheme = self.company_id._get_fiscal_scheme()
        return with_parts(period_of(scheme.starts(self.year)[0], "year", scheme), scheme)

    @api.model
    def begin_year(self, year):
        """Begin the targets of a fiscal year: an empty draft."""
        year = read_year(self.env, year)
        version = self.create({"name": self.env._("Targets %(year)s", year=year), "year": year})
        return version.id


def _describe_cell(cell):
    """Return amounts of a cell: entered, of its parts, from below, and what counts."""
    return [_amount(value) for value in (cell.own, cell.parts, cell.below, cell.value)]


def _amount(cents):
    return None if cents is None else cents / 100


def read_column(column):
    """Return kind and first day of a column's key; None where it is none.

    >>> read_column("quarter-2026-01-01")
    ('quarter', datetime.date(2026, 1, 1))
    """
    kind, _dash, day = str(column).partition("-")
    try:
        first = date.fromisoformat(day)
    except ValueError:
        return None
    return (kind, first) if kind in ALL_KINDS else None
