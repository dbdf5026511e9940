"""What comes from Debian: a few system packages, and Odoo itself, unpacked but not installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

from dev import config
from dev.say import Stop, run, step, timed

APT = config.DEV / "apt"
DEBS = config.DEV / "debs"
ODOO_TREE = config.DEV / "odoo"
DIST_PACKAGES = ODOO_TREE / "usr" / "lib" / "python3" / "dist-packages"
# A link that points nowhere stops the server when assets are built; this one is in no asset.
DANGLING_UPSTREAM = "Inconsolata.otf"
NO_NETWORK = "Debian's packages cannot be fetched: check the network and the free disk space"


def install(wanted: dict[str, str]) -> None:
    """Install system packages, given as {package: program that shows it is there}."""
    missing = [package for package, program in wanted.items() if not shutil.which(program)]
    if not missing:
        return
    words = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(f"Missing on this system: {words}. Install once, as root: apt install {words}")
    with timed(f"installing {words}"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update"], NO_NETWORK, env=env)
        command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        run(command, f"apt-get cannot install {words}", env=env)


def odoo_tree() -> Path:
    """Odoo's tree in .dev/odoo: unpacked once per set of pins. Returns its Python folder."""
    stamp = ODOO_TREE / ".complete"
    if stamp.exists() and stamp.read_text() == config.digest(config.PINS):
        return DIST_PACKAGES
    for tool in ("apt-get", "dpkg-deb"):
        if not shutil.which(tool):
            raise Stop(
                f"{tool} is missing: this is not Debian. Set ODOO=<folder of an Odoo 19 source>."
            )
    with timed("getting Odoo 19 from Debian"):
        _unpack()
    stamp.write_text(config.digest(config.PINS))
    return DIST_PACKAGES


def _unpack() -> None:
    _prepare_private_apt()
    DEBS.mkdir(exist_ok=True)
    debs = [_fetch(name, pin) for name, pin in config.PINS.items()]
    shutil.rmtree(ODOO_TREE, ignore_errors=True)
    for deb in debs:
        run(["dpkg-deb", "-x", deb, ODOO_TREE], "a package cannot be unpacked: is the disk full?")
    _stand_in_for_background_blur()
    _check_links()


def _prepare_private_apt() -> None:
    """An apt of our own, so that another suite can be read without touching the system's apt."""
    for folder in ("empty", "lists/partial", "cache/archives/partial"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    suites = sorted({pin["suite"] for pin in config.PINS.values()})
    mirror = _mirror()
    lines = [f"deb {mirror} {suite} main\n" for suite in suites]
    (APT / "sources.list").write_text("".join(lines))
    run(_private_apt("update"), NO_NETWORK)


def _private_apt(*words: str) -> list[str]:
    options = {
        "Dir::Etc::sourcelist": APT / "sources.list",
        "Dir::Etc::sourceparts": APT / "empty",
        "Dir::State::Lists": APT / "lists",
        "Dir::Cache": APT / "cache",
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else str(os.geteuid()),
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return ["apt-get", *(f"-o{name}={value}" for name, value in options.items()), *words]


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


def _fetch(name: str, pin: dict[str, str]) -> Path:
    """The pinned package, or what the suite has in its place, which apt verifies."""
    folder = DEBS / name
    pinned = next((deb for deb in folder.glob("*.deb") if _sha256(deb) == pin["sha256"]), None)
    if pinned:
        return pinned
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if _download(f"{name}={pin['version']}", folder):
        (deb,) = folder.glob("*.deb")
        if _sha256(deb) != pin["sha256"]:
            raise Stop(f"{deb.name} has not the checksum of dev/pins.toml: do not use this mirror.")
        return deb
    if not _download(f"{name}/{pin['suite']}", folder):
        raise Stop(f"{name} cannot be fetched from {pin['suite']}. {NO_NETWORK}.")
    (deb,) = folder.glob("*.deb")
    step(f"{name} {pin['version']} is gone from {pin['suite']}; taking its successor {deb.name}")
    return deb


def _download(what: str, folder: Path) -> bool:
    command = _private_apt("download", what)
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode == 0 and any(folder.glob("*.deb"))


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _stand_in_for_background_blur() -> None:
    """Debian leaves this file out; without one every page logs an error and browser tests fail."""
    path = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    target = DIST_PACKAGES / path
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("// Stand-in: calls made from this Odoo cannot blur their background.\n")


def _check_links() -> None:
    links = (DIST_PACKAGES / "odoo" / "addons").rglob("*")
    dangling = [
        link
        for link in links
        if link.is_symlink() and not link.exists() and link.name != DANGLING_UPSTREAM
    ]
    if dangling:
        name = dangling[0].name
        raise Stop(f"Odoo's tree lacks {name}: add its Debian package to dev/pins.toml.")
