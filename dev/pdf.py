"""wkhtmltopdf, which Odoo prints PDF with: the system's, or Debian 12's in a folder of our own.

Later Debians have dropped it. The copy brings every library it needs except the C library, so
that it runs on all of them and nothing has to be installed.
"""

from __future__ import annotations

import shutil

from dev import config
from dev.apt import PrivateApt, available, unpack
from dev.locks import alone
from dev.say import Stop, step, timed

FOLDER = config.DEV / "wkhtmltopdf"
PROGRAMS = FOLDER / "programs"
SUITE = "bookworm"
# A font for the Western languages comes as a dependency; this one has the Chinese characters.
WANTED = ("wkhtmltopdf", "fonts-droid-fallback")
# The C library is the system's; drawing on a screen's hardware, which nobody does here, is 50 MB.
LEFT_OUT = ("libc6", "libllvm15", "libz3-4", "libgl1-mesa-dri", "iso-codes", "dpkg", "tar")
LAUNCHER = """#!/bin/sh
here="$(dirname "$(dirname "$(readlink -f "$0")")")"
libraries="$(echo "$here"/usr/lib/*-linux-gnu)"
export LD_LIBRARY_PATH="$libraries:$(echo "$here"/lib/*-linux-gnu)"
export QT_PLUGIN_PATH="$libraries/qt5/plugins" QT_QPA_PLATFORM=offscreen
export FONTCONFIG_FILE="$here/fonts.conf" XDG_RUNTIME_DIR="$here/runtime"
exec "$here/usr/bin/wkhtmltopdf" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
    <dir>/usr/share/fonts</dir>
    <dir>{folder}/usr/share/fonts</dir>
    <cachedir>{folder}/font-cache</cachedir>
    <include>{folder}/usr/share/fontconfig/conf.avail/45-latin.conf</include>
    <include>{folder}/usr/share/fontconfig/conf.avail/49-sansserif.conf</include>
    <include>{folder}/usr/share/fontconfig/conf.avail/60-latin.conf</include>
</fontconfig>
"""
VERSION = config.digest(SUITE, WANTED, LEFT_OUT, LAUNCHER, FONTS)


def ensure() -> None:
    """PDF can be printed. If it cannot be had, everything else works: say so and go on."""
    with alone("wkhtmltopdf"):
        _ensure()


def _ensure() -> None:
    stamp = FOLDER / ".complete"
    if stamp.exists() and stamp.read_text() == VERSION:
        return
    if not FOLDER.exists() and shutil.which("wkhtmltopdf"):
        return
    if not available():
        step("PDF reports need wkhtmltopdf, which this system does not have: install it")
        return
    try:
        with timed("getting wkhtmltopdf, for PDF reports"):
            _unpack()
    except Stop as reason:
        step(f"no PDF reports: {reason}")
        return
    stamp.write_text(VERSION)


def _unpack() -> None:
    debs = config.DEV / "debs" / "wkhtmltopdf"
    for folder in (debs, FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    apt = PrivateApt("wkhtmltopdf", [SUITE])
    packages = apt.with_libraries(*WANTED)
    if not apt.download(debs, *(name for name in packages if name.split("=")[0] not in LEFT_OUT)):
        raise Stop(f"wkhtmltopdf cannot be fetched from {SUITE}.")
    unpack(sorted(debs.glob("*.deb")), FOLDER)
    shutil.rmtree(debs)
    PROGRAMS.mkdir()
    (FOLDER / "runtime").mkdir(mode=0o700)
    launcher = PROGRAMS / "wkhtmltopdf"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    (FOLDER / "fonts.conf").write_text(FONTS.format(folder=FOLDER))
