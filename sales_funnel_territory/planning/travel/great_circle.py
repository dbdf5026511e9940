"""Travel times without road data: the straight line, made longer, at the speed of the area.

Roads are longer than the crow flies. Newell (*Traffic Flow on Transportation Networks*, 1980)
found about 1.2 times for random pairs of points in towns; O'Sullivan and Morrall (1996) 1.21 to
1.23; Ballou, Rahardja and Sakai (2002) 1.2 to 1.5 for whole countries. 1.3 is the default.

The first kilometres of a leg are driven in town, the next ones around it, the rest between towns:
each at its own speed. The defaults come to about 50 km/h over a leg of 20 to 100 km, and two
minutes a leg are spent on getting into the car and on parking.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from .places import Block, Limits, Numbers, Place

EARTH_RADIUS: Final = 6_371_008.8  # metres, mean radius (IUGG)


@dataclass(frozen=True, slots=True)
class AreaSpeeds:
    """Speeds in km/h: in town, around it, between towns; the first two for so many km of a leg.

    Speeds do not fall on the way out, so that a detour over a third place is never quicker.
    """

    urban: float = 30.0
    suburban: float = 50.0
    rural: float = 70.0
    urban_km: float = 5.0
    suburban_km: float = 25.0

    def __post_init__(self) -> None:
        if not 0 < self.urban <= self.suburban <= self.rural:
            raise ValueError(
                "speeds are above 0 and do not fall from town to suburbs to the country: "
                f"{self.urban}, {self.suburban}, {self.rural}"
            )
        if min(self.urban_km, self.suburban_km) < 0:
            raise ValueError("the part of a leg within an area cannot be shorter than 0 km")

    def seconds(self, metres: Numbers) -> Numbers:
        """Return how long so many metres of road take."""
        urban = np.minimum(metres, self.urban_km * 1000)
        suburban = np.minimum(metres - urban, self.suburban_km * 1000)
        rural = metres - urban - suburban
        return 3.6 * (urban / self.urban + suburban / self.suburban + rural / self.rural)


@dataclass(frozen=True, slots=True)
class GreatCircle:
    """Great circle x circuity, at the speed of the area, and some minutes a leg."""

    circuity: float = 1.3
    speeds: AreaSpeeds = field(default_factory=AreaSpeeds)
    minutes_per_leg: float = 2.0
    source: str = "great_circle"
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.circuity < 1:
            raise ValueError(f"no road is shorter than the straight line: {self.circuity}")
        if self.minutes_per_leg < 0:
            raise ValueError(f"a leg cannot take {self.minutes_per_leg} minutes")

    def measure(self, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Return estimates; every place can be reached from every other one."""
        metres = self.circuity * straight_metres(sources, targets)
        return Block(self.seconds(metres), metres)

    def seconds(self, metres: Numbers) -> Numbers:
        """Return how long legs of so many metres of road take; none takes no time."""
        return np.where(metres > 0, self.speeds.seconds(metres) + 60 * self.minutes_per_leg, 0.0)

    def leg_minutes(self, straight: Numbers) -> Numbers:
        """Return the minutes of legs of so many metres as the crow flies."""
        return self.seconds(self.circuity * np.asarray(straight, dtype=np.float64)) / 60


def straight_metres(
    sources: Sequence[Place] | Numbers, targets: Sequence[Place] | Numbers
) -> Numbers:
    """Return great-circle distances (haversine, exact to 0.5 %), sources down, targets across.

    Places may also come as a table: latitude and longitude across.
    """
    south, west = _radians(sources)
    north, east = _radians(targets)
    half_height = np.sin((south[:, None] - north[None, :]) / 2) ** 2
    half_width = np.sin((west[:, None] - east[None, :]) / 2) ** 2
    chord = half_height + np.cos(south)[:, None] * np.cos(north)[None, :] * half_width
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))


def _radians(places: Sequence[Place] | Numbers) -> tuple[Numbers, Numbers]:
    degrees = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    return np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
