"""Public holidays from the package holidays, if it is installed: nothing of it is shipped."""

import importlib.util
import logging
from functools import lru_cache

_logger = logging.getLogger(__name__)

PACKAGE = "holidays"
INSTALL = f"pip install {PACKAGE}"
_KEPT = 512  # years of countries and states


def is_installed():
    """Tell whether the package is here."""
    try:
        return importlib.util.find_spec(PACKAGE) is not None
    except (ImportError, ValueError):
        return False


def find_holidays(country, state, years):
    """Return {day: name} of the public holidays of some years; nothing without the package.

    :param country: its code, as DE; :param state: its code there, where it has its own holidays
    """
    if not country or not is_installed():
        return {}
    return {
        day: name
        for year in years
        for day, name in _find_year(country.upper(), (state or "").upper(), year)
    }


@lru_cache(maxsize=_KEPT)
def _find_year(country, state, year):
    import holidays

    countries = holidays.list_supported_countries()
    if country not in countries:
        _logger.info("no public holidays are known for country %s", country)
        return ()
    subdivision = state if state in countries[country] else None
    found = holidays.country_holidays(country, subdiv=subdivision, years=[year])
    return tuple(sorted(found.items()))
