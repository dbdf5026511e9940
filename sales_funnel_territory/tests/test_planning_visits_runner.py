import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import numpy as np
from odoo.tests import BaseCase

from ..planning.visits.limits import Limits
from ..planning.visits.problem import Occurrence, Offer, Problem, Series, Span, WorkDay
from ..planning.visits.run import codec, processes, runner

MONDAY = date(2026, 3, 2)
STAND_IN = Path(__file__).with_name("visits_stand_in.py")
PATIENCE = 120


def make_problem(visits=5):
    days = tuple(
        WorkDay(
            MONDAY + timedelta(days=k), 28_800, 61_200, 0, 0, (Span(43_200, 45_000),), 30_000, 9
        )
        for k in range(5)
    )
    occurrences = tuple(
        Occurrence(k, k, 1, 1800, (Offer(k % 5, (Span(30_000, 40_000),)),), 1.5, MONDAY)
        for k in range(visits)
    )
    occurrences += (
        Occurrence(visits, 0, 1, 600, (), 1.0, None, "funnel", current=(2, 30_000)),
        Occurrence(
            visits + 1, 0, 1, 600, (Offer(0, (Span(0, 600),)),), 1.0, None, "appointment", True
        ),
    )
    return Problem(
        days=days,
        occurrences=occurrences,
        seconds=np.array([[0.0, np.inf], [60.0, 0.0]]),
        metres=np.array([[0.0, np.inf], [999.0, 0.0]]),
        series=(Series((0, 1), 7.5, 3, None, MONDAY, None),),
        funnel_seconds={(2026, 10): 3600},
        balance=0.5,
        moved=7.0,
    )


class RunnerCase(BaseCase):
    def setUp(self):
        super().setUp()
        self.folder = Path(tempfile.mkdtemp()) / "job"
        self.addCleanup(shutil.rmtree, self.folder.parent, ignore_errors=True)
        self.addCleanup(runner.kill, self.folder)

    def start(self, function, seconds=60.0, visits=5, allowance=None, iterations=None):
        problem = make_problem(visits)
        # Only visits with an offer: the stand-in plans each of them.
        problem = replace(problem, occurrences=problem.occurrences[:visits])
        limits = Limits(iterations, seconds, report_seconds=0.0)
        return runner.start(
            self.folder, problem, limits, 3, allowance, solver=f"{STAND_IN}:{function}"
        )

    def wait(self, is_so, what="over"):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            progress = runner.poll(self.folder)
            if is_so(progress):
                return progress
            time.sleep(0.02)
        return self.fail(f"not {what} after {PATIENCE} s: {progress}")

    def over(self):
        return self.wait(lambda progress: progress.is_over)

    def some(self, planned=1):
        return self.wait(lambda progress: progress.planned >= planned, "begun")


class TestCodec(BaseCase):
    def test_a_problem_comes_back_as_it_was(self):
        problem = make_problem()
        with tempfile.TemporaryDirectory() as folder:
            codec.write_problem(problem, Path(folder, "problem"))
            back = codec.read_problem(Path(folder, "problem"))
        for name in ("days", "occurrences", "series", "funnel_seconds", "balance", "moved"):
            self.assertEqual(getattr(back, name), getattr(problem, name), name)
        np.testing.assert_array_equal(back.seconds, problem.seconds)
        np.testing.assert_array_equal(back.metres, problem.metres)

    def test_another_form_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "problem")
            codec.write_problem(make_problem(), path)
            text = path.with_suffix(".json").read_text().replace('"version": 1', '"version": 9')
            path.with_suffix(".json").write_text(text)
            with self.assertRaisesRegex(ValueError, "form 9"):
                codec.read_problem(path)


class TestRunner(RunnerCase):
    def test_runs_to_its_limit(self):
        self.start("plan", iterations=8)
        progress = self.over()
        self.assertEqual((progress.state, progress.planned, progress.unserved), ("done", 5, 0))
        self.assertEqual((progress.best.engine, progress.best.seed), ("stand-in", 3))
        self.assertEqual(progress.best.stopped, "iterations")
        runner.clear(self.folder)
        self.assertFalse(self.folder.exists())
        self.assertEqual(runner.poll(self.folder).state, "none")

    def test_sees_nothing_of_odoo(self):
        with patch.dict(os.environ, {"PGPASSWORD": "secret"}):
            self.start("look")
        progress = self.over()
        niceness = min(19, os.nice(0) + 10)
        self.assertEqual(progress.message, f"ValueError: [] [] True {niceness}")

    def test_is_cancelled(self):
        self.start("plan")
        self.some()
        with self.assertRaisesRegex(runner.RunnerError, "at work"):
            self.start("plan")
        with self.assertRaisesRegex(runner.RunnerError, "at work"):
            runner.clear(self.folder)
        runner.cancel(self.folder)
        progress = self.over()
        self.assertEqual(progress.state, "cancelled")
        self.assertGreaterEqual(len(progress.best.planned), 1)

    def test_is_cancelled_before_it_has_begun(self):
        self.start("plan")
        runner.cancel(self.folder)
        self.assertEqual(self.over().state, "cancelled")

    def test_is_cancelled_although_its_process_has_died(self):
        self.start("plan")
        runner.cancel(self.folder)
        self.assertTrue(runner.kill(self.folder))
        (self.folder / "state.json").unlink(missing_ok=True)  # it was killed before its end
        runner.resume(self.folder)
        self.assertEqual(self.over().state, "cancelled")

    def test_killed_in_the_middle_it_ends_clean_and_resumes(self):
        self.start("plan", visits=400)
        self.some(3)
        self.assertTrue(runner.kill(self.folder))
        progress = runner.poll(self.folder)
        self.assertEqual(progress.state, "stopped")
        known = len(progress.best.planned)
        self.assertGreaterEqual(known, 3)
        runner.resume(self.folder)
        again = self.wait(lambda found: found.planned > known, "resumed")
        self.assertEqual(again.state, "running")
        self.assertGreaterEqual(again.seconds, progress.seconds)

    def test_a_crash_leaves_the_best_plan(self):
        self.start("crash")
        progress = self.over()
        self.assertEqual((progress.state, progress.planned), ("stopped", 1))

    def test_an_error_is_told(self):
        self.start("fail")
        progress = self.over()
        self.assertEqual((progress.state, progress.message), ("failed", "ValueError: nothing goes"))

    def test_memory_has_a_limit(self):
        self.start("eat", allowance=runner.Allowance(memory=1 << 30))
        progress = self.over()
        self.assertEqual((progress.state, progress.message), ("failed", "memory"))

    def test_time_has_a_limit(self):
        self.start("burn", seconds=0.5, allowance=runner.Allowance(spare_seconds=0.5))
        self.assertEqual(self.over().state, "stopped")

    def test_limits_of_a_worker_are_not_its_own(self):
        """Odoo's worker has used most of its seconds when it starts a search."""
        limits = "import resource\n"
        for kind, value in (("CPU", 30), ("AS", 3 << 30)):
            limits += f"resource.setrlimit(resource.RLIMIT_{kind}, ({value}, {value} * 10))\n"
        self.run_python(limits + self.starter("tell_limits", 100))
        self.assertEqual(self.over().message, f"ValueError: 160 {2 << 30}")

    def test_survives_its_parent(self):
        self.run_python(
            self.starter("plan", 60) + "\nimport os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        )
        before = self.some().planned
        self.wait(lambda progress: progress.planned > before, "going on")
        self.assertTrue(runner.is_running(self.folder))

    def starter(self, function, seconds):
        return STARTER.format(folder=self.folder, seconds=seconds, solver=f"{STAND_IN}:{function}")

    def run_python(self, script):
        """Run a script in a process of its own, with the package under its plain name."""
        home = STAND_IN.parent.parent
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **runner._environment(os.environ, [str(home), *sys.path])},
            start_new_session=True,
            timeout=PATIENCE,
            check=False,
        )

    def test_add_ons_called_as_modules_of_python_are_not_taken_for_them(self):
        addons = self.folder.parent / "addons"
        for name in ("resource", "calendar"):
            (addons / name).mkdir(parents=True)
            (addons / name / "__init__.py").write_text("raise ImportError('an add-on of Odoo')")
        with patch.object(sys, "path", [str(addons), *sys.path]):
            self.start("plan", 0.2)
            self.assertEqual(self.wait(lambda progress: progress.is_over).state, "done")


STARTER = """
import sys
from pathlib import Path
from datetime import date
import numpy as np
from planning.visits.run import runner
from planning.visits.limits import Limits
from planning.visits.problem import *
offers = (Offer(0, (Span(0, 3600),)),)
visits = tuple(Occurrence(k, k, 0, 60, offers, 1.0) for k in range(3000))
days = (WorkDay(date(2026, 3, 2), 0, 3600, 0, 0),)
problem = Problem(days, visits, np.zeros((1, 1)), np.zeros((1, 1)))
limits = Limits(seconds={seconds}, report_seconds=0.0)
runner.start(Path("{folder}"), problem, limits, 1, solver="{solver}")
""".strip()


class TestProcesses(BaseCase):
    def test_a_number_used_again_is_another_process(self):
        mine = processes.identify(os.getpid())
        self.assertTrue(mine.is_alive())
        other = replace(mine, born="somebody else")
        self.assertFalse(other.is_alive())
        self.assertFalse(other.send(signal.SIGCONT))

    def test_one_that_has_ended_but_was_not_fetched_is_gone(self):
        with subprocess.Popen([sys.executable, "-c", ""]) as child:
            identity = processes.identify(child.pid)
            self.assertTrue(identity.wait(PATIENCE))
        self.assertFalse(identity.is_alive())
