import json

from odoo import http
from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter
from werkzeug.datastructures import FileStorage

from ..tools.plain_text import as_heading


class PlainExcelExport(ExcelExport):
    """Headings of groups in a workbook are texts: no name of anything is calculated."""

    def from_group_data(self, fields, columns_headers, groups):
        _name_plainly(groups)
        return super().from_group_data(fields, columns_headers, groups)


class PlainTableExporter(TableExporter):
    """So are the headings of a pivot."""

    @http.route()
    def export_xlsx(self, data, **kw):
        told = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if told:
            for header in _list_headers(told):
                header["title"] = as_heading(header.get("title"))
        return super().export_xlsx(json.dumps(told), **kw)


def _name_plainly(groups):
    """Rename the outermost groups: their names are the first words of a cell, others are indented.

    Keys stay different from each other, so that no group takes the place of another.
    """
    children = list(groups.children.items())
    groups.children.clear()
    for key, child in children:
        value, name = key[:2] if isinstance(key, tuple) and len(key) > 1 else (key, key)
        heading = as_heading(name)
        groups.children[key if heading == name else (value, heading)] = child


def _list_headers(told):
    for row in told.get("col_group_headers") or []:
        yield from row
    yield from told.get("measure_headers") or []
    yield from (row for row in told.get("rows") or [] if not row.get("indent"))
