"""Travel times of a server that speaks OSRM's protocol.

``GET /table/v1/{profile}/{lon},{lat};...?sources=0;1&destinations=2;3&annotations=...`` answers
``durations`` (seconds) and ``distances`` (metres), ``null`` where there is no way. 100 coordinates
a request by default. https://project-osrm.org/docs/v5.24.0/api/#table-service
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from .places import Block, Limits, Numbers, Place, TravelError, UnplaceableError
from .requests import HttpRequest, Server

COORDINATES: Final = 100


@dataclass(frozen=True, slots=True)
class Osrm:
    """An OSRM server and the profile (``driving``) that its data were made for."""

    server: Server
    profile: str = "driving"
    limits: Limits = field(default_factory=lambda: Limits(COORDINATES))

    @property
    def source(self) -> str:
        """Return what the answers hold for."""
        return f"osrm {self.server.name} {self.profile}"

    def measure(self, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Ask for one table."""
        status, answer = self.server.ask(self.request(sources, targets))
        return read_table(status, answer, (len(sources), len(targets)))

    def request(self, sources: Sequence[Place], targets: Sequence[Place]) -> HttpRequest:
        """Return the request for a table: longitude comes first."""
        places = ";".join(f"{place.longitude},{place.latitude}" for place in [*sources, *targets])
        first, last = len(sources), len(sources) + len(targets)
        query = (
            f"sources={_indices(0, first)}&destinations={_indices(first, last)}"
            "&annotations=duration,distance"
        )
        return HttpRequest("GET", self.server.address(f"table/v1/{self.profile}/{places}", query))


def _indices(first: int, last: int) -> str:
    return ";".join(map(str, range(first, last)))


def read_table(status: int, answer: dict[str, Any], shape: tuple[int, int]) -> Block:
    """Return what OSRM answered.

    :raises TravelError: when it refused, or answered a table of another shape
    """
    code = answer.get("code")
    if code == "NoSegment":
        raise UnplaceableError("there is no road near one of the places")
    if code == "NoTable":
        return Block(np.full(shape, np.inf), np.full(shape, np.inf))
    if code != "Ok":
        raise TravelError(f"the server answered {status} {str(code or '')[:60]}".rstrip())
    seconds = read_rows(answer.get("durations"), shape, np.inf)
    distances = answer.get("distances")
    metres = np.full(shape, np.nan) if distances is None else read_rows(distances, shape, np.inf)
    return Block(seconds, metres)


def read_rows(rows: object, shape: tuple[int, int], nothing: float) -> Numbers:
    """Return rows of numbers, some of them null, as a table of that shape."""
    try:
        table = np.array(
            [
                [nothing if cell is None else float(cell) for cell in row]
                for row in rows  # type: ignore[attr-defined]
            ],
            dtype=np.float64,
        )
    except (TypeError, ValueError):
        raise TravelError("the server answered no table of times") from None
    if table.shape != shape:
        raise TravelError(f"the server answered a table of {table.shape}, not {shape}")
    if np.isnan(table).any() or (table < 0).any():
        raise TravelError("the server answered times below zero")
    return table
