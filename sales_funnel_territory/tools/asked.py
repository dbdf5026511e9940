"""What comes from outside, read with care: a value of its kind, or a sentence on what is wrong.

Whoever calls a public method may send anything. What cannot be understood is told as any other
mistake of a user: no traceback, and nothing of what the database holds.
"""

import math
import re
from datetime import date, datetime

from odoo import fields
from odoo.exceptions import UserError

MOST_ID = 2**31
MOST_AMOUNT = 1e13
"""What an amount is below: what its columns hold, to the cent."""
BEYOND = 10**300
"""Whole numbers from here on are none to a computer's arithmetic."""
YEARS = range(1900, 3000)
NUMBER = re.compile(r"-?[0-9]{1,18}")


def read_options(env, value):
    """Return named values; nothing is none of them."""
    if not value:
        return {}
    if not isinstance(value, dict):
        raise UserError(env._("What is asked for comes as names with values."))
    return value


def read_number(env, value, missing=0):
    """Return a whole number, also one that was written as text."""
    if value in (None, False, ""):
        return missing
    if not isinstance(value, int) and not (isinstance(value, str) and NUMBER.fullmatch(value)):
        raise UserError(env._("“%(value)s” is no whole number.", value=_shown(value)))
    return int(value)


def read_id(env, value):
    """Return an id; 0 where there is none."""
    number = read_number(env, value)
    if not 0 <= number < MOST_ID:
        raise UserError(env._("“%(value)s” is the number of no record.", value=value))
    return number


def is_number(value):
    """Tell whether a value is a number that can be reckoned with.

    >>> is_number(5), is_number(True), is_number(float("inf")), is_number(10**400)
    (True, False, False, False)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < BEYOND
    return isinstance(value, float) and math.isfinite(value)


def read_amount(env, value):
    """Return an amount that a column can hold."""
    if not is_number(value):
        raise UserError(env._("A number is needed."))
    if abs(value) >= MOST_AMOUNT:
        raise UserError(env._("%(value)s is too much.", value=value))
    return value


def read_day(env, value):
    """Return a day; none where nothing is said."""
    if not value:
        return None
    try:
        day = fields.Date.to_date(value) if isinstance(value, str | date) else None
    except ValueError:
        day = None
    if not day or day.year not in YEARS:
        raise UserError(env._("%(value)s is not a day.", value=_shown(value)))
    return day


def read_year(env, value):
    """Return a year that can be meant."""
    year = read_number(env, value)
    if year not in YEARS:
        raise UserError(env._("“%(value)s” is no year.", value=value))
    return year


def read_choice(env, value, name, choices):
    """Return one of some choices; the first where nothing is said.

    :param name: what is chosen, as its caller calls it
    """
    value = value or choices[0]
    if not isinstance(value, str) or value not in choices:
        raise UserError(
            env._(
                "%(value)s is not possible for %(name)s: choose one of %(choices)s.",
                value=_shown(value),
                name=name,
                choices=", ".join(filter(None, choices)),
            )
        )
    return value


def read_text(env, value):
    """Return a text; an empty one where nothing is said."""
    if not value:
        return ""
    if not isinstance(value, str):
        raise UserError(env._("“%(value)s” is no text.", value=_shown(value)))
    return value.replace("\0", "")  # no text of a database holds it


def read_list(env, value):
    """Return several values."""
    if not value:
        return []
    if not isinstance(value, list | tuple):
        raise UserError(env._("“%(value)s” is no list.", value=_shown(value)))
    return list(value)


def _shown(value):
    return value if isinstance(value, str | int | float | date | datetime) else type(value).__name__
