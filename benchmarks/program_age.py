"""For how long the command has been running that a program belongs to.

``make pvrp`` and ``make tsp`` start ``dev``, which starts the program: LIMIT counts all of it.
"""

import os
import time
from pathlib import Path

SET_UP = 5.0  # seconds: a command that took longer to start has set things up, which counts not


def age() -> float:
    """Return the seconds since the command that runs this was started, where Linux tells it."""
    try:
        own = _seconds_since(os.getpid())
        if b"dev" not in Path(f"/proc/{os.getppid()}/cmdline").read_bytes().split(b"\0"):
            return own
        whole = _seconds_since(os.getppid())
        return whole if whole - own < SET_UP else own
    except (OSError, AttributeError, ValueError, IndexError):
        return time.process_time()


def _seconds_since(process: int) -> float:
    """Return for how long a process has been there: Linux counts ticks since boot."""
    stat = Path(f"/proc/{process}/stat").read_text()
    ticks = int(stat.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - ticks)
