"""Where things are, and what the caller asked for through the environment."""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / ".dev"
LOG = DEV / "log"
ADDON = "sales_funnel_territory"
PYTHON_VERSION = "{}.{}".format(*sys.version_info)
VENV = DEV / f"venv-{PYTHON_VERSION}"
LINT_VENV = DEV / "lint-venv"
CONF = DEV / "odoo.conf"
DATA = DEV / "data"
PINS = tomllib.loads((ROOT / "dev" / "pins.toml").read_text())
# The first one is the language of everybody who has not chosen another.
LANGUAGES = ("en_US", "zh_CN", "zh_TW")
# One name per checkout, so that two of them never share a cluster or a template.
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
OWN_ODOO = os.environ.get("ODOO", "")


def asked(name: str, default: str = "") -> str:
    """A variable given on make's command line."""
    return os.environ.get(name, "").strip() or default


def shown(path: Path) -> str:
    """A path as a person standing in the checkout would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def addons() -> list[Path]:
    """The add-ons of this repository: the main one first, then its bridges."""
    found = sorted(path.parent for path in ROOT.glob("*/__manifest__.py"))
    return sorted(found, key=lambda folder: folder.name != ADDON)


def manifest(folder: Path) -> dict[str, object]:
    """An add-on's manifest, read without importing Odoo."""
    values: dict[str, object] = ast.literal_eval((folder / "__manifest__.py").read_text())
    return values


def digest(*parts: object) -> str:
    """A short name for a combination of things; it changes when one of them does."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def files_digest(files: list[Path]) -> str:
    """A short name for the content of files."""
    return digest(*((str(path), path.read_bytes()) for path in sorted(files)))
