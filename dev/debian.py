"""Odoo itself, from Debian's package: unpacked, not installed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from dev import config
from dev.apt import NO_NETWORK, PrivateApt, available, unpack
from dev.say import Stop, step, timed

DEBS = config.DEV / "debs"
ODOO_TREE = config.DEV / "odoo"
DIST_PACKAGES = ODOO_TREE / "usr" / "lib" / "python3" / "dist-packages"
# A link that points nowhere stops the server when assets are built; this one is in no asset.
DANGLING_UPSTREAM = "Inconsolata.otf"


def odoo_tree() -> Path:
    """Odoo's tree in .dev/odoo: unpacked once per set of pins. Returns its Python folder."""
    stamp = ODOO_TREE / ".complete"
    if stamp.exists() and stamp.read_text() == config.digest(config.PINS):
        return DIST_PACKAGES
    if not available():
        raise Stop("This system has no apt-get: set ODOO=<folder of an Odoo 19 source>.")
    with timed("getting Odoo 19 from Debian"):
        _unpack()
    stamp.write_text(config.digest(config.PINS))
    return DIST_PACKAGES


def _unpack() -> None:
    apt = PrivateApt("odoo", {pin["suite"] for pin in config.PINS.values()})
    debs = [_fetch(apt, name, pin) for name, pin in config.PINS.items()]
    shutil.rmtree(ODOO_TREE, ignore_errors=True)
    unpack(debs, ODOO_TREE)
    _stand_in_for_background_blur()
    _check_links()


def _fetch(apt: PrivateApt, name: str, pin: dict[str, str]) -> Path:
    """The pinned package, or what the suite has in its place, which apt verifies."""
    folder = DEBS / name
    pinned = next((deb for deb in folder.glob("*.deb") if _sha256(deb) == pin["sha256"]), None)
    if pinned:
        return pinned
    shutil.rmtree(folder, ignore_errors=True)
    if apt.download(folder, f"{name}={pin['version']}"):
        (deb,) = folder.glob("*.deb")
        if _sha256(deb) != pin["sha256"]:
            raise Stop(f"{deb.name} has not the checksum of dev/pins.toml: do not use this mirror.")
        return deb
    if not apt.download(folder, f"{name}/{pin['suite']}"):
        raise Stop(f"{name} cannot be fetched from {pin['suite']}. {NO_NETWORK}.")
    (deb,) = folder.glob("*.deb")
    step(f"{name} {pin['version']} is gone from {pin['suite']}; taking its successor {deb.name}")
    return deb


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
