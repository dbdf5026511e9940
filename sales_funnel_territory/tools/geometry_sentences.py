"""What is wrong with a drawn area, said to the person who drew or imported it."""

from ..planning.geometry_edit import NothingSplitError
from ..planning.geometry_errors import (
    CrossesItselfError,
    EmptyAreaError,
    NotGeoJSONError,
    OffTheMapError,
    OpenRingError,
    TooLargeError,
    TooManyPointsError,
    WrongTypeError,
)

MEGABYTE = 1_000_000


def explain(env, error, name):
    """Return one sentence: which territory, what is wrong, and what to do.

    :param error: a ``GeometryError``
    :param name: of the territory, the feature or the file
    """
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind):
            return sentence(env, error, name)
    return env._("The area of %(name)s cannot be read: draw it again.", name=name)


def _place(env, error):
    longitude, latitude = error.at
    return env._(
        "latitude %(latitude)s, longitude %(longitude)s",
        latitude=f"{latitude:.5g}",
        longitude=f"{longitude:.5g}",
    )


def _open_ring(env, error, name):
    return env._(
        "The boundary of %(name)s is open at %(place)s: its last position must be the first one "
        "again.",
        name=name,
        place=_place(env, error),
    )


def _crosses(env, error, name):
    return env._(
        "The boundary of %(name)s crosses itself near %(place)s: move the corners there apart.",
        name=name,
        place=_place(env, error),
    )


def _off_the_map(env, error, name):
    if error.is_swapped:
        return env._(
            "The boundary of %(name)s leaves the earth at %(place)s: GeoJSON has longitude "
            "before latitude; here they seem to be swapped.",
            name=name,
            place=_place(env, error),
        )
    return env._(
        "The boundary of %(name)s leaves the earth at %(place)s: latitudes go from -90 to 90, "
        "longitudes from -180 to 180.",
        name=name,
        place=_place(env, error),
    )


def _empty(env, _error, name):
    return env._(
        "The boundary of %(name)s encloses nothing: draw three corners or more.", name=name
    )


def _wrong_type(env, error, name):
    return env._(
        "%(name)s has a %(type)s where an area is needed: give it a Polygon or MultiPolygon.",
        name=name,
        type=error.found,
    )


def _not_geojson(env, error, name):
    return env._(
        "%(name)s is not readable as GeoJSON (%(detail)s): save it as GeoJSON again.",
        name=name,
        detail=error.detail[:120],
    )


def _too_large(env, error, name):
    return env._(
        "%(name)s has %(size).1f MB, more than the %(limit).0f MB we read: simplify its outlines.",
        name=name,
        size=error.size / MEGABYTE,
        limit=error.limit / MEGABYTE,
    )


def _too_many(env, error, name):
    return env._(
        "The boundary of %(name)s has %(count)s corners, more than the %(limit)s a map draws "
        "fluently: simplify it.",
        name=name,
        count=error.count,
        limit=error.limit,
    )


def _nothing_split(env, _error, name):
    return env._(
        "The line does not divide %(name)s: draw it from outside, across, to outside.", name=name
    )


_SENTENCES = {
    OpenRingError: _open_ring,
    CrossesItselfError: _crosses,
    OffTheMapError: _off_the_map,
    EmptyAreaError: _empty,
    WrongTypeError: _wrong_type,
    NotGeoJSONError: _not_geojson,
    TooLargeError: _too_large,
    TooManyPointsError: _too_many,
    NothingSplitError: _nothing_split,
}
