"""The whole table of travel times: what is known, a server's answers, else estimates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .great_circle import GreatCircle, straight_metres
from .places import Block, Numbers, Place, TravelError, TravelProvider, UnplaceableError
from .tiling import Flags, Indices, Tile, tiles

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """Seconds and metres from each source (row) to each target (column).

    :param seconds: ``inf`` where the target cannot be reached
    :param source: the provider that was asked
    :param estimated: pairs that are an estimate, as the server did not tell
    :param asked: pairs the server has answered now, to be remembered
    :param failure: why the server was asked no further; ``None`` when it always answered
    """

    seconds: Numbers
    metres: Numbers
    source: str
    estimated: Flags
    asked: Flags
    failure: str | None = None

    def unreachable(self, limit: int = _SHOWN) -> list[tuple[int, int]]:
        """Return the first pairs (source, target) that no road connects."""
        pairs = np.argwhere(np.isinf(self.seconds))[:limit]
        return [(int(row), int(column)) for row, column in pairs]


def travel_matrix(
    provider: TravelProvider,
    estimate: GreatCircle,
    sources: Sequence[Place],
    targets: Sequence[Place],
    known: Block | None = None,
) -> TravelMatrix:
    """Return times and distances between all sources and targets.

    What is not known is asked for in blocks within the provider's limits. When it fails, what is
    missing is estimated, and it is asked no more.

    :param known: what was answered before, ``nan`` where nothing
    """
    survey = _Survey(provider, sources, targets, known)
    if sources and targets:
        survey.ask()
    return survey.conclude(estimate.measure(sources, targets))


class _Survey:
    """The state of one run: what is filled in so far."""

    def __init__(
        self,
        provider: TravelProvider,
        sources: Sequence[Place],
        targets: Sequence[Place],
        known: Block | None,
    ) -> None:
        self.provider = provider
        self.sources, self.targets = sources, targets
        shape = (len(sources), len(targets))
        self.seconds = known.seconds.copy() if known else np.full(shape, np.nan)
        self.metres = known.metres.copy() if known else np.full(shape, np.nan)
        self.asked = np.zeros(shape, dtype=np.bool_)
        self.failure: str | None = None
        self._is_on_map: dict[Place, bool] = {}

    def ask(self) -> None:
        """Ask for everything that is not known, until the provider fails."""
        limits = self.provider.limits
        allowed = np.ones(self.seconds.shape, dtype=np.bool_)
        if limits.metres is not None:
            allowed = straight_metres(self.sources, self.targets) <= limits.metres
        wanted = np.isnan(self.seconds) & allowed
        down, across = _neighbours_together(self.sources), _neighbours_together(self.targets)
        order = np.ix_(down, across)
        try:
            for tile in tiles(wanted[order], allowed[order], limits.side):
                self._fill(Tile(down[tile.rows], across[tile.columns]))
        except TravelError as error:
            self.failure = str(error)

    def _fill(self, tile: Tile) -> None:
        try:
            self._take(tile)
        except UnplaceableError:
            self._fill_without_lost(tile)

    def _take(self, tile: Tile) -> None:
        sources = [self.sources[row] for row in tile.rows]
        targets = [self.targets[column] for column in tile.columns]
        block = self.provider.measure(sources, targets)
        self._write(tile, block.seconds, block.metres)

    def _fill_without_lost(self, tile: Tile) -> None:
        """One place off the map fails the whole request: find it, and ask without it."""
        rows = self._on_map(tile.rows, self.sources)
        columns = self._on_map(tile.columns, self.targets)
        self._write(tile, np.inf, np.inf)
        if rows.size and columns.size:
            self._take(Tile(rows, columns))

    def _on_map(self, indices: Indices, places: Sequence[Place]) -> Indices:
        kept = [index for index in indices if self._is_placeable(places[index])]
        return np.array(kept, dtype=np.intp)

    def _is_placeable(self, place: Place) -> bool:
        if place not in self._is_on_map:
            try:
                self.provider.measure([place], [place])
                self._is_on_map[place] = True
            except UnplaceableError:
                self._is_on_map[place] = False
        return self._is_on_map[place]

    def _write(self, tile: Tile, seconds: Numbers | float, metres: Numbers | float) -> None:
        where = np.ix_(tile.rows, tile.columns)
        self.seconds[where], self.metres[where], self.asked[where] = seconds, metres, True

    def conclude(self, estimate: Block) -> TravelMatrix:
        """Fill what is missing with estimates; a place is at itself at once."""
        missing = np.isnan(self.seconds)
        seconds = np.where(missing, estimate.seconds, self.seconds)
        metres = np.where(np.isnan(self.metres), estimate.metres, self.metres)
        same = _same_places(self.sources, self.targets)
        seconds[same] = metres[same] = 0.0
        return TravelMatrix(
            seconds,
            metres,
            self.provider.source,
            missing & ~same,
            self.asked,
            self.failure,
        )


def _neighbours_together(places: Iterable[Place]) -> Indices:
    """Return an order in which near places stand near each other: stripes of two degrees."""
    degrees = np.asarray(list(places), dtype=np.float64).reshape(-1, 2)
    return np.lexsort((degrees[:, 1], degrees[:, 0] // 2))


def _same_places(sources: Sequence[Place], targets: Sequence[Place]) -> Flags:
    here = np.asarray(sources, dtype=np.float64).reshape(-1, 1, 2)
    there = np.asarray(targets, dtype=np.float64).reshape(1, -1, 2)
    return (here == there).all(axis=2)
