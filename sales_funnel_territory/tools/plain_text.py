"""Texts that stay texts in a spreadsheet, whatever somebody has written."""

import re

# what spreadsheets, or who writes their files, take for a formula or a link to a file
_FORMULA = re.compile(r"[=@\t\r]|\{=|(in|ex)ternal:")
# of these, what is calculated or linked in a workbook, too
_CALCULATED = re.compile(r"=|\{=|(in|ex)ternal:")


def as_text(value):
    """Return a value of a cell, marked as text by an apostrophe where it could be more.

    >>> as_text("=1+1")
    "'=1+1"
    """
    is_formula = isinstance(value, str) and _FORMULA.match(value)
    return f"'{value}" if is_formula else value


def as_heading(value):
    """Return a heading of a workbook, marked as text only where it would be calculated.

    >>> as_heading("=1+1"), as_heading("@home")
    ("'=1+1", "@home")
    """
    is_calculated = isinstance(value, str) and _CALCULATED.match(value)
    return f"'{value}" if is_calculated else value
