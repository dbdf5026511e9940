"""The simulated company is the same for a seed, and what it tells of itself twice agrees."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.simulated_company import Company, simulate

from benchmarks import forecast_checker as checker

NOW = datetime(2026, 11, 23, 12)


def company(seed: int = 1, deals: int = 200, companies: int = 1) -> Company:
    return simulate(seed, deals, NOW, companies=companies)


def question(**values: object) -> checker.Question:
    asked: dict[str, object] = {
        "first": NOW.date() - timedelta(days=1200),
        "last": NOW.date(),
        "now": NOW,
        "zones": ("UTC", "UTC"),
        "worth": lambda _company, _day: Fraction(1),
        **values,
    }
    return checker.Question(**asked)  # type: ignore[arg-type]


def test_a_seed_is_a_company():
    assert company(7) == company(7)
    assert company(7).deals != company(8).deals


def test_more_deals_leave_the_first_as_they_were():
    assert company(deals=20).deals == company(deals=50).deals[:20]


def test_it_is_a_company_that_lives():
    one = company(deals=2000, companies=2)
    kinds = Counter(event.kind for event in one.events)
    assert all(kinds[kind] > 15 for kind in (*checker.LEFT, "new", "reopened", "removed")), kinds
    decided = kinds["won"] + kinds["lost"]
    assert 0.3 < kinds["won"] / decided < 0.7
    states = [state for deal in one.deals for state in deal.states]
    assert 4 < len(states) / len(one.deals) < 8
    assert {state.company for state in states} == {0, 1}
    assert sum(state.origin == "rebuilt" for state in states) > 100


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_a_deal_goes_from_state_to_state(seed):
    one = company(seed, deals=40, companies=2)
    for deal in one.deals:
        moments = [state.at for state in deal.states]
        assert all(before < after for before, after in pairwise(moments))
        assert one.start <= moments[0] and moments[-1] < one.end
        assert not [s for s in deal.states[:-1] if s.status in ("removed", "merged")]
        for state in deal.states:
            assert state.amount >= 0
            assert (state.status in ("won", "lost")) == bool(state.closed) or not deal.is_there


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_the_waterfall_of_every_step_is_the_known_truth(seed):
    """Events and states are told apart, and the checker reads the states alone."""
    one = company(seed)
    truth: Counter[str] = Counter()
    for event in one.events:
        into = event.kind in ("new", "reopened", "increased")
        truth[event.kind] += event.worth if into else -event.worth
    found = checker.answer(one.deals, question(every_step=True))
    assert found.start == 0
    assert dict(found.bars) == {kind: worth for kind, worth in truth.items() if worth}
    assert found.end == sum(truth.values())


def test_the_checker_takes_a_deal_apart():
    """What a manager would say by hand of a deal that moved, slipped and grew."""
    [deal] = [d for d in company().deals if d.number == 0]
    old, new = deal.states[0], deal.states[0]
    old = _state(old, datetime(2026, 9, 1), 100_00, date(2026, 10, 9), user=1)
    new = _state(new, datetime(2026, 10, 20), 130_00, date(2027, 1, 9), user=2)
    one = type(deal)(0, (old, new), None, 0)
    asked = question(first=date(2026, 10, 1), last=date(2026, 10, 31))
    assert dict(checker.answer([one], asked).bars) == {"increased": 30_00}
    in_time = question(
        first=asked.first, last=asked.last, period=(date(2026, 10, 1), date(2026, 12, 31))
    )
    assert dict(checker.answer([one], in_time).bars) == {"pushed_out": -100_00}
    of_people = checker.grouped([one], asked, "user")
    assert dict(of_people[1].bars) == {"moved_out": -100_00}
    assert dict(of_people[2].bars) == {"moved_in": 100_00, "increased": 30_00}


def _state(like, at, amount, deadline, **values):
    facts = {"type": "opportunity", "status": "open", "is_active": True, "closed": None}
    return type(like)(**{
        **{name: getattr(like, name) for name in like.__slots__}, **facts, "at": at,
        "amount": amount, "deadline": deadline, "origin": "live", **values,
    })  # fmt: skip
