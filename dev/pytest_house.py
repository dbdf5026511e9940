"""pytest plugin: makes a green run mean what it says.

Odoo skips browser tests when the browser is missing, and pytest runs whatever it happens to find.
Here a skipped test fails the run, and Odoo's own crm tests must be as many as Odoo's runner has.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from dev import config as house

if TYPE_CHECKING:
    from collections.abc import Iterator

# What `odoo -i crm --test-tags /crm` runs with the pinned Odoo: 113 at install, 28 after it.
CRM_TESTS = 141
PROBLEMS = pytest.StashKey[list[str]]()
KNOWN_FAILURES = house.ROOT / "dev" / "known_failures.txt"
NO_DATABASE = "test_planning_"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--house-crm", default="", help="folder of Odoo's crm tests: a full run")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PROBLEMS] = []
    _load_hypothesis_profile(config)
    if config.pluginmanager.is_blocked("odoo"):
        _stand_in_for_the_add_on()
    else:
        importlib.import_module("dev.patience").be_patient()


def _load_hypothesis_profile(config: pytest.Config) -> None:
    """The same examples in every run, and no judgement by the clock of a busy machine."""
    set_hypothesis_home_dir(house.DEV / "hypothesis")
    settings.register_profile(
        "house",
        deadline=None,
        derandomize=True,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    if not config.getoption("--hypothesis-profile", default=None):
        settings.load_profile("house")


def _stand_in_for_the_add_on() -> None:
    """Without a database: let `planning` be imported without the models beside it."""
    roots = [house.ADDON]
    if importlib.util.find_spec("odoo"):
        _prepare_odoo()
        roots = [f"odoo.addons.{house.ADDON}", house.ADDON]
    for package in ("", ".tests"):
        folder = house.ROOT / house.ADDON / package.strip(".")
        module = types.ModuleType(roots[0] + package)
        module.__path__ = [str(folder)]
        module.__file__ = str(folder / "__init__.py")
        for root in roots:
            sys.modules[root + package] = module


def _prepare_odoo() -> None:
    """Odoo's add-ons can be imported, and its test cases run under pytest."""
    pytest_odoo = importlib.import_module("pytest_odoo")
    tools = importlib.import_module("odoo.tools")
    tools.config.parse_config(["-c", os.environ["ODOO_RC"]])
    pytest_odoo.support_subtest()
    pytest_odoo.disable_odoo_test_retry()
    pytest_odoo.monkey_patch_resolve_pkg_root_and_module_name()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what Odoo's runner would; count the rest; mark what fails without us too."""
    crm = str(config.getoption("--house-crm"))
    if crm:
        _deselect(config, items, [item for item in items if _foreign(item, Path(crm))])
        _check_number(config, sum(_within(item, Path(crm)) for item in items))
    reasons = _known_failures()
    for item in items:
        reason = reasons.get(item.nodeid.split("addons/")[-1])
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


def _within(item: pytest.Item, folder: Path) -> bool:
    return bool(item.path.is_relative_to(folder))


def _foreign(item: pytest.Item, crm: Path) -> bool:
    """Whether Odoo's runner would not run this crm test: not imported, or not standard."""
    if not _within(item, crm):
        return False
    package = sys.modules.get("odoo.addons.crm.tests")
    tags: set[str] = getattr(getattr(item, "cls", None), "test_tags", set())
    return not hasattr(package, item.path.stem) or "standard" not in tags


def _deselect(config: pytest.Config, items: list[pytest.Item], unwanted: list[pytest.Item]) -> None:
    items[:] = [item for item in items if item not in unwanted]
    if unwanted:
        config.hook.pytest_deselected(items=unwanted)


def _check_number(config: pytest.Config, found: int) -> None:
    own_odoo = bool(house.OWN_ODOO)
    if found == CRM_TESTS or (own_odoo and found > CRM_TESTS):
        return
    config.stash[PROBLEMS].append(f"Odoo's crm tests: {found} collected, {CRM_TESTS} expected")


def _known_failures() -> dict[str, str]:
    """Lines of `crm/tests/file.py::Class::test  # why it fails without our module too`."""
    lines = [line for line in KNOWN_FAILURES.read_text().splitlines() if "::" in line]
    pairs = (line.partition("#")[::2] for line in lines if not line.startswith("#"))
    return {name.strip(): reason.strip() for name, reason in pairs}


@pytest.fixture(autouse=True)
def _planning_without_database(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A planning test that reaches for the database is in the wrong file."""
    if request.path.name.startswith(NO_DATABASE) and "odoo.sql_db" in sys.modules:
        monkeypatch.setattr(sys.modules["odoo.sql_db"].Connection, "cursor", _no_database)
    yield


def _no_database(*_args: object, **_options: object) -> None:
    raise AssertionError("tests of planning work without a database")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Skipped is not passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    problems = session.config.stash[PROBLEMS]
    problems += [f"skipped: {report.nodeid} ({report.longrepr})" for report in skipped]
    if problems and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    problems = terminalreporter.config.stash[PROBLEMS]
    if problems:
        terminalreporter.section("not as green as it looks", sep="!", red=True)
    for problem in problems:
        terminalreporter.write_line(problem, red=True)
