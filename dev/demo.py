"""The demo: a database with demo data, a server, and who can log in."""

from __future__ import annotations

import subprocess
import time
import tomllib
import urllib.error
import urllib.request

from dev import config, databases, odoo
from dev.say import Stop, step

DATABASE = "demo"
PATIENCE = 120  # seconds until the first page


def prepare() -> None:
    """The demo database; kept as it was left, but brought up to date when the source changed."""
    if not databases.exists(DATABASE) or not databases.mark(DATABASE):
        databases.fresh(DATABASE, demo=True, assets=True)
    elif databases.mark(DATABASE) != databases.source_mark():
        databases.update(DATABASE)


def users() -> list[dict[str, str]]:
    """Who can log in to the demo."""
    listed: list[dict[str, str]] = tomllib.loads(
        (config.ROOT / "dev" / "demo_users.toml").read_text()
    )["user"]
    return listed


def serve(database: str, port: int, users: list[dict[str, str]]) -> int:
    """Serve one database until interrupted; tell when and where it can be opened."""
    host = config.asked("HOST", "127.0.0.1")
    words = ["-d", database, f"--db-filter=^{database}$", f"--http-port={port}"]
    words += [f"--http-interface={host}", "--log-level=warn"]
    step(f"starting the server on port {port}")
    process = subprocess.Popen(odoo.command(*words), env=odoo.environment(), cwd=config.ROOT)
    try:
        wait_until_ready(process, f"http://127.0.0.1:{port}/web/login")
        _announce(f"http://localhost:{port}", users)
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], url: str) -> None:
    """Wait for the first page of a server."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Stop("The server ended at once; the lines above say why.")
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                return
        except urllib.error.HTTPError as error:
            raise Stop(f"The server answers with an error ({error.code}); see above.") from error
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise Stop(f"The server does not answer at {url} within {PATIENCE} seconds.")


def _announce(url: str, users: list[dict[str, str]]) -> None:
    print(f"\n  {url}\n", flush=True)
    for user in users:
        print(f"    {user['login']:12} {user['password']:12} {user['role']}", flush=True)
    print("\n  Control-C stops the server.\n", flush=True)
