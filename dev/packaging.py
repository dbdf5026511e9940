"""The wheel, and the pinned lists of Python packages."""

from __future__ import annotations

import os
import shutil
import subprocess

from dev import config, odoo
from dev.say import Stop, run, step

LISTS = {f"{version}.txt": version for version in ("3.11", "3.12", "3.13")}
UNIVERSAL = {"lint.txt": "lint.in", "node.txt": "node.in"}
OPTIONS = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--upgrade"]
NO_UV = "the lists cannot be made; they are made with uv: pip install uv"


def build() -> int:
    """One wheel for each add-on, in dist/."""
    target = config.ROOT / "dist"
    env = {**odoo.environment(), "PIP_NO_INDEX": "1"}
    shutil.rmtree(target, ignore_errors=True)
    options = ["--quiet", "--no-deps", "--no-build-isolation", f"--wheel-dir={target}"]
    for addon in config.addons():
        run(
            [odoo.python(), "-m", "pip", "wheel", *options, addon],
            "the wheel cannot be built",
            env=env,
        )
    for wheel in sorted(target.glob("*.whl")):
        step(f"{config.shown(wheel)}: pip install it next to Odoo, which finds it by itself")
    step("an Odoo that runs from a folder of sources is unknown to pip: add --no-deps")
    return 0


def pin_requirements() -> int:
    """Resolve the .in lists again, one result for each Python."""
    folder = config.ROOT / "dev" / "requirements"
    if not shutil.which("uv"):
        raise Stop(NO_UV)
    for name, version in LISTS.items():
        step(f"pinning {name}")
        sources = ["odoo.in", "test.in"]
        _compile(folder, ["--python-version", version, *sources, "-o", name])
    for name, source in UNIVERSAL.items():
        step(f"pinning {name}")
        _compile(folder, ["--universal", "--python-version", "3.11", source, "-o", name])
    return 0


def _compile(folder: os.PathLike[str], words: list[str]) -> None:
    command = ["uv", "pip", "compile", "--quiet", *OPTIONS, *words]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise Stop(NO_UV)
