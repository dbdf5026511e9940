import re

from odoo import models

# what spreadsheets, or who writes their files, take for a formula or a link to a file
_FORMULA = re.compile(r"[=@\t\r]|\{=|(in|ex)ternal:")


class CrmPlainExportMixin(models.AbstractModel):
    """Texts that anybody in sales may write stay texts in exports.

    Odoo marks formulas in CSV files, with an apostrophe; a workbook would calculate them.
    """

    _name = "crm.plain.export.mixin"
    _description = "Texts that Stay Texts in Exports"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[_as_text(value) for value in row] for row in rows]


def _as_text(value):
    is_formula = isinstance(value, str) and _FORMULA.match(value)
    return f"'{value}" if is_formula else value
