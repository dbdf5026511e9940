"""Which process is meant: a number is used again, a number with its moment of birth is not."""

import importlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
# Fields of /proc/<pid>/stat after the name in brackets: see proc(5).
_STATE: Final = 0
_BORN: Final = 19
_GONE: Final = frozenset("ZXx")


@dataclass(frozen=True, slots=True)
class Identity:
    """A process, told apart from all others that ever had its number.

    :param born: when it started, as the system tells it; "" where it does not
    """

    pid: int
    born: str

    def is_alive(self) -> bool:
        """Tell whether it is still there; one that has ended but was not fetched is not."""
        born = birth(self.pid)
        return born is not None and born == self.born

    def send(self, number: int) -> bool:
        """Send a signal, to this very process only; tells whether it could be sent."""
        if not self.is_alive():
            return False
        try:
            os.kill(self.pid, number)
        except OSError:
            return False
        return True

    def wait(self, seconds: float) -> bool:
        """Wait until it is gone; tells whether it is."""
        until = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)
        return True


def identify(pid: int) -> Identity:
    """Return a process that runs now."""
    return Identity(pid, birth(pid) or "")


def birth(pid: int) -> str | None:
    """Return when a process started; nothing when it is gone, or has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return _birth_elsewhere(pid) if not Path("/proc/self/stat").exists() else None
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    if fields[_STATE] in _GONE:
        return None
    return f"{_boot()}:{fields[_BORN]}"


def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _birth_elsewhere(pid: int) -> str | None:
    """Return the same on systems without /proc: psutil comes with Odoo."""
    try:
        psutil = importlib.import_module("psutil")
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else str(process.create_time())
    except Exception:
        return None
