"""Texts that stay texts in a spreadsheet, whatever somebody has written."""

import re

# what spreadsheets, or who writes their files, take for a formula or a link to a file
_FORMULA = re.compile(r"[=@\t\r]|\{=|(in|ex)ternal:")


def as_text(value):
    """Return a value of a cell, marked as text by an apostrophe where it could be more.

    >>> as_text("=1+1")
    "'=1+1"
    """
    is_formula = isinstance(value, str) and _FORMULA.match(value)
    return f"'{value}" if is_formula else value
