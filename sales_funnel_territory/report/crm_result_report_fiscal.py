import re

from lxml import etree
from odoo import api, fields, models
from odoo.tools import SQL

from ..planning.forecast.periods import Scheme, earlier, parts, period_of

YEARS_BACK, YEARS_AHEAD = 30, 5
LABELS = {
    "month": lambda period: f"{period.year} M{period.number:02}",
    "quarter": lambda period: f"{period.year} Q{period.number}",
    "year": lambda period: str(period.year),
}
FIELDS = {f"fiscal_{kind}": kind for kind in LABELS}


class CrmResultReport(models.Model):
    """Results by the periods of the company one works in, where its years are cut otherwise.

    Views say months, quarters and years; they are the fiscal ones there, as on the forecast board.
    """

    _inherit = "crm.result.report"

    fiscal_month = fields.Char(readonly=True)
    fiscal_quarter = fields.Char(readonly=True)
    fiscal_year = fields.Char(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            "SELECT result.*, %s FROM (%s) AS result",
            SQL(", ").join(
                SQL("%s AS %s", self._period_sql(kind), SQL.identifier(name))
                for name, kind in FIELDS.items()
            ),
            super()._table_query,
        )

    @api.model
    def _period_sql(self, kind):
        """Return the name of the period in which a result falls."""
        periods = self._get_fiscal_periods(kind)
        return SQL(
            "(%s::varchar[])[width_bucket(result.date, %s::date[])]",
            [LABELS[kind](period) for period in periods],
            [period.first for period in periods],
        )

    @api.model
    def _get_fiscal_periods(self, kind):
        scheme = self.env.company._get_fiscal_scheme()
        this_year = scheme.fiscal_year(self.env["crm.lead"]._todays()[self.env.company.id])
        return [
            period
            for year in range(this_year - YEARS_BACK, this_year + YEARS_AHEAD)
            for period in parts(period_of(scheme.starts(year)[0], "year", scheme), kind, scheme)
        ]

    # ------------------------------------------------------------------ views

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.company._get_fiscal_scheme(), self._get_fiscal_year().first)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Let views tell the company's periods where these are not those of the calendar."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if self.env.company._get_fiscal_scheme() == Scheme():
            return arch, view
        for name, kind in FIELDS.items():
            for node in arch.xpath(f"//field[@name='date'][@interval='{kind}']"):
                node.set("name", name)
                del node.attrib["interval"]
            for node in arch.xpath("//filter[@context]"):
                node.set("context", _group_by(node.get("context"), f"date:{kind}", name))
        for node in arch.xpath("//filter[@name='date'][@date='date']"):
            self._put_fiscal_years_before(node)
        return arch, view

    @api.model
    def _put_fiscal_years_before(self, node):
        """Let reports open with the fiscal year: it takes the name of the filter of dates."""
        node.set("name", "calendar_date")
        scheme = self.env.company._get_fiscal_scheme()
        this_year = self._get_fiscal_year()
        for name, year in (("date", this_year), ("last_year", earlier(this_year, scheme, 1))):
            days = [("date", ">=", str(year.first)), ("date", "<=", str(year.last))]
            label = self.env._("Fiscal Year %(year)s", year=year.year)
            node.addprevious(etree.Element("filter", name=name, string=label, domain=repr(days)))
        node.addprevious(etree.Element("separator"))

    @api.model
    def _get_fiscal_year(self):
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        return period_of(today, "year", self.env.company._get_fiscal_scheme())


def _group_by(context, before, after):
    """Return the context of a filter that groups by another field: the whole word, no other's end.

    >>> _group_by("{'group_by': 'date:month'}", "date:month", "fiscal_month")
    "{'group_by': 'fiscal_month'}"
    >>> _group_by("{'group_by': 'due_date:month'}", "date:month", "fiscal_month")
    "{'group_by': 'due_date:month'}"
    """
    return re.sub(f"""(['"]){re.escape(before)}\\1""", rf"\g<1>{after}\g<1>", context)
