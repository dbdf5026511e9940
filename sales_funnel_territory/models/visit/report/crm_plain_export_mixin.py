from odoo import models

from ....tools.plain_text import as_text


class CrmPlainExportMixin(models.AbstractModel):
    """Texts that anybody in sales may write stay texts in exports.

    Odoo marks formulas in CSV files, with an apostrophe; a workbook would calculate them.
    """

    _name = "crm.plain.export.mixin"
    _description = "Texts that Stay Texts in Exports"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[as_text(value) for value in row] for row in rows]
