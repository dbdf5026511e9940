"""What may be wrong with a drawn area; each error carries what a sentence about it needs."""

from typing import Final

Position = tuple[float, float]  # longitude, latitude in degrees

LOWEST_LATITUDE: Final = -90.0
HIGHEST_LATITUDE: Final = 90.0


class GeometryError(ValueError):
    """A boundary that cannot be kept."""


class NotGeoJSONError(GeometryError):
    """Not readable as GeoJSON; ``detail`` says why, in a programmer's words."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class WrongTypeError(GeometryError):
    """Another geometry than an area: a point, a line."""

    def __init__(self, found: str) -> None:
        super().__init__(f"{found} is no area")
        self.found = found


class EmptyAreaError(GeometryError):
    """Nothing is enclosed."""


class TooLargeError(GeometryError):
    """More text than anybody draws; ``size`` and ``limit`` in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes, more than {limit}")
        self.size = size
        self.limit = limit


class TooManyPointsError(GeometryError):
    """More corners than a map can draw fluently."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"{count} points, more than {limit}")
        self.count = count
        self.limit = limit


class PlaceError(GeometryError):
    """Something is wrong at a place of the boundary."""

    def __init__(self, at: Position) -> None:
        super().__init__(f"at longitude {at[0]}, latitude {at[1]}")
        self.at = at


class OpenRingError(PlaceError):
    """A ring does not end where it began."""


class CrossesItselfError(PlaceError):
    """The boundary runs over itself, or a hole lies outside of its area."""


class OffTheMapError(PlaceError):
    """A position no place on earth has."""

    @property
    def is_swapped(self) -> bool:
        """Whether latitude before longitude would explain it."""
        longitude, latitude = self.at
        too_far = not LOWEST_LATITUDE <= latitude <= HIGHEST_LATITUDE
        return too_far and LOWEST_LATITUDE <= longitude <= HIGHEST_LATITUDE and abs(latitude) <= 180


class TooMuchOverlapError(GeometryError):
    """Zones overlap so often that comparing all takes minutes; ``zone`` most of all."""

    def __init__(self, zone: int) -> None:
        super().__init__(f"zone {zone} overlaps too much")
        self.zone = zone
