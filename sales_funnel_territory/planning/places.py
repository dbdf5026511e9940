"""Where an address lies, told from lists of postcodes and cities; no request to anybody.

The centre of a postcode is nearer to a customer than the centre of his city; the centre of all
postcodes with the same beginning is a last resort. What cannot be told is said with its reason,
never guessed: two towns of one name far apart are *ambiguous*, unless one of them dwarfs the
other. Degrees are WGS 84, distances kilometres on a sphere.
"""

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
SAME_TOWN_KM = 20.0  # two centres nearer than this mean one town
DWARFS = 10  # so many times the people of any other: everybody means the large one
CLASH_KM = 75.0  # a postcode this far from its city contradicts it
LEAST_PREFIX = 2  # signs of a postcode that still say something

# from the surest to the least sure; "unknown" was found by somebody who did not say how well: it
# is not given up for the centre of a postcode
QUALITIES = ("hand", "exact", "street", "unknown", "postcode", "city")
_RANK = {quality: len(QUALITIES) - place for place, quality in enumerate(QUALITIES)}

_LETTERS = (
    ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ł", "l"), ("ı", "i"),
    ("saint ", "st "), ("sankt ", "st "), ("sainte ", "st "), ("ste ", "st "),
)  # fmt: skip
_CITY_ENDINGS = ("市", "縣", "县", "區", "区", " city")
_DISTRICT = re.compile(r"^(.{4,}?)(?:-| )\w")
_ZIP_AND_CITY = re.compile(
    r"^([A-Za-z]{1,2}-)?([0-9A-Z]*\d[0-9A-Z]*(?: [0-9A-Z]*\d[0-9A-Z]*)?) (.+)$"
)


@dataclass(frozen=True, slots=True)
class Address:
    """What a position is found for; ``country`` is the ISO code, in capitals."""

    street: str = ""
    zip: str = ""
    city: str = ""
    state: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to find a place by."""
        return not (self.zip.strip() or self.city.strip())

    @property
    def digest(self) -> str:
        """Return a word that changes with the address, but not with case or blanks.

        >>> Address(city="Ulm ", country="DE").digest == Address(city="ulm", country="DE").digest
        True
        """
        parts = (self.street, self.zip, self.city, self.state, self.country)
        text = "\n".join(" ".join(part.casefold().split()) for part in parts)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre of a city or a postcode."""

    latitude: float
    longitude: float
    name: str = ""
    people: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where an address lies, how well that is known, and who says so."""

    latitude: float
    longitude: float
    quality: str
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why an address has no place: ``no_address``, ``no_country``, ``not_found``,
    ``ambiguous`` or ``contradiction``; ``answer`` holds the details, names only.
    """

    reason: str
    answer: str = ""


def rank(quality: str | None) -> int:
    """Return how sure a quality is; 0 for none, more is surer.

    >>> rank("hand") > rank("exact") > rank("unknown") > rank("city") > rank(None)
    True
    """
    return _RANK.get(quality or "", 0)


def is_on_earth(latitude: float, longitude: float) -> bool:
    """Tell whether there is such a place.

    >>> is_on_earth(48.1, 11.6), is_on_earth(95, 11.6), is_on_earth(float("nan"), 0)
    (True, False, False)
    """
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def distance_km(one: Centre | Position, other: Centre | Position) -> float:
    """Return the great-circle distance in kilometres (haversine).

    >>> round(distance_km(Centre(52.517, 13.389), Centre(48.137, 11.575)))
    504
    """
    latitudes = math.radians(one.latitude), math.radians(other.latitude)
    half_lat = math.sin((latitudes[1] - latitudes[0]) / 2) ** 2
    half_lon = math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    part = half_lat + math.cos(latitudes[0]) * math.cos(latitudes[1]) * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, part)))


# ---------------------------------------------------------------------- names and numbers


def city_key(name: str) -> str:
    """Return what counts of a city's name: no case, no accents, no punctuation.

    >>> city_key("Saint-Étienne"), city_key("ST. ETIENNE"), city_key("上海市")
    ('st etienne', 'st etienne', '上海')
    """
    text = unicodedata.normalize("NFKD", name)
    text = unicodedata.normalize("NFC", re.sub(r"[\u0300-\u036f]", "", text)).casefold()
    text = " ".join(re.sub(r"[^\w]+", " ", re.sub("['’]", "", text)).split())
    for letter, others in _LETTERS:
        text = text.replace(letter, others)
    for ending in _CITY_ENDINGS:
        if len(text) > len(ending) + 1:
            text = text.removesuffix(ending)
    return text


def city_keys(name: str) -> list[str]:
    """Return the keys to look for, the fullest first: a district may be added to a city.

    >>> city_keys("Köln-Ehrenfeld"), city_keys("Frankfurt (Oder)"), city_keys("Halle/Saale")
    (['koln ehrenfeld', 'koln'], ['frankfurt oder', 'frankfurt'], ['halle saale', 'halle'])
    """
    texts = [name, re.sub(r"\(.*?\)", " ", name), re.split(r"[,/]| - ", name)[0]]
    if district := _DISTRICT.match(name):
        texts.append(district[1])
    return [key for key in dict.fromkeys(map(city_key, texts)) if key]


def postcode_key(postcode: str) -> str:
    """Return what counts of a postcode: letters and digits, without the country before them.

    >>> postcode_key("D-80331"), postcode_key("sw1a 1aa"), postcode_key("1012 AB")
    ('80331', 'SW1A1AA', '1012AB')
    """
    text = unicodedata.normalize("NFKC", postcode).upper()
    text = re.sub(r"^\s*[A-Z]{1,2}\s*-\s*(?=\d)", "", text)
    return re.sub(r"[^0-9A-Z]", "", text)


def postcode_prefixes(key: str) -> list[str]:
    """Return beginnings to try, the longest first; not shorter than half of the postcode.

    >>> postcode_prefixes("80331"), postcode_prefixes("SW1A1AA")
    (['8033', '803'], ['SW1A1A', 'SW1A1', 'SW1A'])
    """
    least = max(LEAST_PREFIX, math.ceil(len(key) / 2))
    return [key[:size] for size in range(len(key) - 1, least - 1, -1)]


def parse_query(text: str) -> Address:
    """Read an address from one line as Odoo makes it for a provider.

    >>> parse_query("Am Kai 12, 20457 Hamburg, Hamburg, Germany").city
    'Hamburg'
    >>> parse_query("Am Kai 12; 20457; Hamburg; ; Germany").zip
    '20457'
    """
    if text.count(";") == len(Address.__slots__) - 1:
        return Address(*(part.strip() for part in text.split(";")))
    parts = [part.strip() for part in text.split(",") if part.strip()]
    country = parts.pop() if len(parts) > 1 else ""
    for place, part in enumerate(parts):
        if (found := _ZIP_AND_CITY.match(part)) and (place or len(parts) == 1):
            street = ", ".join(parts[:place])
            state = ", ".join(parts[place + 1 :])
            return Address(street, found[2], found[3], state, country)
    return Address(city=parts[-1] if parts else "", country=country)


# ---------------------------------------------------------------------- deciding


def mean(centres: Iterable[Centre]) -> Centre | None:
    """Return the middle of some centres, none of none."""
    points = list(centres)
    if not points:
        return None
    return Centre(
        sum(point.latitude for point in points) / len(points),
        sum(point.longitude for point in points) / len(points),
        points[0].name,
    )


def choose_city(candidates: Sequence[Centre], state: str = "") -> Centre | Unplaced:
    """Return the one that is meant among cities of one name.

    >>> main, oder = Centre(50.1, 8.7, "am Main", 753056), Centre(52.3, 14.6, "Oder", 51691)
    >>> choose_city([oder, main]).name
    'am Main'
    """
    if not candidates:
        return Unplaced("not_found")
    of_state = [one for one in candidates if state and city_key(one.state) == city_key(state)]
    first, *others = sorted(of_state or candidates, key=lambda one: -one.people)
    rivals = [
        one
        for one in others
        if one.people * DWARFS > first.people and distance_km(one, first) > SAME_TOWN_KM
    ]
    if not rivals:
        return first
    return Unplaced("ambiguous", ", ".join(_tell_apart([first, *rivals])))


def _tell_apart(cities: Iterable[Centre]) -> Iterator[str]:
    for city in list(cities)[:3]:
        yield f"{city.name} ({city.latitude:.2f}, {city.longitude:.2f})"


def decide(
    address: Address,
    postcode: Centre | None,
    cities: Mapping[str, Sequence[Centre]],
    beginning: Centre | None = None,
) -> Position | Unplaced:
    """Return where an address lies, by what the lists say of it.

    :param postcode: the centre of exactly its postcode
    :param cities: {key: cities of this name in its country}, see ``city_keys``
    :param beginning: the centre of the postcodes that begin as its own does
    """
    if address.is_empty:
        return Unplaced("no_address")
    if not address.country:
        return Unplaced("no_country")
    key = next((one for one in city_keys(address.city) if cities.get(one)), "")
    named = cities.get(key, ())
    if postcode:
        return _check_against(postcode, named, address)
    city = choose_city(_near(beginning, named), address.state)
    if isinstance(city, Centre):
        return Position(city.latitude, city.longitude, "city")
    if beginning:
        return Position(beginning.latitude, beginning.longitude, "city")
    return city


def _near(beginning: Centre | None, named: Sequence[Centre]) -> Sequence[Centre]:
    """Return the cities where the postcode points to, all of them if that tells nothing."""
    if not beginning:
        return named
    return [one for one in named if distance_km(one, beginning) <= CLASH_KM] or named


def _check_against(
    postcode: Centre, named: Sequence[Centre], address: Address
) -> Position | Unplaced:
    if named and min(distance_km(one, postcode) for one in named) > CLASH_KM:
        far = round(min(distance_km(one, postcode) for one in named))
        return Unplaced("contradiction", f"{address.zip} – {address.city}: {far} km")
    return Position(postcode.latitude, postcode.longitude, "postcode")
