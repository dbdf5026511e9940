import io

from odoo import api, models

MONEY = "#,##0.00"
RATIO = "0.0"
PERCENT = "0%"


class CrmForecastBoard(models.AbstractModel):
    """The board as a sheet: the figures one sees, as numbers; names as text, never as formulas."""

    _inherit = "crm.forecast.board"

    @api.model
    def get_xlsx(self, filters=None):
        """Return the board as an XLSX file, and its name."""
        import xlsxwriter

        board = self.get_board(filters)
        output = io.BytesIO()
        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(output, plain) as workbook:
            self._write_sheet(workbook, board)
        period = board["period"]
        parts = ["forecast", str(period["year"])]
        if period["kind"] != "year":
            parts.append(f"{period['kind']}-{period['number']}")
        return output.getvalue(), f"{'-'.join(parts)}.xlsx"

    @api.model
    def _write_sheet(self, workbook, board):
        columns = self._get_columns(board)
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        formats = {
            (style, is_team): workbook.add_format({"num_format": style, "bold": is_team})
            for style in (MONEY, RATIO, PERCENT)
            for is_team in (True, False)
        }
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(columns), 14)
        sheet.write_string(0, 0, self._get_corner(board), bold)
        for place, (label, _style, _value) in enumerate(columns, 1):
            sheet.write_string(0, place, label, bold)
        for line, row in enumerate([board["total"], *board["rows"]], 1):
            own = workbook.add_format({"bold": row["is_team"], "indent": row["depth"]})
            sheet.write_string(line, 0, harmless(row["name"]), own)
            for place, (_label, style, value) in enumerate(columns, 1):
                if (figure := value(row)) is not None:
                    sheet.write_number(line, place, figure, formats[style, row["is_team"]])

    @api.model
    def _get_corner(self, board):
        period = board["period"]
        currency = self.env["res.currency"].browse(board["currency_id"]).name
        return f"{period['first']} \u2013 {period['last']} ({currency})"

    @api.model
    def _get_columns(self, board):
        """Return (label, number format, figure of a row) of the columns, as on the screen."""
        return [
            (self.env._("Closed"), MONEY, _of("closed")),
            *((label, MONEY, _within("categories", key, 0)) for key, label in board["categories"]),
            (self.env._("Overdue"), MONEY, _of("overdue")),
            (self.env._("Weighted"), MONEY, _of("weighted")),
            *((label, MONEY, _within("numbers", key)) for key, label in board["levels"]),
            (self.env._("Expected"), MONEY, _of("best")),
            (self.env._("Target"), MONEY, _of("target")),
            (self.env._("Gap to Target"), MONEY, _of("gap")),
            (self.env._("Win Rate"), PERCENT, _of("win_rate")),
            (self.env._("Pipeline Coverage"), RATIO, _of("coverage")),
            (self.env._("Usually Closed by Now"), MONEY, _of("usual")),
        ]


def _of(name):
    return lambda row: row[name]


def _within(group, name, missing=None):
    return lambda row: row[group].get(name, missing)


def harmless(text):
    """Return text that no spreadsheet takes for a formula, not even after a detour by CSV.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
