"""A busy machine is no failure: more time for the browser and the server under test.

Odoo gives a page 60 seconds, a step of a tour 10, Chromium 10 to start and 3 to answer, a request
12. Enough where nothing else runs; beside other jobs of a CI machine it is not.
"""

from __future__ import annotations

import importlib
import unittest
from typing import Any

TIMES = 4  # so much longer than Odoo's runner waits
STARTS = 3  # of Chromium, before it is said to be missing
SECONDS = 60  # for an answer of the server


def be_patient() -> None:
    """Let the browser tests of this process wait longer; what is wrong still fails."""
    tests: Any = importlib.import_module("odoo.tests.common")
    tests.CHECK_BROWSER_ITERATIONS *= TIMES
    tests.BaseCase.test_cursor_lock_timeout *= TIMES
    _start_again(tests.ChromeBrowser)
    _wait_longer(tests.ChromeBrowser)
    for name in ("url_open", "make_jsonrpc_request"):
        _give_time(tests.HttpCase, name)


def _start_again(browser: Any) -> None:
    """Chromium that does not answer at once would be a skipped test, which is a failure here."""
    start = browser.__init__

    def patient(self: Any, *args: Any, **options: Any) -> None:
        for _attempt in range(STARTS - 1):
            try:
                start(self, *args, **options)
            except unittest.SkipTest:
                continue
            return
        start(self, *args, **options)

    browser.__init__ = patient


def _wait_longer(browser: Any) -> None:
    """All that Odoo waits for is multiplied by this, which is meant for browsers slowed down."""

    def read(self: Any) -> int:
        return int(max(self.__dict__.get("throttling_factor", 1), TIMES))

    def write(self: Any, value: int) -> None:
        self.__dict__["throttling_factor"] = value

    browser.throttling_factor = property(read, write)


def _give_time(case: Any, name: str) -> None:
    ask = getattr(case, name)

    def patient(self: Any, *args: Any, **options: Any) -> Any:
        return ask(self, *args, **{"timeout": SECONDS, **options})

    setattr(case, name, patient)
