"""Virtual environments from hash-pinned lists; nothing is compiled."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from dev import config
from dev.say import run, timed

REQUIREMENTS = config.ROOT / "dev" / "requirements"
# Published as source only. They are pure Python: building them takes setuptools and no compiler.
SOURCE_ONLY = ("docopt", "ofxparse", "vobject")
REMEDY = "Python packages cannot be installed: check the network and the free disk space"


def ensure(folder: Path, list_name: str) -> Path:
    """A virtual environment holding exactly a list; returns its python."""
    pins = REQUIREMENTS / list_name
    stamp = folder / ".complete"
    python = folder / "bin" / "python"
    wanted = config.files_digest([pins]) + sys.version
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    with timed(f"installing Python packages ({list_name}, Python {config.PYTHON_VERSION})"):
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", folder], "apt install python3-venv")
        _install(python, pins)
    stamp.write_text(wanted)
    return python


def _install(python: Path, pins: Path) -> None:
    """Two steps: the packages that are built from source need the pinned setuptools first."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    tools = pins.with_name(f".tools-{os.getpid()}.txt")
    try:
        tools.write_text(_only(pins, ("setuptools", "wheel")))
        run([*pip, "--only-binary=:all:", "-r", str(tools)], REMEDY, env=env)
    finally:
        tools.unlink(missing_ok=True)
    formats = ["--only-binary=:all:", f"--no-binary={','.join(SOURCE_ONLY)}"]
    run([*pip, *formats, "--no-build-isolation", "-r", str(pins)], REMEDY, env=env)


def _only(pins: Path, names: tuple[str, ...]) -> str:
    """The entries of a pinned list for some packages, with their hashes."""
    entries = pins.read_text().replace("\\\n", " ").splitlines()
    return "\n".join(line for line in entries if line.split("==")[0] in names) + "\n"
