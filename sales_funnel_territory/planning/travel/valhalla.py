"""Travel times of a server that speaks Valhalla's protocol.

``POST /sources_to_targets`` with ``{sources, targets, costing}`` answers rows of
``{time: seconds, distance: km}``, ``null`` where there is no way; or, brief, two tables.
2,500 pairs a request and 400 km between two places by default.
https://valhalla.github.io/valhalla/api/matrix/api-reference/
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from .osrm import read_rows
from .places import Block, Limits, Place, TravelError, UnplaceableError
from .requests import HttpRequest, Server

PLACES: Final = 100  # 50 x 50 pairs
METRES: Final = 400_000.0
_NO_ROAD_NEAR: Final = 171
_NO_PATH: Final = (441, 442)


@dataclass(frozen=True, slots=True)
class Valhalla:
    """A Valhalla server and the costing (``auto``) to reckon with."""

    server: Server
    profile: str = "auto"
    limits: Limits = field(default_factory=lambda: Limits(PLACES, METRES))

    @property
    def source(self) -> str:
        """Return what the answers hold for."""
        return f"valhalla {self.server.name} {self.profile}"

    def measure(self, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Ask for one table."""
        status, answer = self.server.ask(self.request(sources, targets))
        return read_answer(status, answer, (len(sources), len(targets)))

    def request(self, sources: Sequence[Place], targets: Sequence[Place]) -> HttpRequest:
        """Return the request for a table."""
        body = {
            "sources": [{"lat": place.latitude, "lon": place.longitude} for place in sources],
            "targets": [{"lat": place.latitude, "lon": place.longitude} for place in targets],
            "costing": self.profile,
            "units": "kilometers",
        }
        return HttpRequest("POST", self.server.address("sources_to_targets"), json.dumps(body))


def read_answer(status: int, answer: dict[str, Any], shape: tuple[int, int]) -> Block:
    """Return what Valhalla answered, in either of its two forms.

    :raises TravelError: when it refused, or answered a table of another shape
    """
    code = answer.get("error_code")
    if code == _NO_ROAD_NEAR:
        raise UnplaceableError("there is no road near one of the places")
    if code in _NO_PATH:
        return Block(np.full(shape, np.inf), np.full(shape, np.inf))
    table = answer.get("sources_to_targets")
    if code is not None or table is None:
        raise TravelError(f"the server answered {status} {str(code or '')[:60]}".rstrip())
    if isinstance(table, dict):
        seconds, kilometres = table.get("durations"), table.get("distances")
    else:
        seconds, kilometres = _take(table, "time"), _take(table, "distance")
    metres = read_rows(kilometres, shape, np.inf) * 1000
    return Block(read_rows(seconds, shape, np.inf), metres)


def _take(table: object, name: str) -> list[list[Any]]:
    try:
        return [[cell[name] for cell in row] for row in table]  # type: ignore[attr-defined]
    except (TypeError, KeyError):
        raise TravelError("the server answered no table of times") from None
