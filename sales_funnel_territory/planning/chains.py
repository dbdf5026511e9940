"""Stage chains: telling the transitions of several leads apart that share one log.

After a lead was merged into another, the log of both stands under the survivor's id. What
remains of the difference is that each lead's transitions join: each starts where the one
before it ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Transition:
    """A stage change as it was logged; ``position`` is its place in the log."""

    at: datetime
    before: int
    after: int
    position: int


def split_chains(transitions: Sequence[Transition], present: int) -> list[list[Transition]]:
    """Split transitions, sorted by time, into chains that join.

    A transition continues the chain that ended where it starts, the most recently changed one
    first; otherwise it begins a chain. The first chain returned is the survivor's own: the
    one that ends in the present stage (the longest of those), else the last one changed.

    :param transitions: logged stage changes, oldest first
    :param present: id of the stage the survivor is in now
    """
    chains: list[list[Transition]] = []
    for transition in transitions:
        joining = [chain for chain in chains if chain[-1].after == transition.before]
        if joining:
            max(joining, key=lambda chain: chain[-1].at).append(transition)
        else:
            chains.append([transition])
    return sorted(chains, key=lambda chain: _foreignness(chain, present))


def _foreignness(chain: Sequence[Transition], present: int) -> tuple[bool, float, float]:
    """Sort key: the survivor's own chain first, the others by time."""
    return (chain[-1].after != present, -len(chain), chain[0].at.timestamp())
