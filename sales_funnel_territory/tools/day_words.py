"""Days as one says them, in the order that each language has.

A fixed pattern such as "EEE, d MMM" gives "周四, 12 11月" to a Chinese reader; what parts a day
has, as CLDR's skeletons say it, gives "11月12日周四", and "Thu, Nov 12".
"""

import re
from datetime import date

from babel.dates import format_date, format_skeleton
from odoo import fields
from odoo.tools.misc import babel_locale_parse, get_lang

_SKELETON = "MMMEd"
# How English says it here: what parts of a day are told.
SKELETONS = {
    "d MMM": "MMMd",
    "d MMM y": "yMMMd",
    "d MMMM": "MMMMd",
    "MMMM y": "yMMMM",
    "QQQ y": "yQQQ",
    "EEE d": "Ed",
    "EEE d MMM": "MMMEd",
    "EEEE, d MMMM": "MMMMEEEEd",
    "EEEE, d MMMM y": "yMMMMEEEEd",
}


def day_words(env, day: date, is_full: bool = False) -> str:
    """Return a day in the reader's language: "Thu, Nov 12", in full "Thursday, November 12"."""
    locale = babel_locale_parse(get_lang(env).code)
    pattern = locale.datetime_skeletons[_SKELETON].pattern
    if is_full:
        pattern = re.sub("E+", "EEEE", pattern).replace("MMM", "MMMM")
    return format_date(day, pattern, locale=locale)


def date_words(env, day: date | str, pattern: str) -> str:
    """Return a day, a month or a quarter in the reader's language: "23 Nov", 11月23日.

    :param pattern: how it stands in English, one of ``SKELETONS``
    """
    code, day = get_lang(env).code, fields.Date.to_date(day)
    locale = babel_locale_parse(code)
    if code.startswith("en") or pattern not in SKELETONS:
        return format_date(day, pattern, locale=locale)
    try:
        return format_skeleton(SKELETONS[pattern], day, fuzzy=True, locale=locale)
    except KeyError:  # a language of which Babel does not know it
        return format_date(day, pattern, locale=locale)
