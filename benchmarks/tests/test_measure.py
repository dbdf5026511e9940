"""Goals and medians."""

import pytest

from benchmarks.measure import Goal, Measured, alternate, spread


@pytest.mark.parametrize(
    ("goal", "ours", "reference", "holds"),
    [
        (Goal("ratio", 1.1), 1.104, 1.0, True),
        (Goal("ratio", 1.1), 1.106, 1.0, False),
        (Goal("more", 1), 22, 21, True),
        (Goal("more", 1), 23, 21, False),
        (Goal("more", 0), 20, 21, True),
        (Goal("all"), 141, 141, True),
        (Goal("all"), 140, 141, False),
        (Goal("none"), 0, 3, True),
        (Goal("none"), 1, 3, False),
        (Goal("none"), 0, 0, False),
    ],
)
def test_goals(goal, ours, reference, holds):
    assert goal.holds(Measured(ours, reference)) is holds


def test_alternate_takes_turns_and_leaves_out_the_warm_up():
    order = []

    def run(name, seconds):
        order.append(name)
        return seconds.pop(0)

    ours, reference = [9.0, 2.0, 4.0, 3.0], [9.0, 1.0, 1.0, 1.0]
    measured = alternate(lambda: run("ours", ours), lambda: run("reference", reference), repeats=3)
    assert (measured.ours, measured.reference) == (3.0, 1.0)
    assert measured.ratios == (2.0, 4.0, 3.0)
    assert order == ["reference", "ours", "ours", "reference"] * 2


def test_the_ratio_is_that_of_neighbours():
    """A machine that gets ten times as slow on its way slows both."""
    measured = Measured(5.5, 5.0, ratios=(1.1, 1.1, 1.2))
    assert measured.ratio == 1.1
    assert Goal("ratio", 1.1).holds(measured)


def test_spread():
    assert spread([1.0]) == 0.0
    assert spread([1.0, 2.0, 3.0]) == pytest.approx(0.25)
