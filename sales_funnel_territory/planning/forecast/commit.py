"""What a team demands of a deal before it may be committed.

To *commit* is to promise: this deal closes in this period. A team may demand that the economic
buyer was met, that the exit criteria of the deal's stage are met, that the expected closing lies
in the period, and that it was not put off too often. A leader may waive each demand for one deal.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from .periods import Period

ECONOMIC_BUYER: Final = "economic_buyer"
CRITERIA: Final = "criteria"
DATE_IN_PERIOD: Final = "date_in_period"
SLIPS: Final = "slips"
DEMANDS: Final = (ECONOMIC_BUYER, CRITERIA, DATE_IN_PERIOD, SLIPS)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a team demands.

    :param demands: those of ``DEMANDS`` that it makes
    :param period_kind: month / quarter / year in which the closing must lie
    :param max_slips: how often the closing may have been put off
    """

    demands: frozenset[str] = frozenset()
    period_kind: str = "quarter"
    max_slips: int = 0


@dataclass(frozen=True, slots=True)
class Deal:
    """What is known of a deal.

    :param closing: the expected closing
    :param slips: how often it was put off
    :param waived: demands that a leader has waived
    """

    has_met_buyer: bool = False
    has_met_criteria: bool = False
    closing: date | None = None
    slips: int = 0
    waived: frozenset[str] = field(default_factory=frozenset)


def find_unmet(rules: Rules, deal: Deal, period: Period) -> tuple[str, ...]:
    """Return the demands that a deal does not meet, waived ones among them.

    >>> quarter = Period(date(2026, 10, 1), date(2026, 12, 31), "quarter", 2026, 4)
    >>> find_unmet(Rules(frozenset({"date_in_period"})), Deal(closing=date(2027, 1, 1)), quarter)
    ('date_in_period',)
    """
    is_met = {
        ECONOMIC_BUYER: deal.has_met_buyer,
        CRITERIA: deal.has_met_criteria,
        DATE_IN_PERIOD: deal.closing is not None and period.contains(deal.closing),
        SLIPS: deal.slips <= rules.max_slips,
    }
    return tuple(name for name in DEMANDS if name in rules.demands and not is_met[name])


def find_missing(rules: Rules, deal: Deal, period: Period) -> tuple[str, ...]:
    """Return the demands for want of which a deal may not be committed.

    >>> quarter = Period(date(2026, 10, 1), date(2026, 12, 31), "quarter", 2026, 4)
    >>> rules = Rules(frozenset({"slips"}), max_slips=2)
    >>> find_missing(rules, Deal(slips=3), quarter)
    ('slips',)
    >>> find_missing(rules, Deal(slips=3, waived=frozenset({"slips"})), quarter)
    ()
    """
    unmet = find_unmet(rules, deal, period)
    return tuple(name for name in unmet if name not in deal.waived)
