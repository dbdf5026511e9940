"""`make test`: one pytest session over our own tests and Odoo's crm tests.

Tests of `planning` need no database: asked for alone, they run without one.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dev import chromium, config, databases, odoo

if TYPE_CHECKING:
    from collections.abc import Callable

PYTEST = ["-m", "pytest", "-p", "dev.pytest_house", f"--junitxml={config.DEV / 'tests.xml'}"]
NO_DATABASE = "test_planning_"
BROWSER_WORDS = ("HttpCase", "HttpCaseWith", "start_tour", "browser_js")


def prepare() -> Callable[[], int]:
    """Everything a run needs; returns the run itself, which needs no lock."""
    only = config.asked("ONLY")
    paths = _paths(only)
    if paths and all(map(_without_database, paths)):
        return partial(odoo.foreground, [str(odoo.python()), *PYTEST, "-p", "no:odoo", *paths])
    if _needs_browser(paths):
        chromium.ensure()
    database = f"test-{config.CHECKOUT}-{odoo.free_port()}"
    databases.fresh(database, demo=False, assets=_needs_browser(paths))
    return partial(_run, database, _selection(only, paths))


def _paths(only: str) -> list[str]:
    """The paths (with ::node or without) that ONLY consists of, or none: an expression."""
    words = only.split()
    found = [word for word in words if (config.ROOT / word.split("::")[0]).exists()]
    return found if len(found) == len(words) else []


def _without_database(path: str) -> bool:
    return Path(path).name.startswith(NO_DATABASE) or path.startswith("benchmarks/")


def _needs_browser(paths: list[str]) -> bool:
    files = [config.ROOT / path.split("::")[0] for path in paths]
    if not files or any(file.is_dir() for file in files):
        return True
    return any(word in file.read_text() for file in files for word in BROWSER_WORDS)


def own_tests() -> list[str]:
    """The test folders of this repository: of its add-ons, and of what is beside them."""
    folders = [addon / "tests" for addon in config.addons()]
    folders.append(config.ROOT / "benchmarks" / "tests")
    return [str(folder) for folder in folders if folder.is_dir()]


def _selection(only: str, paths: list[str]) -> list[str]:
    if paths:
        return paths
    if only:
        return ["-k", only, *own_tests()]
    crm = str(odoo.addons_folder("crm") / "tests")
    return [f"--house-crm={crm}", *own_tests(), crm]


def _run(database: str, selection: list[str]) -> int:
    connection = [f"--odoo-database={database}", f"--odoo-config={config.CONF}", "--odoo-http"]
    try:
        return odoo.foreground([str(odoo.python()), *PYTEST, *connection, *selection])
    finally:
        databases.drop(database)
