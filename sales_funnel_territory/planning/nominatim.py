"""Reading the answers of a Nominatim server, the search of Open Street Map.

What it answers is described in its manual (https://nominatim.org/release-docs/latest/api/Search):
``place_rank`` tells how small a place is, from 4 (a country) to 30 (a house).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .places import Address, Position, Unplaced, distance_km, is_on_earth

HOUSE_RANK = 30
STREET_RANK = 26  # roads and squares
CITY_RANK = 12  # counties are larger: they place nobody
AS_GOOD = 0.05  # a second answer this near in importance is as good as the first
APART_KM = 20.0


def as_query(address: Address) -> dict[str, str]:
    """Return the structured question for an address.

    >>> as_query(Address("Am Kai 1", "20457", "Hamburg", "", "DE"))["countrycodes"]
    'de'
    """
    query = {
        "street": address.street,
        "postalcode": address.zip,
        "city": address.city,
        "state": address.state,
        "countrycodes": address.country.lower(),
    }
    return {key: value for key, value in query.items() if value}


def read_answer(rows: Sequence[Mapping[str, Any]], has_street: bool) -> Position | Unplaced:
    """Return what the server's rows say, the best first.

    >>> read_answer([], True)
    Unplaced(reason='not_found', answer='')
    """
    known = [one for row in rows if (one := _read(row, has_street))]
    if not known:
        return Unplaced("not_found")
    (first, importance, name), *others = known
    rivals = [
        other_name
        for other, other_importance, other_name in others
        if importance - other_importance < AS_GOOD and distance_km(first, other) > APART_KM
    ]
    if rivals:
        return Unplaced("ambiguous", " / ".join([name, *rivals])[:300])
    return first


def _read(row: Mapping[str, Any], has_street: bool) -> tuple[Position, float, str] | None:
    try:
        latitude, longitude = float(row["lat"]), float(row["lon"])
        place_rank = int(row.get("place_rank") or CITY_RANK)
        importance = float(row.get("importance") or 0)
    except (KeyError, TypeError, ValueError):
        return None
    if place_rank < CITY_RANK or not is_on_earth(latitude, longitude):
        return None
    kind = str(row.get("addresstype") or row.get("type") or "")
    position = Position(latitude, longitude, _get_quality(place_rank, kind, has_street))
    return position, importance, str(row.get("display_name") or "")


def _get_quality(place_rank: int, kind: str, has_street: bool) -> str:
    if kind == "postcode":
        return "postcode"
    if has_street and place_rank >= HOUSE_RANK:
        return "exact"
    return "street" if has_street and place_rank >= STREET_RANK else "city"
