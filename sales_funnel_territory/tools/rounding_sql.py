"""Odoo's rounding of amounts, said in SQL, so that one statement gives Odoo's own cents.

Odoo computes ``round(expected * probability / 100, 2)`` with Python's floats: half to even on
the *exact* binary value. PostgreSQL's ``round(numeric)`` works on 15 decimal digits, half away
from zero, and differs in about one of a thousand amounts. The expressions below do the same
IEEE operations as Python and look at the exact binary fraction where a tie is near.
"""

from odoo.tools import SQL
from odoo.tools.float_utils import float_invert

_TWO_62 = 2**62


def product_percent_sql(amount: SQL, percent: SQL) -> SQL:
    """Return ``amount * percent / 100`` as a double, in the order Odoo computes it."""
    return SQL(
        "(COALESCE(%s, 0)::float8 * COALESCE(%s, 0)::float8 / 100.0::float8)", amount, percent
    )


def python_round_cents_sql(value: SQL) -> SQL:
    """Return Python's ``round(value, 2)`` of a double as numeric.

    :param value: an expression of type float8, below 1e15 in size
    """
    size = SQL("abs(%s)", value)
    near_tie = SQL(
        "(abs(%(size)s * 100 - floor(%(size)s * 100) - 0.5) < 1e-3 OR %(size)s > 1e10)", size=size
    )
    return SQL(
        "(CASE WHEN %(near)s THEN sign(%(value)s)::numeric * %(exact)s"
        " ELSE round(%(value)s::numeric, 2) END)",
        near=near_tie,
        value=value,
        exact=_exact_cents_sql(size),
    )


def _exact_cents_sql(size: SQL) -> SQL:
    """Round a non-negative double half to even on its exact binary fraction (62 bits)."""
    scaled = SQL(
        "(((%(size)s - trunc(%(size)s)) * %(two62)s::float8)::bigint::numeric * 100)",
        size=size,
        two62=_TWO_62,
    )
    quotient = SQL("div(%s, %s::numeric)", scaled, _TWO_62)
    rest = SQL("mod(%s, %s::numeric)", scaled, _TWO_62)
    return SQL(
        """((trunc(%(size)s)::numeric * 100 + %(quotient)s + CASE
                WHEN %(rest)s > %(half)s::numeric
                  OR (%(rest)s = %(half)s::numeric AND mod(%(quotient)s, 2) = 1)
                THEN 1 ELSE 0 END) / 100)""",
        size=size,
        quotient=quotient,
        rest=rest,
        half=_TWO_62 // 2,
    )


def currency_round_sql(value: SQL, rounding: float, digits: int) -> SQL:
    """Return ``float_round(value, precision_rounding=rounding)`` (half up) as numeric.

    :param value: an expression of type float8
    :param rounding: the currency's rounding factor
    :param digits: decimals the currency is stored with
    """
    if rounding < 1:
        factor = SQL("%s::float8", float_invert(rounding))
        normal, back = SQL("(%s * %s)", value, factor), SQL("/ %s", factor)
    else:
        factor = SQL("%s::float8", rounding)
        normal, back = SQL("(%s / %s)", value, factor), SQL("* %s", factor)
    tipped = SQL(
        "(%(normal)s + sign(%(normal)s) * abs(%(normal)s) * 2::float8 ^ (-50))", normal=normal
    )
    return SQL("round((round(%s) %s)::numeric, %s)", tipped, back, digits)
