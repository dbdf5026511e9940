"""Running Odoo: which one, with which configuration, in which environment."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
from pathlib import Path

from dev import config, debian, pdf, postgres, python_env
from dev.locks import alone
from dev.say import Stop

CONF = """# Written by dev/odoo.py at every start; changes are lost.
[options]
addons_path = {addons_path}
data_dir = {data}
db_host = {PGHOST}
db_port = {PGPORT}
db_user = {PGUSER}
{password}db_maxconn = 64
http_interface = 127.0.0.1
max_cron_threads = 0
list_db = False
"""


def python_path() -> Path:
    """The folder Python finds package `odoo` in: a company's own, or the one from Debian."""
    if not config.OWN_ODOO:
        return debian.DIST_PACKAGES
    folder = Path(config.OWN_ODOO).expanduser().resolve()
    if folder.name == "odoo" and (folder / "release.py").is_file():
        folder = folder.parent
    if not (folder / "odoo" / "release.py").is_file():
        raise Stop(f"ODOO={config.OWN_ODOO} holds no Odoo: give the folder with odoo-bin in it.")
    return folder


def addons_folder(name: str) -> Path:
    """Where one of Odoo's own add-ons is."""
    found = (folder / name for folder in addons_path())
    return next(folder for folder in found if (folder / "__manifest__.py").is_file())


def addons_path() -> list[Path]:
    """Odoo's add-ons, then ours. A source checkout keeps most of Odoo's beside the package."""
    folders = [python_path() / "odoo" / "addons"]
    if (python_path() / "odoo-bin").is_file():
        folders.append(python_path() / "addons")
    return [*folders, config.ROOT]


def version() -> str:
    """What this Odoo says it is; a database made by another one is of no use."""
    return config.files_digest([python_path() / "odoo" / "release.py"])


def python() -> Path:
    """The Python that has what Odoo needs."""
    return config.VENV / "bin" / "python"


def write_conf() -> None:
    """The configuration every command shares."""
    values = postgres.connection()
    password = f"db_password = {values['PGPASSWORD']}\n" if "PGPASSWORD" in values else ""
    path = ",".join(map(str, addons_path()))
    text = CONF.format(addons_path=path, data=config.DATA, password=password, **values)
    if not config.CONF.exists() or config.CONF.read_text() != text:
        config.CONF.write_text(text)
        config.CONF.chmod(0o600)


def environment() -> dict[str, str]:
    """The environment of every Odoo process."""
    programs = [config.VENV / "bin", pdf.PROGRAMS]
    return {
        **postgres.environment(),
        "PYTHONPATH": os.pathsep.join([str(python_path()), str(config.ROOT)]),
        "PATH": os.pathsep.join([*map(str, programs), os.environ.get("PATH", "")]),
        "ODOO_RC": str(config.CONF),
        "LC_ALL": "C.UTF-8",
    }


def command(*words: str) -> list[str]:
    """An Odoo command line: `command("shell", "-d", "x")`."""
    return [str(python()), "-m", "odoo", *words]


def call(*words: str, stdin: int | None = None) -> int:
    """Run Odoo in the foreground; returns its exit code."""
    return foreground(command(*words), stdin=stdin)


def foreground(words: list[str], stdin: int | None = None) -> int:
    """Run a program that owns the terminal: an interrupt is its business, then ours."""
    with subprocess.Popen(words, env=environment(), cwd=config.ROOT, stdin=stdin) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                process.send_signal(signal.SIGINT)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wanted_port() -> int:
    """PORT, if it can be had."""
    text = config.asked("PORT", "8069")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"PORT={text} is not a port: give a number below 65536.")
    reason = _refusal(int(text))
    if reason:
        later = (port for port in range(int(text) + 1, 65536) if not _refusal(port))
        other = next(later, 8069)
        raise Stop(f"Port {text} cannot be had ({reason}): choose another one with PORT={other}.")
    return int(text)


def _refusal(port: int) -> str:
    """Why a port cannot be had; nothing if it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        host = config.asked("HOST", "127.0.0.1")
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise Stop(f"HOST={host} is not an address of this machine.") from error
            return error.strerror or "taken"
    return ""


def ensure() -> None:
    """Everything Odoo needs: its tree, its Python packages, a database server."""
    with alone("set-up"):
        postgres.ensure_program()
        if not config.OWN_ODOO:
            debian.odoo_tree()
        python_env.ensure(config.VENV, f"{config.PYTHON_VERSION}.txt")
        postgres.ensure()
        write_conf()
