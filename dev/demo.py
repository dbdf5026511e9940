"""The demo: a database with demo data, a server, and who can log in."""

from __future__ import annotations

import tomllib

from dev import config, databases
from dev.say import step
from dev.server import Server

DATABASE = "demo"


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
    step(f"starting the server on port {port}")
    try:
        with Server(database, port, host=config.asked("HOST", "127.0.0.1")) as server:
            _announce(f"http://localhost:{port}", users)
            return server.process.wait()
    except KeyboardInterrupt:
        return 0


def _announce(url: str, users: list[dict[str, str]]) -> None:
    print(f"\n  {url}\n", flush=True)
    for user in users:
        print(f"    {user['login']:12} {user['password']:12} {user['role']}", flush=True)
    print("\n  Control-C stops the server.\n", flush=True)
