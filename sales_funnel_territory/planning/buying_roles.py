"""Covering the bases: who plays which part in a purchase, and what is still missing.

All bases are covered when every role that is demanded is filled, somebody in it has been met,
and nobody who plays a part is an opponent without a plan how to handle him.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

ROLES: Final = ("economic", "technical", "user", "coach", "influencer")
USUAL_DEMAND: Final = ("economic", "technical", "user", "coach")

MISSING: Final = "missing"
OPPONENT: Final = "opponent"
NOT_MET: Final = "not_met"
_URGENCY: Final = (MISSING, OPPONENT, NOT_MET)


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """A person in a role; ``key`` is the row's own, ``person`` may stand in several rows."""

    key: int
    person: int
    role: str
    is_met: bool = False
    is_unhandled_opponent: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps the bases from being covered; ``key`` is the row's, none for a missing role."""

    kind: str
    role: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Bases:
    """The demanded roles, those of them that are covered, and the gaps, most important first."""

    demanded: tuple[str, ...]
    covered: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def are_covered(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.gaps


def cover_bases(demanded: Collection[str], holders: Sequence[RoleHolder]) -> Bases:
    """Judge who was named, met and won over against what is demanded.

    Somebody who was met in one role was met in all of his. Where several people share a role,
    it is enough to have met one of them, but each opponent has to be handled, also in a role
    that is not demanded.

    >>> cover_bases(["coach"], []).gaps
    (Gap(kind='missing', role='coach', key=None),)
    """
    wanted = tuple(role for role in ROLES if role in demanded)
    met = {holder.person for holder in holders if holder.is_met}
    gaps = [gap for role in wanted for gap in _gaps_of_role(role, holders, met)]
    gaps += [
        Gap(OPPONENT, holder.role, holder.key) for holder in holders if holder.is_unhandled_opponent
    ]
    open_roles = {gap.role for gap in gaps}
    return Bases(
        demanded=wanted,
        covered=tuple(role for role in wanted if role not in open_roles),
        gaps=tuple(sorted(gaps, key=_importance)),
    )


def _gaps_of_role(role: str, holders: Iterable[RoleHolder], met: Collection[int]) -> list[Gap]:
    """Return what a demanded role lacks, opponents aside."""
    filling = [holder for holder in holders if holder.role == role]
    if not filling:
        return [Gap(MISSING, role)]
    if any(holder.person in met for holder in filling):
        return []
    return [Gap(NOT_MET, role, holder.key) for holder in filling]


def _importance(gap: Gap) -> tuple[int, int]:
    """Sort key: role by role from the economic buyer down, in each the worst first."""
    return ROLES.index(gap.role), _URGENCY.index(gap.kind)
