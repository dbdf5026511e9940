"""A search that runs in a process of its own, and what it leaves in its folder.

The folder holds the problem, the settings of the run, the best plan so far and how far the run
is. Each file is written beside its place and then moved there, so that a reader never sees half of
one, whenever the process dies.
"""

import importlib
import importlib.util
import inspect
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from ..limits import Limits
from ..problem import Problem, Solution
from .codec import decode_solution, encode_solution, read_problem, write_problem
from .processes import Identity, identify

CANCEL_SECONDS: Final = 0.2
FILES: Final = (
    "problem.json",
    "problem.npz",
    "job.json",
    "state.json",
    "best.json",
    "process.json",
    "cancel",
    "log.txt",
    "lock",
)


class Solver(Protocol):
    """What searches: ``period.plan_period``, or another one with the same arguments."""

    def __call__(self, problem: Problem, limits: Limits, seed: int) -> Solution:
        """Return the best plan found within the limits."""


@dataclass(frozen=True, slots=True)
class Job:
    """The settings of a run: what of ``Limits`` can be written down, the seed, and the solver.

    :param solver: ``module:function``; a module below ``planning``, or the path of a file
    """

    seed: int
    iterations: int | None
    seconds: float | None
    report_seconds: float
    solver: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one run."""

    path: Path

    def prepare(self, problem: Problem, job: Job) -> None:
        """Write problem and settings; what an earlier run left there is removed."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.clear()
        write_problem(problem, self.path / "problem")
        self.put("job.json", {name: getattr(job, name) for name in Job.__slots__})

    def clear(self) -> None:
        """Remove the files of a run, and nothing else."""
        for name in FILES:
            (self.path / name).unlink(missing_ok=True)
            for draft in self.path.glob(f"{name}.[0-9]*"):  # of a process that died while writing
                draft.unlink(missing_ok=True)

    def put(self, name: str, data: Mapping[str, Any]) -> None:
        """Write a file as a whole or not at all."""
        draft = self.path / f"{name}.{os.getpid()}"
        draft.write_text(json.dumps(data), encoding="utf-8")
        draft.replace(self.path / name)

    def get(self, name: str) -> dict[str, Any] | None:
        """Return what a file holds, nothing where it is missing."""
        try:
            data = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return data if isinstance(data, dict) else None

    def problem(self) -> Problem:
        """Return the problem to solve."""
        return read_problem(self.path / "problem")

    def job(self) -> Job:
        """Return the settings of the run."""
        data = self.get("job.json")
        if data is None:
            raise FileNotFoundError(f"{self.path} holds no job")
        return Job(**data)

    def best(self) -> Solution | None:
        """Return the best plan so far."""
        data = self.get("best.json")
        return decode_solution(data) if data else None

    def sign(self) -> None:
        """Write down that this process works on it."""
        self.write_process(identify(os.getpid()))

    def write_process(self, process: Identity) -> None:
        """Write down which process works on it."""
        self.put("process.json", {"pid": process.pid, "born": process.born})

    def process(self) -> Identity | None:
        """Return the process that works, or worked, on it."""
        data = self.get("process.json")
        return Identity(**data) if data else None

    def is_cancelled(self) -> bool:
        """Tell whether somebody wants it to end."""
        return (self.path / "cancel").exists()


class Run:
    """One process at work on a folder: asks whether to go on, writes what it has found."""

    def __init__(self, folder: Folder, is_told_to_end: Callable[[], bool]) -> None:
        self.folder = folder
        self.job = folder.job()
        self.is_told_to_end = is_told_to_end
        self.best = folder.best()
        state = folder.get("state.json") or {}
        self.before = float(state.get("seconds", 0.0))
        self.before_iterations = int(state.get("iterations", 0))
        self.since = time.monotonic()
        self.asked = 0.0
        self.is_cancelled_now = False

    def go(self) -> None:
        """Search, and write how it ended."""
        self.tell("running")
        problem = self.folder.problem()
        found = self.search(problem)
        self.keep(found)
        self.tell("cancelled" if found.stopped == "cancelled" else "done", found)

    def search(self, problem: Problem) -> Solution:
        """Return what the solver finds in the time that is left."""
        solver = find_solver(self.job.solver)
        extra: dict[str, Any] = {}
        if self.best and "start" in inspect.signature(solver).parameters:
            extra["start"] = self.best
        return solver(problem, self.limits(), self.job.seed, **extra)

    def limits(self) -> Limits:
        """Return the limits of the run, less what an interrupted one has used."""
        job = self.job
        return Limits(
            iterations=job.iterations and max(1, job.iterations - self.before_iterations),
            seconds=None if job.seconds is None else max(0.1, job.seconds - self.before),
            is_cancelled=self.ask,
            report=self.report,
            report_seconds=job.report_seconds,
        )

    def ask(self) -> bool:
        """Tell whether to end; looks at the folder a few times a second."""
        if self.is_told_to_end():
            return True
        now = time.monotonic()
        if now - self.asked >= CANCEL_SECONDS:
            self.asked = now
            self.is_cancelled_now = self.folder.is_cancelled()
        return self.is_cancelled_now

    def report(self, found: Solution) -> None:
        """Write the best plan so far."""
        self.keep(found)
        self.tell("running", found)

    def keep(self, found: Solution) -> None:
        """Write a plan unless a better one is there already."""
        if self.best is None or found.cost <= self.best.cost:
            self.best = found
            self.folder.put("best.json", encode_solution(found))

    def tell(self, state: str, found: Solution | None = None, message: str = "") -> None:
        """Write how far the run is."""
        best = self.best
        self.folder.put(
            "state.json",
            {
                "state": state,
                "message": message,
                "seconds": self.before + time.monotonic() - self.since,
                "iterations": self.before_iterations + (found.iterations if found else 0),
                "cost": best.cost if best else None,
                "planned": len(best.planned) if best else 0,
                "unserved": len(best.unserved) if best else 0,
            },
        )


def run_job(path: str, is_told_to_end: Callable[[], bool]) -> int:
    """Work on a folder; returns the exit code of the process.

    It is never 3: a process whose parent is gone may become a child of Odoo's own server, which
    takes that code for one of its workers that must not be started again, and ends itself.
    """
    folder = Folder(Path(path))
    folder.sign()
    run = Run(folder, is_told_to_end)
    try:
        run.go()
    except MemoryError:
        run.tell("failed", message="memory")
        return 1
    except Exception as error:
        run.tell("failed", message=f"{type(error).__name__}: {error}")
        return 1
    return 0


def find_solver(name: str) -> Callable[..., Solution]:
    """Return a solver by its name: ``visits.period.plan:plan_period``, ``/a/file.py:function``."""
    module, _, function = name.rpartition(":")
    if module.endswith(".py"):
        spec = importlib.util.spec_from_file_location("solver", module)
        if spec is None or spec.loader is None:
            raise ImportError(f"{module} is no module")
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
    else:
        root = __name__.rpartition(".visits.")[0]
        loaded = importlib.import_module(f"{root}.{module}")
    solver: Callable[..., Solution] = getattr(loaded, function)
    return solver
