"""Days as one says them, in the order that each language has.

A fixed pattern such as "EEE, d MMM" gives "周四, 12 11月" to a Chinese reader; what parts a day
has, as CLDR's skeletons say it, gives "11月12日周四", and "Thu, Nov 12".
"""

import re
from datetime import date

from babel.dates import format_date
from odoo.tools.misc import babel_locale_parse, get_lang

_SKELETON = "MMMEd"


def day_words(env, day: date, is_full: bool = False) -> str:
    """Return a day in the reader's language: "Thu, Nov 12", in full "Thursday, November 12"."""
    locale = babel_locale_parse(get_lang(env).code)
    pattern = locale.datetime_skeletons[_SKELETON].pattern
    if is_full:
        pattern = re.sub("E+", "EEEE", pattern).replace("MMM", "MMMM")
    return format_date(day, pattern, locale=locale)
