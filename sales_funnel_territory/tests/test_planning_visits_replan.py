from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.limits import Limits
from ..planning.visits.period.plan import plan_period
from ..planning.visits.problem import Occurrence, Offer, Span
from ..planning.visits.replan.accept import accept
from ..planning.visits.replan.changes import Cancelled, DayHours, DayOff, Urgent, apply_changes
from ..planning.visits.replan.replan import replan
from .visits_story import check, story

TUESDAY = 1
LIMITS = Limits(iterations=400, seconds=None)


def plan(iterations=800, **values):
    problem = story(**values).problem
    return problem, plan_period(problem, Limits(iterations=iterations, seconds=None), 1)


class TestReplan(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem, cls.plan = plan(customers=60, weeks=2)
        cls.by_key = {one.key: one for one in cls.plan.planned}
        cls.visits = {one.key: one for one in cls.problem.occurrences}

    def replan(self, *changes, problem=None, solution=None):
        found = replan(problem or self.problem, solution or self.plan, changes, LIMITS, 1)
        self.assertEqual(check(found.problem, found.solution).wrong, ())
        return found

    def on(self, day):
        return [one for one in self.plan.planned if one.day == day]

    def free_on(self, day):
        return [one for one in self.on(day) if not self.visits[one.key].is_fixed]

    def test_nothing_happens(self):
        """A plan that is good enough stays to the minute."""
        found = self.replan()
        self.assertLess(len(found.lines), 0.1 * len(self.plan.planned))
        self.assertLessEqual(found.travel_after, found.travel_before)

    def test_a_cancelled_visit_leaves_its_gap(self):
        """The visits before and after it keep their distance; they do not close up."""
        series = next(one for one in self.problem.series if len(one.keys) > 1)
        key = next(one for one in series.keys if one in self.by_key)
        at = series.keys.index(key)
        changed = apply_changes(self.problem, self.plan, [Cancelled(key)]).problem
        parts = [one for one in changed.series if set(one.keys) & set(series.keys)]
        self.assertEqual(
            [one.keys for one in parts],
            [keys for keys in (series.keys[:at], series.keys[at + 1 :]) if keys],
        )
        if at:
            self.assertEqual((parts[0].before, parts[0].after), (series.before, None))
        if at < len(series.keys) - 1:
            self.assertEqual((parts[-1].before, parts[-1].after), (None, series.after))

    def test_sick_tuesday(self):
        found = self.replan(DayOff(TUESDAY))
        sick = {one.key for one in self.on(TUESDAY)}
        self.assertGreater(len(sick), 3)
        others = [line for line in found.lines if line.key not in sick]
        self.assertLess(len(others), 0.2 * (len(self.plan.planned) - len(sick)))
        hit = [line for line in found.lines if line.key in sick]
        self.assertEqual({line.key for line in hit}, sick)
        self.assertEqual({line.reason for line in hit}, {"day_off"})
        self.assertFalse([one for one in found.solution.planned if one.day == TUESDAY])
        for line in found.lines:
            self.assertTrue(line.reason)
            self.assertNotEqual(line.before, line.after)
            self.assertEqual(line.kind == "dropped", line.after is None)
            if line.kind == "dropped":
                self.assertTrue(line.cause)

    def test_frozen_days_never_change(self):
        frozen = {0, 2, 3}
        days = tuple(
            replace(day, is_frozen=index in frozen) for index, day in enumerate(self.problem.days)
        )
        found = self.replan(DayOff(TUESDAY), problem=replace(self.problem, days=days))
        for index in frozen:
            was = sorted((one.key, one.start) for one in self.on(index))
            now = [(p.key, p.start) for p in found.solution.planned if p.day == index]
            self.assertEqual(sorted(now), was)

    def test_a_visit_is_cancelled(self):
        gone = self.free_on(2)[0]
        found = self.replan(Cancelled(gone.key))
        line = next(line for line in found.lines if line.key == gone.key)
        self.assertEqual((line.kind, line.reason), ("dropped", "cancelled"))
        self.assertGreaterEqual(line.detour_before, 0)
        self.assertNotIn(gone.key, {one.key for one in found.problem.occurrences})
        self.assertNotIn(gone.key, {key for each in found.problem.series for key in each.keys})

    def test_an_urgent_appointment(self):
        """It comes at its time; whoever was there makes room, and nothing else does."""
        day, start = 3, 10 * 3600
        urgent = Occurrence(
            key=9999,
            customer=5,
            place=5,
            service=3600,
            offers=(Offer(day, (Span(start, start + 3600),)),),
            worth=50_000.0,
            is_fixed=True,
            origin="appointment",
        )
        found = self.replan(Urgent(urgent))
        line = next(line for line in found.lines if line.key == 9999)
        self.assertEqual((line.kind, line.reason, line.after), ("added", "urgent", (day, start)))
        rest = [one for one in found.lines if one.key != 9999]
        self.assertLess(len(rest), 0.2 * len(self.plan.planned))
        moved = [one for one in rest if one.before and one.before[0] == day and one.kind == "moved"]
        for one in moved:
            self.assertEqual((one.reason, one.other), ("makes_room", 9999))

    def test_a_visit_that_waits_becomes_urgent(self):
        """Others shift or move for it, which they would not for one that merely waits."""
        offers = tuple(Offer(day, (Span(9 * 3600, 15 * 3600),)) for day in range(3))
        waiting = Occurrence(9999, 5, 5, 4500, offers, 150_000.0, origin="manual")
        problem = replace(self.problem, occurrences=(*self.problem.occurrences, waiting))
        found = self.replan(problem=problem)
        self.assertFalse(found.lines)
        found = self.replan(Urgent(waiting), problem=problem)
        line = next(line for line in found.lines if line.key == 9999)
        self.assertEqual((line.kind, line.reason), ("added", "urgent"))

    def test_a_day_is_shortened(self):
        late = {one.key for one in self.on(TUESDAY) if one.start + 1800 > 13 * 3600}
        self.assertTrue(late)
        found = self.replan(DayHours(TUESDAY, 8 * 3600, 13 * 3600))
        lines = {line.key: line for line in found.lines}
        self.assertLessEqual(late, set(lines))
        self.assertEqual({lines[key].reason for key in late}, {"day_shorter"})
        others = len(set(lines) - late)
        self.assertLess(others, 0.2 * len(self.plan.planned))

    def test_what_a_person_made_so_is_not_put_right(self):
        """Somebody has put two visits onto each other on Wednesday, and one outside its hours."""
        first, second = self.free_on(2)[:2]
        early = self.free_on(7)[0]
        starts = {second.key: (2, first.start), early.key: (7, 6 * 3600)}
        planned = tuple(
            replace(one, start=starts[one.key][1]) if one.key in starts else one
            for one in self.plan.planned
        )
        solution = replace(self.plan, planned=planned)
        found = replan(self.problem, solution, [DayOff(TUESDAY)], LIMITS, 1)
        now = {one.key: (one.day, one.start) for one in found.solution.planned}
        for key, moment in starts.items():
            self.assertEqual(now[key], moment)
        wednesday = {one.key for one in planned if one.day == 2}
        self.assertFalse(wednesday & {line.key for line in found.lines})
        self.assertFalse([one for one in accept(found).conflicts if one.day == 2])

    def test_the_same_question_has_the_same_answer(self):
        first, second = self.replan(DayOff(TUESDAY)), self.replan(DayOff(TUESDAY))
        self.assertEqual(first.lines, second.lines)

    def test_what_is_not_there_is_refused(self):
        visit = self.visits[self.plan.planned[0].key]
        for change in (DayOff(99), DayOff(-1), Cancelled(12345), Urgent(visit)):
            with self.subTest(change=change), self.assertRaises(ValueError):
                self.replan(change)


class TestAccept(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem, cls.plan = plan(customers=60, weeks=2)
        cls.found = replan(cls.problem, cls.plan, [DayOff(TUESDAY)], LIMITS, 1)

    def test_the_whole(self):
        accepted = accept(self.found)
        self.assertEqual(accepted.conflicts, ())
        self.assertEqual(
            sorted(accepted.solution.planned, key=lambda one: one.key),
            sorted(self.found.solution.planned, key=lambda one: one.key),
        )
        self.assertEqual(check(self.found.problem, accepted.solution).wrong, ())

    def test_nothing_of_it(self):
        """Then visits stand on a day on which nobody works: that is told of each."""
        accepted = accept(self.found, [])
        moments = {one.key: (one.day, one.start) for one in accepted.solution.planned}
        self.assertEqual(moments, {one.key: (one.day, one.start) for one in self.plan.planned})
        sick = {one.key for one in self.plan.planned if one.day == TUESDAY}
        self.assertEqual({one.key for one in accepted.conflicts}, sick)
        self.assertEqual({one.trouble for one in accepted.conflicts}, {"no_time"})

    def test_line_by_line_nobody_is_lost(self):
        for line in self.found.lines:
            accepted = accept(self.found, {line.key})
            solution = accepted.solution
            keys = [one.key for one in (*solution.planned, *solution.unserved)]
            self.assertEqual(
                sorted(keys), sorted(one.key for one in self.found.problem.occurrences)
            )
            self.assertNotIn(
                line.key, {one.key for one in accepted.conflicts if line.after is None}
            )

    def test_conflicts_are_those_of_the_checker(self):
        """A day without conflicts is a day the independent checker has nothing to say about."""
        keys = [line.key for line in self.found.lines]
        for part in (keys[::2], keys[1::2], keys[: len(keys) // 2]):
            accepted = accept(self.found, part)
            wrong = check(self.found.problem, accepted.solution).wrong
            told = [one for one in wrong if "apart" not in one]
            self.assertEqual(bool(told), bool(accepted.conflicts), (told, accepted.conflicts))


class TestLaws(BaseCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.integers(5, 50),
        st.integers(1, 99),
        st.lists(st.integers(0, 4), max_size=2, unique=True),
        st.integers(0, 3),
        st.booleans(),
    )
    def test_any_change_leaves_a_valid_plan(self, customers, seed, off, cancelled, is_short):
        problem, solution = plan(150, customers=customers, seed=seed)
        changes = [DayOff(day) for day in off]
        changes += [Cancelled(one.key) for one in solution.planned[:cancelled]]
        if is_short and 4 not in off:
            changes.append(DayHours(4, 9 * 3600, 14 * 3600))
        found = replan(problem, solution, changes, Limits(iterations=100, seconds=None), seed)
        checked = check(found.problem, found.solution)
        self.assertEqual(checked.wrong, ())
        self.assertEqual(
            checked.due, len(problem.occurrences) - len(changes_of(changes, Cancelled))
        )
        was = {one.key: (one.day, one.start) for one in solution.planned}
        now = {one.key: (one.day, one.start) for one in found.solution.planned}
        differ = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
        self.assertEqual({line.key for line in found.lines}, differ)


def changes_of(changes, kind):
    return [one for one in changes if isinstance(one, kind)]
