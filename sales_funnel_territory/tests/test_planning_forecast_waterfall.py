from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.waterfall import (
    BARS,
    CHANGES,
    MOVES,
    Frame,
    State,
    Story,
    rounded,
    waterfall,
)
from odoo.tests import BaseCase, tagged

STATUSES = ("open", "open", "open", "won", "lost", "removed", "merged", "archived", "absent")
DAYS = (None, date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1))
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))
CENTS = st.integers(-10_000, 10_000_00)
STATE = st.builds(
    State,
    status=st.sampled_from(STATUSES),
    amount=CENTS,
    day=st.sampled_from(DAYS),
    category=st.sampled_from((None, "pipeline", "commit")),
    user=st.integers(0, 2),
    team=st.integers(0, 1),
    stage=st.integers(0, 2),
    currency=st.sampled_from(("", "usd")),
    probability=st.integers(0, 100).map(Fraction),
    weighted=CENTS,
    is_visible=st.sampled_from((True, True, True, False)),
)
STORIES = st.lists(
    st.builds(
        Story,
        lead=st.just(0),
        before=st.none() | STATE,
        later=st.lists(STATE, max_size=4).map(tuple),
    ),
    max_size=8,
).map(lambda stories: [Story(n, one.before, one.later) for n, one in enumerate(stories)])
WANTED = st.fixed_dictionaries(
    {},
    optional={
        "user": st.sampled_from([frozenset({0}), frozenset({0, 1})]),
        "team": st.just(frozenset({1})),
        "category": st.just(frozenset({"commit"})),
        "stage": st.just(frozenset({1, 2})),
    },
)
RATE = st.fractions(Fraction(1, 3), 3, max_denominator=50)
FRAME = st.builds(
    Frame,
    statuses=st.sampled_from([frozenset({"open"}), frozenset({"open", "won"})]),
    wanted=WANTED,
    period=st.sampled_from([None, QUARTER]),
    measure=st.sampled_from(["amount", "weighted", "count"]),
    first_rates=st.fixed_dictionaries({}, optional={"usd": RATE}),
    last_rates=st.fixed_dictionaries({}, optional={"usd": RATE}),
    is_every_step=st.booleans(),
)


def by_hand(story, frame):
    """The net of one deal, computed with products of conditions instead of replacements."""
    before, after = story.before, (story.later or (story.before,))[-1]
    if after is None:
        return {}
    before, after = without_secrets(before, after)
    was = before or after
    a = (before is not None and own(was, frame), *others(was, frame))
    b = (own(after, frame), *others(after, frame))
    points = [all((*b[:count], *a[count:])) for count in range(5)]
    worth = values_by_hand(before, after, frame)
    shares = []
    for bars, one, other in zip(
        [status_bars(before, after, frame), *MOVES.values()], points, points[1:], strict=False
    ):
        if one != other:
            shares.append((bars[0], worth[0]) if other else (bars[1], -worth[0]))
    for (more, less), one, other in zip(CHANGES.values(), worth, worth[1:], strict=False):
        if points[-1] and one != other:
            shares.append((more if other > one else less, other - one))
    return dict(shares)


def without_secrets(before, after):
    """Of two states of which one is seen, return that one twice, hidden where the other was."""
    if before is None or before.is_visible == after.is_visible:
        return before, after
    seen = before if before.is_visible else after
    return tuple(replace(seen, is_visible=one.is_visible) for one in (before, after))


def status_bars(before, after, frame):
    status = before.status if before else "absent"
    into = "filter_in" if status in frame.statuses else "reopened"
    out = after.status if after.status in ("won", "lost", "merged") else "removed"
    return "new" if status == "absent" else into, (
        "filter_out" if after.status in frame.statuses else out
    )


def own(state, frame):
    return state.status in frame.statuses and holds(state, frame, "stage")


def others(state, frame):
    day, period = state.day, frame.period
    return (
        state.is_visible and holds(state, frame, "user", "team"),
        holds(state, frame, "category"),
        not period or bool(day and period[0] <= day <= period[1]),
    )


def holds(state, frame, *names):
    return all(
        getattr(state, name) in frame.wanted.get(name, {getattr(state, name)}) for name in names
    )


def values_by_hand(before, after, frame):
    if frame.measure == "count":
        return [1, 1, 1, 1]
    was, rate = before or after, frame.last_rates.get(after.currency, Fraction(1))
    old_rate = frame.first_rates.get(was.currency, Fraction(1)) if before else rate
    if frame.measure == "amount":
        cents = (was.amount, after.amount, after.amount)
    else:
        cents = (was.weighted, weighted_between(was, after), after.weighted)
    return [rounded(cents[0] * old_rate), *(rounded(one * rate) for one in cents)]


def weighted_between(was, after):
    if was.amount == after.amount:
        return was.weighted
    if was.probability == after.probability:
        return after.weighted
    return rounded(Fraction(after.amount) * was.probability / 100)


def total(stories, frame, which):
    """Return the figure of a moment as a plain sum."""
    return sum(which(story, frame) for story in stories)


def at_first(story, frame):
    return frame.value(story.before, frame.first_rates) if story.before else 0


def at_last(story, frame):
    state = (story.later or (story.before,))[-1]
    return frame.value(state, frame.last_rates) if state else 0


@tagged("-at_install", "post_install")
class TestWaterfall(BaseCase):
    @settings(max_examples=80, deadline=None)
    @given(STORIES, FRAME)
    def test_start_and_bars_give_the_end_exactly(self, stories, frame):
        fall = waterfall(stories, frame)
        self.assertEqual(fall.start, total(stories, frame, at_first))
        self.assertEqual(fall.end, total(stories, frame, at_last))
        self.assertEqual(fall.start + sum(fall.bars.values()), fall.end)
        self.assertLessEqual(set(fall.bars), set(BARS))

    @settings(max_examples=80, deadline=None)
    @given(STORIES, FRAME)
    def test_each_bar_is_what_a_computation_by_hand_gives(self, stories, frame):
        frame = replace(frame, is_every_step=False)
        for story in stories:
            self.assertEqual(waterfall([story], frame).bars, by_hand(story, frame))

    @settings(max_examples=50, deadline=None)
    @given(STORIES, FRAME, st.sampled_from(["user", "team", "category", "stage", "month"]))
    def test_groups_add_up_each_by_itself_and_all_together(self, stories, frame, name):
        values = {
            getattr(state, name)
            for story in stories
            for state in (story.before, *story.later)
            if state
        }
        values &= frame.wanted.get(name, values)
        falls = [waterfall(stories, frame.among(name, value)) for value in values]
        whole = waterfall(stories, frame)
        self.assertEqual(sum(fall.start for fall in falls), whole.start)
        self.assertEqual(sum(fall.end for fall in falls), whole.end)
        for fall in falls:
            self.assertEqual(fall.start + sum(fall.bars.values()), fall.end)

    @settings(max_examples=50, deadline=None)
    @given(STORIES, FRAME)
    def test_every_step_ends_where_the_net_does(self, stories, frame):
        falls = [
            waterfall(stories, replace(frame, is_every_step=is_every)) for is_every in (False, True)
        ]
        self.assertEqual((falls[0].start, falls[0].end), (falls[1].start, falls[1].end))

    def test_the_story_of_a_quarter(self):
        """What a manager reads: 300 in October, and why it is 260 now."""
        october, november, january = date(2026, 10, 20), date(2026, 11, 20), date(2027, 1, 9)
        stories = [
            Story(1, State("open", 100_00, october), (State("open", 130_00, november),)),
            Story(2, State("open", 80_00, november), (State("won", 90_00, november),)),
            Story(3, State("open", 70_00, november), (State("open", 75_00, january),)),
            Story(4, State("open", 60_00, january), (State("open", 55_00, november),)),
            Story(5, None, (State("open", 75_00, november),)),
            Story(6, None, (State("open", 20_00, november), State("lost", 20_00, november))),
            Story(7, State("open", 50_00, november), (State("merged", 50_00, november),)),
        ]
        fall = waterfall(stories, Frame(period=QUARTER))
        self.assertEqual((fall.start, fall.end), (300_00, 260_00))
        self.assertEqual(
            fall.bars,
            {"increased": 30_00, "won": -80_00, "pushed_out": -70_00, "pulled_in": 60_00,
             "decreased": -5_00, "new": 75_00, "merged": -50_00},
        )  # fmt: skip
        self.assertEqual(fall.leads("pushed_out"), {3})
        each = waterfall(stories, Frame(period=QUARTER, is_every_step=True))
        self.assertEqual(each.bars["new"], 95_00)
        self.assertEqual(each.bars["lost"], -20_00)

    def test_a_deal_that_changes_hands_leaves_one_and_enters_the_other(self):
        story = Story(1, State("open", 10, user="carl"), (State("open", 12, user="rosa"),))
        frame = Frame()
        self.assertEqual(waterfall([story], frame).bars, {"increased": 2})
        self.assertEqual(waterfall([story], frame.among("user", "carl")).bars, {"moved_out": -10})
        self.assertEqual(
            waterfall([story], frame.among("user", "rosa")).bars, {"moved_in": 10, "increased": 2}
        )

    def test_what_one_may_not_see_tells_nothing(self):
        """Rosa gets Carl's deal, and gives him one of hers, which he wins later."""
        carls = State("open", 900, user="carl", stage=1, is_visible=False)
        rosas = State("open", 12, user="rosa", stage=2)
        won = replace(carls, status="won", amount=777)
        for is_every in (False, True):
            frame = Frame(is_every_step=is_every)
            got = waterfall([Story(1, carls, (rosas,))], frame)
            self.assertEqual(got.bars, {"moved_in": 12})
            given = waterfall([Story(1, rosas, (carls, won))], frame)
            self.assertEqual(given.bars, {"moved_out": -12})
            of_stage = waterfall([Story(1, carls, (rosas,))], frame.among("stage", 1))
            self.assertEqual(of_stage.bars, {})

    @settings(max_examples=80, deadline=None)
    @given(STORIES, FRAME, CENTS, st.sampled_from(STATUSES), st.integers(0, 2))
    def test_no_hidden_state_makes_a_difference(self, stories, frame, cents, status, stage):
        def other(state):
            if state is None or state.is_visible:
                return state
            return replace(
                state, amount=cents, weighted=cents, status=status, stage=stage, day=None,
                category=None, currency="",
            )  # fmt: skip

        others = [
            Story(one.lead, other(one.before), tuple(map(other, one.later))) for one in stories
        ]
        self.assertEqual(waterfall(stories, frame), waterfall(others, frame))

    def test_a_change_of_rates_is_neither_more_nor_less_of_the_deal(self):
        story = Story(1, State("open", 100, currency="usd"), (State("open", 110, currency="usd"),))
        frame = Frame(first_rates={"usd": Fraction(9, 10)}, last_rates={"usd": Fraction(8, 10)})
        fall = waterfall([story], frame)
        self.assertEqual((fall.start, fall.end), (90, 88))
        self.assertEqual(fall.bars, {"currency": -10, "increased": 8})
