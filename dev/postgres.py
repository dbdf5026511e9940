"""A private PostgreSQL cluster on a socket, or the server PGHOST names."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from dev import apt, config
from dev.say import Stop, run, step

ROLE = "odoo"
PORT = "5432"  # only a name within the socket's folder: nothing listens on the network
SOCKET_NAME_LIMIT = 107 - len("/.s.PGSQL.5432")
# A development cluster can be made again in a minute: speed counts, a power cut does not.
SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_connections = 200
"""
# Without fsync a crash may lose the last steps of sequences that were copied with a database.
TEMPLATES = f"^sft_{config.CHECKOUT}_(plain|demo|apps)_(base|full)_|^test-{config.CHECKOUT}-"
MAY_CREATE = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"


def external() -> bool:
    """Whether the caller brought a server of their own."""
    return bool(os.environ.get("PGHOST"))


def _as_root() -> bool:
    return os.geteuid() == 0


def _home() -> Path:
    """Root's cluster belongs to user postgres, who may be unable to enter the checkout."""
    return Path(f"/var/lib/postgresql/sft-{config.CHECKOUT}") if _as_root() else config.DEV / "pg"


def _socket() -> Path:
    inside = _home() / "run"
    if len(str(inside)) <= SOCKET_NAME_LIMIT:
        return inside
    return Path(tempfile.gettempdir()) / f"sft-{config.CHECKOUT}-{getpass.getuser()}"


def connection() -> dict[str, str]:
    """How to connect, as libpq's variables; used for Odoo and for PostgreSQL's own programs."""
    if not external():
        return {"PGHOST": str(_socket()), "PGPORT": PORT, "PGUSER": ROLE}
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
    given = {name: os.environ[name] for name in names if os.environ.get(name)}
    return {"PGPORT": PORT, "PGUSER": getpass.getuser(), **given}


def environment() -> dict[str, str]:
    """The caller's environment with exactly our connection: other PG* variables would leak in."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**kept, **connection()}


def _server_program() -> Path | None:
    """initdb of the newest PostgreSQL; Debian keeps it off PATH."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    on_path = shutil.which("initdb")
    return newest or (Path(on_path).resolve() if on_path else None)


def _binaries() -> Path:
    program = _server_program()
    if not program:
        raise Stop("PostgreSQL's server is missing: install postgresql, or set PGHOST to one.")
    return program.parent


def _owner(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if _as_root() else []
    return [*prefix, *map(str, command)]


def _quiet_env() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}


def running() -> bool:
    """Whether our private cluster answers."""
    socket = _socket() / f".s.PGSQL.{PORT}"
    if not socket.exists():
        return False
    command = ["psql", "-h", str(_socket()), "-U", ROLE, "-d", "postgres", "-Atc", "select 1"]
    done = subprocess.run(command, env=_quiet_env(), capture_output=True, check=False)
    return done.returncode == 0


def ensure_program() -> None:
    """PostgreSQL is installed; asked first of all, because an ordinary user cannot help it."""
    if not external() and not _server_program():
        apt.install("postgresql")


def ensure() -> None:
    """A server that answers, with a role that may create databases."""
    if external():
        _check_external()
        return
    if shutil.which("psql") and running():
        return
    ensure_program()
    step("starting PostgreSQL")
    killed = (_home() / "data" / "postmaster.pid").exists()
    _create()
    _start()
    if killed:
        _forget_templates()


def _forget_templates() -> None:
    """After a crash nobody can trust what every test database is copied from."""
    step("PostgreSQL was not shut down: databases for tests are made anew")
    query = f"select datname from pg_database where datname ~ '{TEMPLATES}'"
    for name in _ask(query).split():
        _ask(f'drop database "{name}" with (force)')


def _ask(sql: str) -> str:
    command = ["psql", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", sql]
    return run(command, "PostgreSQL refuses", env=environment())


def _check_external() -> None:
    """The server that the caller brought lets us in and lets us work."""
    user = connection()["PGUSER"]
    if user == "postgres":
        raise Stop("Odoo refuses to work as PostgreSQL's user postgres: set PGUSER to another one.")
    may = run(
        ["psql", "-d", "postgres", "-Atc", MAY_CREATE],
        f"PGHOST={os.environ['PGHOST']} lets nobody in: check PGHOST, PGPORT, PGUSER, PGPASSWORD",
        env=environment(),
    )
    if may.strip() != "t":
        raise Stop(f"PGUSER={user} may not create databases: alter role {user} createdb.")


def _create() -> None:
    data = _home() / "data"
    if (data / "complete").exists():
        return
    shutil.rmtree(_home(), ignore_errors=True)
    for folder in (_home(), _socket()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _as_root():
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres"]
    command = _owner(_binaries() / "initdb", *options, "-D", data)
    run(command, "PostgreSQL's cluster cannot be made", env=_quiet_env(), cwd=Path("/"))
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(f"{SETTINGS}unix_socket_directories = '{_socket()}'\n")
    _start()
    role = f"create role {ROLE} login createdb"
    command = _owner("psql", "-h", _socket(), "-U", "postgres", "-c", role)
    run(command, "PostgreSQL's role cannot be made", env=_quiet_env(), cwd=Path("/"))
    (data / "complete").touch()


def _start() -> None:
    if (_socket() / f".s.PGSQL.{PORT}.lock").exists() and running():
        return
    log = _home() / "log"
    command = _owner(_binaries() / "pg_ctl", "-D", _home() / "data", "-l", log, "-w", "start")
    _socket().mkdir(parents=True, exist_ok=True, mode=0o700)
    remedy = f"PostgreSQL does not start (see {log}); `make clean` makes a new one"
    # Not through a pipe: the server would inherit it and never close it.
    done = subprocess.run(
        command, env=_quiet_env(), cwd="/", stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise Stop(remedy)


def stop() -> None:
    """Stop the private cluster, if it runs."""
    if external() or not (_home() / "data" / "postmaster.pid").exists():
        return
    command = _owner(_binaries() / "pg_ctl", "-D", _home() / "data", "-m", "fast", "-w", "stop")
    run(command, "PostgreSQL cannot be stopped", env=_quiet_env(), cwd=Path("/"))
    step("PostgreSQL has stopped")


def remove() -> None:
    """Stop the private cluster and forget its databases."""
    stop()
    if not external():
        for folder in (_home(), _socket()):
            shutil.rmtree(folder, ignore_errors=True)
