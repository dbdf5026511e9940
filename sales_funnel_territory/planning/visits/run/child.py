"""The process that searches: started by ``runner``, by the path of this file.

It sees nothing of Odoo: the package around it is loaded under the plain name ``planning``. Before
anything else it takes limits of its own, as those of an Odoo worker (address space, seconds) are
inherited and are not meant for it.
"""

import fcntl
import importlib
import importlib.util
import os
import resource
import signal
import sys
from pathlib import Path
from types import FrameType, ModuleType

PACKAGE = "planning"
# The soft limit asks for the end, the hard one comes this many seconds later.
MERCY_SECONDS = 10

_told: list[int] = []


def main(folder: str, cpu_seconds: int, memory: int, wall_seconds: int, niceness: int) -> int:
    """Work on a job's folder.

    :param cpu_seconds: most seconds of computing, 0: no limit
    :param memory: most bytes of address space, 0: no limit
    :param wall_seconds: after them the process is ended by the system, 0: never
    """
    _take_limits(cpu_seconds, memory)
    os.nice(niceness)
    for number in (signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, _tell)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.alarm(wall_seconds)
    with Path(folder, "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return 0  # another process is at work on it
        job = _load()
        result = job.run_job(folder, lambda: bool(_told))
    return int(result)


def _tell(number: int, _frame: FrameType | None) -> None:
    _told.append(number)


def _take_limits(cpu_seconds: int, memory: int) -> None:
    _limit(resource.RLIMIT_CPU, cpu_seconds, MERCY_SECONDS)
    _limit(resource.RLIMIT_AS, memory, 0)
    _limit(resource.RLIMIT_CORE, 0, 0, none_is_unlimited=False)


def _limit(kind: int, value: int, mercy: int, none_is_unlimited: bool = True) -> None:
    """Set a limit as far as the system's own hard limit allows."""
    hard = resource.getrlimit(kind)[1]
    if not value and none_is_unlimited:
        resource.setrlimit(kind, (hard, hard))
        return
    most = value + mercy if hard == resource.RLIM_INFINITY else min(hard, value + mercy)
    resource.setrlimit(kind, (min(value, most), most))


def _load() -> ModuleType:
    """Return ``planning.visits.run.job`` without whatever stands around the package."""
    home = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location(
        PACKAGE, home / "__init__.py", submodule_search_locations=[str(home)]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    return importlib.import_module(f"{PACKAGE}.visits.run.job")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(int(word) for word in sys.argv[2:6])))
