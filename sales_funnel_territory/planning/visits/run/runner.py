"""Starts a search in a process of its own, follows it, ends it, takes it up again.

A search of minutes has no place in a worker of Odoo, which is killed by its limits of memory and
time, nor in a fork of one, which would share its connections. So it is another Python, in a session
of its own, which outlives whoever started it; what is known of it stands in the folder of its job.
Whoever can read the folder can follow it.
"""

import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final, Literal

from ..limits import Limits
from ..problem import Problem, Solution
from .job import Folder, Job
from .processes import Identity, identify

State = Literal["running", "done", "cancelled", "stopped", "failed", "none"]
SOLVER: Final = "visits.period.plan:plan_period"
# Passwords and the like in the environment of a server are no business of a search.
ENVIRONMENT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

LEAVING_SECONDS: Final = 5.0

# Processes started here, so that they are fetched when they have ended.
_started: dict[int, "subprocess.Popen[bytes]"] = {}


class RunnerError(Exception):
    """A search cannot be started; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a search may use.

    :param memory: most bytes of address space, 0: no limit
    :param spare_seconds: of computing, and on the clock, beyond the limit of the search; a search
        that does not end by itself is ended then. One without a limit of seconds gets
        ``most_seconds``
    :param niceness: added to that of whoever starts it
    """

    memory: int = 2 << 30
    spare_seconds: float = 60.0
    most_seconds: float = 3600.0
    niceness: int = 10

    def seconds(self, limits: Limits) -> int:
        """Return the most seconds, of computing and on the clock."""
        asked = self.most_seconds if limits.seconds is None else limits.seconds
        return ceil(asked + self.spare_seconds)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.

    :param state: ``running``; ``done``: by a limit of its own; ``cancelled``: it was asked to end;
        ``stopped``: its process is gone before its time, ``best`` is what it left, and it can be
        resumed; ``failed``: with the error in ``message``; ``none``: there is no job in the folder
    :param cost: of the best plan; comparable within one job only
    :param planned: visits of the best plan, ``unserved`` those it leaves out
    """

    state: State
    best: Solution | None = None
    seconds: float = 0.0
    iterations: int = 0
    message: str = ""
    cost: float | None = None
    planned: int = 0
    unserved: int = 0

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more comes by itself."""
        return self.state != "running"


def start(
    folder: Path,
    problem: Problem,
    limits: Limits,
    seed: int,
    allowance: Allowance | None = None,
    solver: str = SOLVER,
) -> Identity:
    """Start a search; its folder is made, or taken over from a search that is over.

    :param folder: of this job alone, on a disk that all who follow it can read
    :param limits: its callables are not taken along: ``poll`` and ``cancel`` stand in for them
    """
    prepare(folder, problem, limits, seed, solver)
    return _launch(Folder(folder), allowance or Allowance(), limits)


def prepare(
    folder: Path, problem: Problem, limits: Limits, seed: int, solver: str = SOLVER
) -> None:
    """Write a search that ``resume`` starts later: it waits for its turn, and is no process yet."""
    _check_over(folder)
    job = Job(seed, limits.iterations, limits.seconds, limits.report_seconds, solver)
    Folder(folder).prepare(problem, job)


def resume(folder: Path, allowance: Allowance | None = None) -> Identity:
    """Take up a search that waits, or whose process is gone: from its best plan, for its time left.

    One that was asked to end, and had died before it could, ends with the first plan it has.
    """
    _check_over(folder)
    place = Folder(folder)
    job = place.job()
    limits = Limits(job.iterations, job.seconds)
    return _launch(place, allowance or Allowance(), limits)


def poll(folder: Path, with_best: bool = True) -> Progress:
    """Return how far a search is.

    :param with_best: read the best plan too, which is the larger part
    """
    place = Folder(folder)
    process = place.process()
    if process is None:
        return Progress("none")
    # Before reading what it wrote: it may write its end while one looks.
    alive = _is_alive(process)
    data = place.get("state.json") or {}
    state = data.get("state", "running")
    if state == "running" and not alive:
        state = "stopped"
    return Progress(
        state=state,
        best=place.best() if with_best else None,
        seconds=data.get("seconds", 0.0),
        iterations=data.get("iterations", 0),
        message=data.get("message") or (_last_words(folder) if state == "stopped" else ""),
        cost=data.get("cost"),
        planned=data.get("planned", 0),
        unserved=data.get("unserved", 0),
    )


def cancel(folder: Path) -> None:
    """Ask a search to end: within a second or so it is over, with its best plan.

    No signal is sent: one that comes before the process can take it would kill it.
    """
    if folder.is_dir():
        (folder / "cancel").touch()


def kill(folder: Path, seconds: float = 5.0) -> bool:
    """End a search at once, whatever it does; tells whether it is gone. Its best plan stays."""
    process = Folder(folder).process()
    if process is None:
        return True
    process.send(signal.SIGKILL)
    return process.wait(seconds)


def is_running(folder: Path) -> bool:
    """Tell whether a search goes on in a folder."""
    return not poll(folder, with_best=False).is_over


def clear(folder: Path) -> None:
    """Remove what a search left, after it is over; files of others stay."""
    _check_over(folder)
    Folder(folder).clear()
    with suppress(OSError):
        folder.rmdir()


def _check_over(folder: Path) -> None:
    """Wait for a process that has written its end, and is just leaving."""
    process = Folder(folder).process()
    if process and (is_running(folder) or not process.wait(LEAVING_SECONDS)):
        raise RunnerError(f"a search is at work in {folder}: cancel it first")


def _launch(place: Folder, allowance: Allowance, limits: Limits) -> Identity:
    seconds = allowance.seconds(limits)
    script = Path(__file__).resolve().with_name("child.py")
    numbers = (seconds, allowance.memory, seconds, allowance.niceness)
    with (place.path / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", str(script), str(place.path), *map(str, numbers)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.path,
            env=_environment(os.environ, sys.path),
            start_new_session=True,
        )
    identity = identify(process.pid)
    _fetch_ended()
    _started[process.pid] = process
    place.write_process(identity)
    return identity


def _environment(given: Mapping[str, str], path: list[str]) -> dict[str, str]:
    """Return the environment of the child: it finds the libraries its parent has."""
    kept = {name: given[name] for name in ENVIRONMENT if name in given}
    libraries = [entry for entry in path if entry and Path(entry).is_absolute()]
    # Some of Odoo's add-ons are called as modules of Python are: resource, calendar.
    libraries.sort(key=_is_standard, reverse=True)
    threads = dict.fromkeys(ONE_THREAD, "1")
    return kept | threads | {"PYTHONPATH": os.pathsep.join(libraries)}


def _is_standard(entry: str) -> bool:
    """Tell whether an entry of the path holds Python's own modules."""
    return entry == sysconfig.get_path("stdlib") or Path(entry).name == "lib-dynload"


def _is_alive(process: Identity) -> bool:
    _fetch_ended()
    return process.is_alive()


def _fetch_ended() -> None:
    """Take leave of processes started here that have ended, whoever followed them."""
    for pid, child in list(_started.items()):
        if child.poll() is not None:
            _started.pop(pid, None)


def _last_words(folder: Path) -> str:
    """Return the last line that the process wrote, if it did: the system's or Python's."""
    try:
        lines = (folder / "log.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
