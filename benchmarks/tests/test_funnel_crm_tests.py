"""A wall time counts only if the same tests passed on the same source."""

import pytest

from benchmarks.funnel_crm_tests import Judge
from benchmarks.measure import VoidError


def test_the_same_green_tests_count():
    judge = Judge(lambda: "source")
    for which in ("ours", "plain", "plain", "ours"):
        judge(which, 141, 141)


@pytest.mark.parametrize(("passed", "number"), [(140, 141), (0, 0), (140, 140)])
def test_failed_none_or_other_tests_are_refused(passed, number):
    judge = Judge(lambda: "source")
    judge("ours", 141, 141)
    with pytest.raises(VoidError):
        judge("plain", passed, number)


def test_a_source_that_changes_is_refused():
    states = iter(["before", "before", "after"])
    judge = Judge(lambda: next(states))
    judge("ours", 141, 141)
    with pytest.raises(VoidError, match="source"):
        judge("plain", 141, 141)
