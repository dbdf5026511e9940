"""Talking to the person at the keyboard, and running other programs quietly."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dev import config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Stop(Exception):
    """One sentence: what is wrong and what to do about it. Ends the command, without traceback."""


def step(text: str) -> None:
    """Say what happens now. On stderr: a shell script's own output must stay clean."""
    print(f"== {text}", file=sys.stderr, flush=True)


@contextmanager
def timed(text: str) -> Iterator[None]:
    """Announce work that takes a while, then say how long it took."""
    step(f"{text} ...")
    start = time.monotonic()
    yield
    step(f"{text}: {time.monotonic() - start:.0f} s")


def run(
    command: Sequence[str | Path],
    remedy: str,
    *,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str = "",
) -> str:
    """Run a program, keep what it says in .dev/log and return its output, or stop with a remedy."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, env=env, cwd=cwd, input=stdin, text=True, capture_output=True, check=False
        )
    except OSError as error:
        raise Stop(f"{words[0]} cannot be started ({error.strerror}): {remedy}") from error
    with config.LOG.open("a") as log:
        log.write(f"$ {' '.join(words)}\n{done.stdout}{done.stderr}\n")
    if done.returncode:
        raise Stop(f"{remedy}\n   {_last_words(done)}\n   (all of it: {config.shown(config.LOG)})")
    return done.stdout


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    """The line that most likely tells why: the last one that speaks of an error."""
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or line.startswith("E:")]
    return (telling or lines or [f"exit code {done.returncode}"])[-1].strip()
