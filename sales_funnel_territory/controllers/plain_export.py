import json

from odoo import http
from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter
from werkzeug.datastructures import FileStorage

from ..tools.plain_text import as_text


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
                header["title"] = as_text(header.get("title"))
        return super().export_xlsx(json.dumps(told), **kw)


def _name_plainly(group):
    """Rename groups, and those in them, as the workbook writes them: the first words of a cell."""
    children = list(group.children.items())
    group.children.clear()
    for key, child in children:
        _name_plainly(child)
        name = (*key[:1], as_text(key[1]), *key[2:]) if isinstance(key, tuple) else as_text(key)
        group.children[name] = child


def _list_headers(told):
    for row in told.get("col_group_headers") or []:
        yield from row
    yield from told.get("measure_headers") or []
    yield from told.get("rows") or []
