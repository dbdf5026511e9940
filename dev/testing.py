"""`make test`: a pytest session over our own tests and Odoo's crm tests, and one with more apps.

Tests of `planning` need no database: asked for alone, they run without one. Tests in a folder
`with_apps` need apps that the add-on does not depend on: they run on a database that has them.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dev import chromium, config, databases, odoo

if TYPE_CHECKING:
    from collections.abc import Callable

PYTEST = ["-m", "pytest", "-p", "dev.pytest_house"]
NO_DATABASE = "test_planning_"
WITH_APPS = "with_apps"
BROWSER_WORDS = ("HttpCase", "HttpCaseWith", "start_tour", "browser_js")


def prepare() -> Callable[[], int]:
    """Everything a run needs; returns the run itself, which needs no lock."""
    only = config.asked("ONLY")
    paths = _paths(only)
    if paths and all(map(_without_database, paths)):
        return partial(odoo.foreground, [str(odoo.python()), *PYTEST, "-p", "no:odoo", *paths])
    with_apps = [path for path in paths if WITH_APPS in Path(path.split("::")[0]).parts]
    plain = [path for path in paths if path not in with_apps]
    runs = []
    if plain or not paths:
        runs.append(_prepare_plain(only, plain))
    if with_apps or not only:
        runs.append(_prepare_with_apps(with_apps or _folders_with_apps()))
    return partial(_run_all, runs)


def _prepare_plain(only: str, paths: list[str]) -> Callable[[], int]:
    assets = _needs_browser(paths)
    if assets:
        chromium.ensure()
    database = f"test-{config.CHECKOUT}-{odoo.free_port()}"
    databases.fresh(database, demo=False, assets=assets)
    ignored = [f"--ignore={folder}" for folder in _folders_with_apps()]
    return partial(_run, database, "tests.xml", [*ignored, *_selection(only, paths)])


def _prepare_with_apps(paths: list[str]) -> Callable[[], int]:
    database = f"test-{config.CHECKOUT}-apps-{odoo.free_port()}"
    databases.fresh(database, demo=False, assets=False, apps=True)
    return partial(_run, database, "tests-with-apps.xml", paths)


def _run_all(runs: list[Callable[[], int]]) -> int:
    statuses = [run() for run in runs]
    return next((status for status in statuses if status), 0)


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


def _folders_with_apps() -> list[str]:
    folders = [addon / "tests" / WITH_APPS for addon in config.addons()]
    return [str(folder) for folder in folders if folder.is_dir()]


def _selection(only: str, paths: list[str]) -> list[str]:
    if paths:
        return paths
    if only:
        return ["-k", only, *own_tests()]
    crm = str(odoo.addons_folder("crm") / "tests")
    return [f"--house-crm={crm}", *own_tests(), crm]


def _run(database: str, report: str, selection: list[str]) -> int:
    selection = [f"--junitxml={config.DEV / report}", *selection]
    connection = [f"--odoo-database={database}", f"--odoo-config={config.CONF}", "--odoo-http"]
    try:
        return odoo.foreground([str(odoo.python()), *PYTEST, *connection, *selection])
    finally:
        databases.drop(database)
