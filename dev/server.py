"""An Odoo server on one database, from its start until it is told to end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Self

from dev import config, odoo
from dev.say import Stop

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 120  # seconds until the first page


class Server:
    """What it says is kept in a file; the terminal shows it only once the first page was served.

    Before that, one sentence tells what is wrong and where the rest is to be read.
    """

    def __init__(self, database: str, port: int, *, host: str = "127.0.0.1") -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log = config.DEV / f"serve-{database}.log"
        self._shown = threading.Event()
        words = ["-d", database, f"--db-filter=^{database}$", f"--http-port={port}"]
        words += [f"--http-interface={host}", "--log-level=warn"]
        self.process = subprocess.Popen(
            odoo.command(*words),
            env=odoo.environment(),
            cwd=config.ROOT,
            stderr=subprocess.PIPE,
            process_group=0,  # Control-C is ours to hear: told twice, Odoo leaves in a hurry
        )
        threading.Thread(target=self._keep_log, daemon=True).start()

    def __enter__(self) -> Self:
        try:
            self._wait_until_ready()
        except BaseException:
            self.end()
            raise
        self._shown.set()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Stop it, and wait until it has stopped."""
        self.process.terminate()
        self.process.wait()

    def _keep_log(self) -> None:
        assert self.process.stderr
        with self.log.open("wb") as kept:
            for line in self.process.stderr:
                kept.write(line)
                kept.flush()
                if self._shown.is_set():
                    sys.stderr.buffer.write(line)
                    sys.stderr.buffer.flush()

    def _wait_until_ready(self) -> None:
        url = f"{self.url}/web/login"
        deadline = time.monotonic() + PATIENCE
        see = f"see {config.shown(self.log)}."
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Stop(f"The server ended at once: {see}")
            try:
                with urllib.request.urlopen(url, timeout=PATIENCE):
                    return
            except urllib.error.HTTPError as error:
                raise Stop(f"The server answers with error {error.code}: {see}") from error
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise Stop(f"The server does not answer at {url} within {PATIENCE} seconds: {see}")
