"""Debian's packages: installed on the system by root, or fetched and unpacked by anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dev import config
from dev.say import Stop, run, timed

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_NETWORK = "Debian's packages cannot be fetched: check the network and the free disk space"


def install(*packages: str) -> None:
    """Install packages on the system, or tell who can."""
    words = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(f"Missing on this system: {words}. Install once, as root: apt install {words}")
    with timed(f"installing {words}"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update"], NO_NETWORK, env=env)
        command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
        run(command, f"apt-get cannot install {words}", env=env)


def available() -> bool:
    """Whether this system has Debian's tools for packages."""
    return all(map(shutil.which, ("apt-get", "dpkg-deb")))


class PrivateApt:
    """An apt of our own: other suites can be read without touching the system's apt.

    Everything it gives is verified by the signed Release of its suite.
    """

    def __init__(self, name: str, suites: Iterable[str]) -> None:
        self.folder = config.DEV / "apt" / name
        for folder in ("empty", "lists/partial", "cache/archives/partial"):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        (self.folder / "nothing-installed").touch()
        mirror = _mirror()
        lines = [f"deb {mirror} {suite} main\n" for suite in sorted(suites)]
        (self.folder / "sources.list").write_text("".join(lines))
        run(self._command("update"), NO_NETWORK)

    def _command(self, *words: str) -> list[str]:
        options = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": self.folder / "empty",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "nothing-installed",
            "Dir::Cache": self.folder / "cache",
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else str(os.geteuid()),
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Debug::NoLocking": "true",
        }
        return ["apt-get", *(f"-o{name}={value}" for name, value in options.items()), *words]

    def download(self, folder: Path, *packages: str) -> bool:
        """Fetch packages (`name`, `name=version` or `name/suite`) into a folder, if they exist."""
        folder.mkdir(parents=True, exist_ok=True)
        command = self._command("download", *packages)
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        return done.returncode == 0

    def with_libraries(self, *packages: str) -> list[str]:
        """The packages and all they depend on, as if nothing were installed, as name=version."""
        words = ["install", "--simulate", "--no-install-recommends", *packages]
        lines = run(self._command(*words), NO_NETWORK).splitlines()
        inst = (line.split() for line in lines if line.startswith("Inst "))
        return [f"{name}={version.lstrip('(')}" for _inst, name, version, *_rest in inst]


def unpack(debs: Iterable[Path], target: Path) -> None:
    """The files of packages, without installing them."""
    for deb in debs:
        run(["dpkg-deb", "-x", deb, target], "a package cannot be unpacked: is the disk full?")


def _mirror() -> str:
    """The mirror this system itself uses, so that none is named here."""
    if not _mirrors() and os.geteuid() == 0:
        run(["apt-get", "update"], NO_NETWORK)  # a bare machine has no package lists yet
    mirrors = _mirrors()
    if not mirrors:
        raise Stop("This system's apt knows no Debian mirror: run apt-get update once, as root.")
    return mirrors.most_common(1)[0][0]


def _mirrors() -> Counter[str]:
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)|$(ORIGIN)|$(LABEL)"]
    filters = ["Created-By: Packages", "Component: main"]
    lines = run([*command, *filters], "apt's package lists cannot be read").splitlines()
    fields = [line.split("|") for line in lines]
    return Counter(uri for uri, origin, label in fields if origin == label == "Debian")
