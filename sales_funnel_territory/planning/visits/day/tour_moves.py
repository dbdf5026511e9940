"""The moves of a round tour: turn a part around, carry a few nodes elsewhere, exchange two parts.

A tour is a list of nodes and the place of each in it. Each move returns what it saved, more than
0, and keeps nodes whose surroundings changed in a queue.
"""

import random
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]

NEAR: Final = 8  # neighbours looked at
LONGEST: Final = 3  # nodes carried together
REACH: Final = 50  # nodes within which a tour is disturbed


class Tour:
    """A closed tour of at least 8 nodes, begun by going to the nearest one each time."""

    __slots__ = ("at", "costs", "is_stale", "near", "nodes", "queue", "queued", "sums", "turned")

    def __init__(self, costs: Whole) -> None:
        size = len(costs)
        self.costs: list[list[int]] = costs.tolist()
        self.near = _nearest(costs)
        self.nodes = _greedy(self.costs)
        self.at = [0] * size
        self._number(0, size)
        self.queue: list[int] = []
        self.queued = bytearray(size)
        # what each edge costs more the other way round; nothing where no edge does
        is_symmetric = bool((costs == costs.T).all())
        self.turned: list[list[int]] | None = None if is_symmetric else (costs.T - costs).tolist()
        self.sums: list[int] = []
        self.is_stale = True

    def length(self) -> int:
        """Return the cost of the whole tour."""
        return sum(self.costs[self.nodes[place - 1]][node] for place, node in enumerate(self.nodes))

    def begin_with(self, nodes: Sequence[int]) -> None:
        """Take over an order."""
        self.nodes = list(nodes)
        self._number(0, len(nodes))

    def restore(self, nodes: list[int], at: list[int]) -> None:
        """Return to a tour as it was."""
        self.nodes, self.at, self.is_stale = nodes, at, True

    def improve(self, nodes: list[int], is_over: Callable[[], bool] | None = None) -> int:
        """Move around these nodes, and those that moves touch, while it saves; return how much.

        :param is_over: ends it between two nodes, the others are left for the next time

        >>> costs = np.abs(np.subtract.outer(np.arange(9), np.arange(9)))
        >>> tour = Tour(costs)
        >>> _ = tour.improve(list(range(9)))
        >>> tour.length()
        16
        """
        self._touch(*nodes)
        saved = 0
        queue, queued = self.queue, self.queued
        while queue:
            node = queue.pop()
            queued[node] = 0
            while gain := self._turn_after(node) or self._turn_before(node) or self._carry(node):
                saved += gain
            if is_over is not None and is_over():
                break
        return saved

    def disturb(self, rng: random.Random) -> tuple[int, list[int]]:
        """Exchange two neighbouring parts at random; return what that saved, and who is touched."""
        size = len(self.nodes)
        reach = min(size, REACH)
        first = rng.randrange(size)
        if first + reach > size:
            self.nodes = self.nodes[first:] + self.nodes[:first]
            self._number(0, size)
            first = 0
        low, middle, high = (first + cut for cut in sorted(rng.sample(range(1, reach), 3)))
        nodes, costs = self.nodes, self.costs
        a, b, c, d = nodes[low - 1], nodes[low], nodes[middle - 1], nodes[middle]
        e, f = nodes[high - 1], nodes[high] if high < size else nodes[0]
        nodes[low:high] = nodes[middle:high] + nodes[low:middle]
        self._number(low, high)
        saved = costs[a][b] + costs[c][d] + costs[e][f] - costs[a][d] - costs[e][b] - costs[c][f]
        return saved, [a, b, c, d, e, f]

    def _touch(self, *nodes: int) -> None:
        for node in nodes:
            if not self.queued[node]:
                self.queued[node] = 1
                self.queue.append(node)

    def _number(self, first: int, end: int) -> None:
        """Note the places of the nodes from one place to before another."""
        at = self.at
        for place, node in enumerate(self.nodes[first:end], first):
            at[node] = place
        self.is_stale = True

    def _turn_after(self, a: int) -> int:
        """Replace the edges behind ``a`` and a near ``c``: a-b ... c-e becomes a-c ... b-e."""
        nodes, at, costs = self.nodes, self.at, self.costs
        size, row = len(nodes), costs[a]
        b = nodes[(at[a] + 1) % size]
        old = row[b]
        for c in self.near[a]:
            gain = old - row[c]
            if gain <= 0:
                return 0
            e = nodes[(at[c] + 1) % size]
            gain += costs[c][e] - costs[b][e]
            if gain > 0 and self.turned is not None:
                gain -= self._turning(b, c)
            if gain > 0:
                self._reverse(at[b], at[c])
                self._touch(a, b, c, e)
                return gain
        return 0

    def _turn_before(self, a: int) -> int:
        """Replace the edges before ``a`` and a near ``c``: b-a ... e-c becomes b-e ... a-c."""
        nodes, at, costs = self.nodes, self.at, self.costs
        b = nodes[at[a] - 1]
        row, old = costs[a], costs[b][a]
        for c in self.near[a]:
            gain = old - row[c]
            if gain <= 0:
                return 0
            e = nodes[at[c] - 1]
            gain += costs[e][c] - costs[b][e]
            if gain > 0 and self.turned is not None:
                gain -= self._turning(a, e)
            if gain > 0:
                self._reverse(at[a], at[e])
                self._touch(a, b, c, e)
                return gain
        return 0

    def _carry(self, a: int) -> int:
        """Carry ``a``, with up to two that follow or precede it, next to a near node."""
        nodes, size = self.nodes, len(self.nodes)
        place = self.at[a]
        for count in range(1, LONGEST + 1):
            far = nodes[(place + count - 1) % size]
            gain = self._carry_part(a, far, a, far, count)
            if not gain and count > 1:
                far = nodes[place - count + 1]
                gain = self._carry_part(far, a, a, far, count)
            if gain:
                return gain
        return 0

    def _carry_part(self, low: int, high: int, a: int, z: int, count: int) -> int:
        """Carry the nodes ``low`` to ``high``, ``a`` one end and ``z`` the other, to near ``a``."""
        nodes, at, costs = self.nodes, self.at, self.costs
        size, first = len(nodes), at[low]
        before, after = nodes[first - 1], nodes[(at[high] + 1) % size]
        left = costs[before][low] + costs[high][after] - costs[before][after]
        turning = self._turning(low, high) if self.turned is not None and count > 1 else 0
        row, far, is_low = costs[a], costs[z], a == low
        for c in self.near[a]:
            if left <= row[c]:
                return 0
            place = at[c]
            if (place - first) % size < count:
                continue
            e, f = nodes[(place + 1) % size], nodes[place - 1]
            # c-a..z-e, or f-z..a-c
            behind = left - costs[c][a] - far[e] + costs[c][e] - (0 if is_low else turning)
            ahead = left - row[c] - costs[f][z] + costs[f][c] - (turning if is_low else 0)
            if behind > 0 and behind >= ahead and c != before:
                self._place_part(low, high, c, e, keep=is_low)
                self._touch(low, high, before, after, c, e)
                return behind
            if ahead > 0 and c != after:
                self._place_part(low, high, f, c, keep=not is_low)
                self._touch(low, high, before, after, f, c)
                return ahead
        return 0

    def _place_part(self, low: int, high: int, a: int, b: int, *, keep: bool) -> None:
        """Carry ``low`` to ``high`` between the neighbours ``a`` and ``b``, around or as it is."""
        nodes, at, size = self.nodes, self.at, len(self.nodes)
        first, last = at[low], at[high]
        count = (last - first) % size + 1
        ahead, back = (at[a] - last) % size, (first - at[b]) % size
        if ahead <= back:  # low..high next..a b -> next..a low..high b
            other, passed = nodes[(last + 1) % size], ahead
            self._reverse(first, at[a])
            self._reverse_part(other, a, passed)
        else:  # a b..other low..high -> a low..high b..other
            other, passed = nodes[first - 1], back
            self._reverse(at[b], last)
            self._reverse_part(other, b, passed)
        if keep:
            self._reverse_part(low, high, count)

    def _reverse_part(self, a: int, b: int, count: int) -> None:
        """Turn around the ``count`` nodes between these ends, whichever comes first."""
        first, last = self.at[a], self.at[b]
        if (last - first) % len(self.nodes) != count - 1:
            first, last = last, first
        self._reverse(first, last)

    def _reverse(self, first: int, last: int) -> None:
        """Turn around the part between two places; or all else, if that is less and the same."""
        nodes, size = self.nodes, len(self.nodes)
        count = (last - first) % size + 1
        if 2 * count > size and self.turned is None:
            first, last, count = (last + 1) % size, (first - 1) % size, size - count
        if first <= last:
            nodes[first : last + 1] = nodes[first : last + 1][::-1]
            self._number(first, last + 1)
            return
        at = self.at
        for _pair in range(count // 2):
            a, b = nodes[first], nodes[last]
            nodes[first], nodes[last] = b, a
            at[b], at[a] = first, last
            first, last = (first + 1) % size, (last - 1) % size
        self.is_stale = True

    def _turning(self, a: int, b: int) -> int:
        """Return what the part from ``a`` on to ``b`` costs more the other way round."""
        if self.is_stale:
            turned, nodes = self.turned or [], self.nodes
            pairs = zip(nodes, (*nodes[1:], nodes[0]), strict=True)
            self.sums = [0, *accumulate(turned[x][y] for x, y in pairs)]
            self.is_stale = False
        first, last = self.at[a], self.at[b]
        around = self.sums[-1] if last < first else 0
        return self.sums[last] - self.sums[first] + around


def _nearest(costs: Whole) -> list[list[int]]:
    """Return for each node the others nearest to it, nearest first."""
    size = len(costs)
    both = np.minimum(costs, costs.T).astype(np.float64)
    np.fill_diagonal(both, np.inf)
    near: list[list[int]] = np.argsort(both, axis=1, kind="stable")[
        :, : min(NEAR, size - 1)
    ].tolist()
    return near


def _greedy(costs: list[list[int]]) -> list[int]:
    nodes, left = [0], set(range(1, len(costs)))
    while left:
        nearest = min(left, key=costs[nodes[-1]].__getitem__)
        nodes.append(nearest)
        left.remove(nearest)
    return nodes
