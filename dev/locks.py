"""Several people's commands in one checkout: each thing is made once, the others wait."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dev import config
from dev.say import step

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def alone(thing: str) -> Iterator[None]:
    """Nobody else makes this thing meanwhile. The lock ends with the process, whatever happens."""
    with (config.DEV / f"lock-{thing}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            step(f"waiting for another command ({thing})")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
