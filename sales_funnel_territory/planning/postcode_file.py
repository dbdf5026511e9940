"""Reading a file of postcode centres: GeoNames' own format, or a table with a heading.

GeoNames (https://download.geonames.org/export/zip/readme.txt): columns by tabs, no heading;
country, postcode, place, three divisions with their codes, latitude, longitude, accuracy; one
row for each place of a postcode. All rows are checked, and none is guessed: what cannot be is
told with its line.
"""

import csv
import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .places import is_on_earth, postcode_key

GEONAMES_COLUMNS = 12
_HEADINGS = {
    "country": ("country", "country code", "countrycode", "iso", "land"),
    "zip": ("postcode", "zip", "zip code", "postal code", "postalcode", "plz"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "name": ("name", "place", "place name", "city", "ort"),
}
_OF_GEONAMES = {"country": 0, "zip": 1, "name": 2, "latitude": 9, "longitude": 10}
_PLAIN = {"country": 0, "zip": 1, "latitude": 2, "longitude": 3, "name": 4}
NEEDED = ("country", "zip", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class PostcodeCentre:
    """The centre of a postcode; the middle of its places, if there are several."""

    country: str
    zip: str
    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be: ``columns``, ``country``, ``zip``, ``latitude`` or ``longitude``."""

    line: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class PostcodeFile:
    """What a file holds."""

    centres: tuple[PostcodeCentre, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the codes of the countries in it."""
        return tuple(sorted({centre.country for centre in self.centres}))


def read_postcodes(text: str, countries: Collection[str]) -> PostcodeFile:
    r"""Read a file of postcode centres.

    :param countries: codes that are known

    >>> found = read_postcodes("country;postcode;lat;lon\nDE;80331;48,137;11,575", {"DE"})
    >>> found.centres[0].latitude, found.mistakes
    (48.137, ())
    """
    rows = list(_split(text))
    places = _find_columns(rows[0][1]) if rows else None
    if places is None:
        line, cells = rows[0] if rows else (1, [])
        return PostcodeFile((), (Mistake(line, "columns", ", ".join(cells)[:80]),))
    columns, has_heading = places
    read = [_read(line, cells, columns, countries) for line, cells in rows[has_heading:]]
    return PostcodeFile(
        tuple(_merge(one for one in read if isinstance(one, PostcodeCentre))),
        tuple(one for one in read if isinstance(one, Mistake)),
    )


def _split(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line numbers and cells of all lines that are not empty."""
    text = text.lstrip("\ufeff")
    heading = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=heading.count)
    lines = text.splitlines()
    if delimiter == "\t":  # of GeoNames: a quotation mark is a letter as any other
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _find_columns(cells: Sequence[str]) -> tuple[dict[str, int], bool] | None:
    """Return where each column stands, and whether the first row is a heading."""
    words = [re.sub(r"[_\W]+", " ", cell).strip().lower() for cell in cells]
    named = {
        column: next((place for place, word in enumerate(words) if word in known), -1)
        for column, known in _HEADINGS.items()
    }
    found = {column: place for column, place in named.items() if place >= 0}
    if all(column in found for column in NEEDED):
        return found, True
    if found.keys() & {"country", "zip", "latitude", "longitude"}:
        return None
    if len(cells) >= GEONAMES_COLUMNS - 1:
        return _OF_GEONAMES, False
    return (_PLAIN, False) if len(cells) in (4, 5) else None


def _read(
    line: int, cells: Sequence[str], columns: dict[str, int], countries: Collection[str]
) -> PostcodeCentre | Mistake:
    if len(cells) <= max(columns[name] for name in NEEDED):
        return Mistake(line, "columns", ", ".join(cells)[:80])
    value = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    country, postcode = value["country"].upper(), postcode_key(value["zip"])
    latitude, longitude = _as_degrees(value["latitude"]), _as_degrees(value["longitude"])
    wrong = {
        "country": country not in countries,
        "zip": not postcode,
        "latitude": not is_on_earth(latitude, 0),
        "longitude": not is_on_earth(0, longitude),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            return Mistake(line, name, value[name][:80])
    return PostcodeCentre(country, postcode, latitude, longitude, value.get("name", ""))


def _as_degrees(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return math.nan


def _merge(rows: Iterable[PostcodeCentre]) -> Iterator[PostcodeCentre]:
    """Yield one centre for each postcode: the middle of its places."""
    groups: dict[tuple[str, str], list[PostcodeCentre]] = {}
    for row in rows:
        groups.setdefault((row.country, row.zip), []).append(row)
    for (country, postcode), places in groups.items():
        yield PostcodeCentre(
            country,
            postcode,
            sum(place.latitude for place in places) / len(places),
            sum(place.longitude for place in places) / len(places),
            places[0].name,
        )
