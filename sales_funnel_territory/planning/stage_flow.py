"""Where the bands of a flow chart run: stages in columns, flows as bands between them.

A picture has two directions: *along* (from the first stage to the ends; counted in columns) and
*across* (where sizes are to scale; in units of which the picture has at most ``ACROSS``). Whether
along runs to the right (wide screens) or down (phones) is the painter's choice.

A flow that passes over stages runs above them, one that leaves the funnel (lost) below them, and
one that goes back in a loop beneath everything. All sizes of a picture have one scale.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

ACROSS = 1000.0
GAP = 30.0
NAME_GAP = 96.0  # before a node: its name stands there
LOOP_GAP = 16.0

Key = Hashable


@dataclass(frozen=True)
class Node:
    """A stage or an end: its column, its size, and whether what leaves the funnel ends there."""

    key: Key
    column: int
    value: float
    is_exit: bool = False


@dataclass(frozen=True)
class Flow:
    """So much went from one node to another."""

    source: Key
    target: Key
    value: float


@dataclass(frozen=True)
class Box:
    """Where a node stands across."""

    start: float
    size: float


@dataclass(frozen=True)
class Band:
    """A flow's way: (column, start across) at each column; a loop also has its own depth."""

    source: Key
    target: Key
    size: float
    points: tuple[tuple[int, float], ...]
    loop: float | None = None


@dataclass(frozen=True)
class Picture:
    """A drawing, ready for a painter."""

    columns: int
    across: float
    boxes: dict[Key, Box]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class _Slot:
    """What takes room in a column: a node, or a flow that passes by (keys of both its ends)."""

    key: tuple[Key, ...]
    value: float
    group: tuple[int, Key]


def draw(nodes: Sequence[Node], flows: Iterable[Flow]) -> Picture:
    """Lay out a flow chart. Nodes and flows without a value are left out."""
    by_key = {node.key: node for node in nodes if node.value > 0}
    kept = [
        flow for flow in flows if flow.value > 0 and flow.source in by_key and flow.target in by_key
    ]
    if not by_key:
        return Picture(0, 0.0, {}, ())
    loops = [flow for flow in kept if _is_loop(flow, by_key)]
    onward = [flow for flow in kept if not _is_loop(flow, by_key)]
    columns = 1 + max(node.column for node in by_key.values())
    slots = [_slots(column, by_key, onward) for column in range(columns)]
    scale = _scale(slots, loops)
    places, across = _places(slots, scale)
    boxes = {
        key: Box(places[node.column, (key,)], node.value * scale) for key, node in by_key.items()
    }
    leaving, entering = _ports(by_key, boxes, kept, places, scale)
    bands = [_onward_band(flow, by_key, places, leaving, entering, scale) for flow in onward]
    for flow in sorted(loops, key=lambda flow: _span(flow, by_key)):
        across += LOOP_GAP
        bands.append(_loop_band(flow, by_key, leaving, entering, scale, across))
        across += flow.value * scale
    return Picture(columns, across, boxes, tuple(bands))


def _span(flow: Flow, nodes: dict[Key, Node]) -> int:
    return nodes[flow.source].column - nodes[flow.target].column


def _is_loop(flow: Flow, nodes: dict[Key, Node]) -> bool:
    return _span(flow, nodes) >= 0


def _slots(column: int, nodes: dict[Key, Node], onward: list[Flow]) -> list[_Slot]:
    """List what stands in a column from top to bottom: bands passing over, nodes, bands below.

    Bands that go far run outside, and of those to one target the oldest: few of them cross.
    """
    passing = [
        flow for flow in onward if nodes[flow.source].column < column < nodes[flow.target].column
    ]
    above = [flow for flow in passing if not nodes[flow.target].is_exit]
    below = [flow for flow in passing if nodes[flow.target].is_exit]
    order = {key: number for number, key in enumerate(nodes)}
    above.sort(key=lambda flow: (-order[flow.target], order[flow.source]))
    below.sort(key=lambda flow: (order[flow.target], -order[flow.source]))
    return [
        *(_Slot((flow.source, flow.target), flow.value, (0, flow.target)) for flow in above),
        *(
            _Slot((node.key,), node.value, (1, node.key))
            for node in nodes.values()
            if node.column == column
        ),
        *(_Slot((flow.source, flow.target), flow.value, (2, flow.target)) for flow in below),
    ]


def _halves(slots: list[_Slot]) -> tuple[list[_Slot], list[_Slot]]:
    return [slot for slot in slots if slot.group[0] == 0], [
        slot for slot in slots if slot.group[0] != 0
    ]


def _need(slots: list[_Slot]) -> tuple[float, float]:
    """Return the values and the gaps that some slots need, with one after bands above a node."""
    after = NAME_GAP if slots and slots[-1].group[0] == 0 else 0.0
    return sum(slot.value for slot in slots), after + sum(starmap(_gap, pairwise(slots)))


def _gap(slot: _Slot, following: _Slot) -> float:
    if slot.group == following.group:
        return 0.0
    return NAME_GAP if following.group[0] == 1 else GAP


def _scale(columns: list[list[_Slot]], loops: list[Flow]) -> float:
    """Return units per value, so that everything fits into ``ACROSS``."""
    needs = [[_need(half) for half in _halves(slots)] for slots in columns]
    value = sum(flow.value for flow in loops)
    gaps = LOOP_GAP * len(loops)
    for half in (0, 1):
        value += max(need[half][0] for need in needs)
        gaps += max(need[half][1] for need in needs)
    return max(ACROSS - gaps, ACROSS / 4) / value


def _places(
    columns: list[list[_Slot]], scale: float
) -> tuple[dict[tuple[int, tuple[Key, ...]], float], float]:
    """Return {(column, slot's key): start across} and the end of all; nodes begin on one line."""
    halves = [_halves(slots) for slots in columns]
    line = max(value * scale + gaps for value, gaps in (_need(above) for above, _b in halves))
    places: dict[tuple[int, tuple[Key, ...]], float] = {}
    end = line
    for column, (above, below) in enumerate(halves):
        value, gaps = _need(above)
        _stack(places, column, above, line - value * scale - gaps, scale)
        end = max(end, _stack(places, column, below, line, scale))
    return places, end


def _stack(
    places: dict[tuple[int, tuple[Key, ...]], float],
    column: int,
    slots: list[_Slot],
    start: float,
    scale: float,
) -> float:
    """Place slots one after the other, with a gap between groups; return where they end."""
    for number, slot in enumerate(slots):
        if number:
            start += _gap(slots[number - 1], slot)
        places[column, slot.key] = start
        start += slot.value * scale
    return start


def _ports(
    nodes: dict[Key, Node],
    boxes: dict[Key, Box],
    flows: list[Flow],
    places: dict[tuple[int, tuple[Key, ...]], float],
    scale: float,
) -> tuple[dict[tuple[Key, Key], float], dict[tuple[Key, Key], float]]:
    """Return where each flow leaves its source and enters its target, one beside the other.

    Sorted by where the band stands in the next (the former) column; loops come last.
    """
    from_node, to_node = defaultdict(list), defaultdict(list)
    for flow in flows:
        source, target = nodes[flow.source], nodes[flow.target]
        is_loop, is_direct = _is_loop(flow, nodes), target.column == source.column + 1
        own = (flow.source, flow.target)
        after = (target.key,) if is_direct or is_loop else own
        before = (source.key,) if is_direct or is_loop else own
        next_column = target.column if is_loop else source.column + 1
        last_column = source.column if is_loop else target.column - 1
        from_node[flow.source].append((is_loop, places[next_column, after], flow))
        to_node[flow.target].append((is_loop, places[last_column, before], flow))
    return _side_by_side(from_node, boxes, scale), _side_by_side(to_node, boxes, scale)


def _side_by_side(
    listed: dict[Key, list[tuple[bool, float, Flow]]], boxes: dict[Key, Box], scale: float
) -> dict[tuple[Key, Key], float]:
    ports = {}
    for key, found in listed.items():
        start = boxes[key].start
        for *_place, flow in sorted(found, key=lambda one: one[:2]):
            ports[flow.source, flow.target] = start
            start += flow.value * scale
    return ports


def _onward_band(
    flow: Flow,
    nodes: dict[Key, Node],
    places: dict[tuple[int, tuple[Key, ...]], float],
    leaving: dict[tuple[Key, Key], float],
    entering: dict[tuple[Key, Key], float],
    scale: float,
) -> Band:
    own = (flow.source, flow.target)
    first, last = nodes[flow.source].column, nodes[flow.target].column
    between = [(column, places[column, own]) for column in range(first + 1, last)]
    points = [(first, leaving[own]), *between, (last, entering[own])]
    return Band(flow.source, flow.target, flow.value * scale, tuple(points))


def _loop_band(
    flow: Flow,
    nodes: dict[Key, Node],
    leaving: dict[tuple[Key, Key], float],
    entering: dict[tuple[Key, Key], float],
    scale: float,
    depth: float,
) -> Band:
    own = (flow.source, flow.target)
    points = (
        (nodes[flow.source].column, leaving[own]),
        (nodes[flow.target].column, entering[own]),
    )
    return Band(flow.source, flow.target, flow.value * scale, points, loop=depth)
