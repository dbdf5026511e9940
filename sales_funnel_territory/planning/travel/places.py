"""What every way of finding travel times has in common: places, limits, answers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]

# 4 decimals of a degree are 11 metres: as near as the door.
DECIMALS = 4


class TravelError(Exception):
    """A server did not answer as it should; the sentence says how."""


class UnplaceableError(TravelError):
    """A server knows no road near one of the places it was asked for."""


class Place(NamedTuple):
    """Where something is, in degrees, rounded as far as travel times are told apart."""

    latitude: float
    longitude: float

    @property
    def key(self) -> str:
        """Return the place as a word: equal for places that are the same to us.

        >>> Place(48.1374, 11.5755).key
        '48.1374,11.5755'
        """
        return f"{self.latitude:.{DECIMALS}f},{self.longitude:.{DECIMALS}f}"


def as_places(points: Iterable[tuple[float, float]]) -> list[Place]:
    """Return (latitude, longitude) pairs as places.

    :raises ValueError: naming the first one that is nowhere on earth
    """
    return [_as_place(*point) for point in points]


def _as_place(latitude: float, longitude: float) -> Place:
    if not (math.isfinite(latitude) and abs(latitude) <= 90):
        raise ValueError(f"a latitude lies between -90 and 90 degrees, not at {latitude}")
    if not (math.isfinite(longitude) and abs(longitude) <= 180):
        raise ValueError(f"a longitude lies between -180 and 180 degrees, not at {longitude}")
    # + 0.0: there is no -0.0
    return Place(round(latitude, DECIMALS) + 0.0, round(longitude, DECIMALS) + 0.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be asked for at once.

    :param places: sources and targets of one request together; ``None``: any number
    :param metres: how far apart, as the crow flies, two places may be; ``None``: any distance
    """

    places: int | None = None
    metres: float | None = None

    def __post_init__(self) -> None:
        if self.places is not None and self.places < 2:
            raise ValueError(f"a request names at least 2 places, not {self.places}")

    @property
    def side(self) -> int | None:
        """Return how many sources, and how many targets, fit into a request."""
        return self.places // 2 if self.places else None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Seconds and metres from each source (row) to each target (column).

    ``inf``: cannot be reached. Metres are ``nan`` where a server does not tell them.
    """

    seconds: Numbers
    metres: Numbers


class TravelProvider(Protocol):
    """A way of finding travel times; one call is one request."""

    @property
    def source(self) -> str:
        """Return a word that tells answers of different providers apart."""

    @property
    def limits(self) -> Limits:
        """Return what may be asked for at once."""

    def measure(self, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Return times and distances within the limits.

        :raises UnplaceableError: when one of the places is off the map
        :raises TravelError: when there is no answer
        """
