"""Dispatch: one command of the Makefile, one function."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from dev import config, databases, demo, odoo, pdf, postgres, python_env
from dev.locks import alone
from dev.say import Stop, step

if TYPE_CHECKING:
    from collections.abc import Callable


def db() -> int:
    """A fresh database."""
    name = databases.named()
    odoo.ensure()
    demo_data = config.asked("DEMO") in {"1", "yes", "true"}
    databases.fresh(name, demo=demo_data, assets=demo_data)
    step(f"database {name} is ready: make serve DB={name}, make shell DB={name}")
    return 0


def update() -> int:
    """-u of our add-ons."""
    name = databases.named()
    odoo.ensure()
    databases.update(name)
    return 0


def shell() -> int:
    """Odoo's shell; a script comes from standard input."""
    databases.named()
    odoo.ensure()
    name = _existing()
    return odoo.call("shell", "-d", name, "--no-http", "--log-level=warn")


def serve() -> int:
    """A server on one database."""
    databases.named()
    port = odoo.wanted_port()
    odoo.ensure()
    pdf.ensure()
    return demo.serve(_existing(), port, users=[])


def run_demo() -> int:
    """The demo."""
    port = odoo.wanted_port()
    odoo.ensure()
    pdf.ensure()
    with alone("demo"):
        demo.prepare()
    return demo.serve(demo.DATABASE, port, users=demo.users())


def test() -> int:
    """The tests."""
    from dev import testing

    odoo.ensure()
    return testing.prepare()()


def lint() -> int:
    """The linters."""
    from dev import linting

    with alone("linters"):
        linting.ensure()
    return linting.run_hooks()


def format_files() -> int:
    """The formatters."""
    from dev import linting

    with alone("linters"):
        linting.ensure()
    return linting.format_files()


def bench() -> int:
    """The benchmarks, which are scripts of their own."""
    return _script("benchmarks/run.py")


def maven() -> int:
    """A public CRM data set, loaded and measured."""
    return _script("benchmarks/maven.py")


def tsp() -> int:
    """The engine's tour through an instance of TSPLIB."""
    return _engine("benchmarks/tsp.py")


def pvrp() -> int:
    """The engine's routes for an instance of periodic routing."""
    return _engine("benchmarks/pvrp.py")


def _engine(path: str) -> int:
    """A search without Odoo and without a database."""
    with alone("set-up"):
        python = python_env.ensure(config.VENV, f"{config.PYTHON_VERSION}.txt")
    folders = [str(config.ROOT), str(config.ROOT / config.ADDON)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    return subprocess.run([python, path], cwd=config.ROOT, env=env, check=False).returncode


def _script(path: str) -> int:
    if not (config.ROOT / path).is_file():
        raise Stop(f"{path} is missing from this checkout.")
    odoo.ensure()
    return odoo.foreground([str(odoo.python()), str(config.ROOT / path)])


def screens() -> int:
    """Screenshots."""
    from dev import chromium
    from dev import screens as driver

    databases.named()
    odoo.ensure()
    chromium.ensure()
    chromium.ensure_chinese_font()
    return driver.main(_existing())


def uninstall_check() -> int:
    """Coming changes nothing, going leaves nothing."""
    from dev import uninstall

    odoo.ensure()
    return uninstall.main()


def i18n() -> int:
    """Translations."""
    from dev import translations

    odoo.ensure()
    with alone("translations"):
        return translations.refresh()


def dist() -> int:
    """The wheel."""
    from dev import packaging

    odoo.ensure()
    return packaging.build()


def requirements() -> int:
    """The pinned lists."""
    from dev import packaging

    return packaging.pin_requirements()


def stop() -> int:
    """The private PostgreSQL."""
    postgres.stop()
    return 0


def clean() -> int:
    """Everything fetched or made."""
    postgres.remove()
    step(f"removing {config.shown(config.DEV)}")
    subprocess.run(["rm", "-rf", str(config.DEV)], check=False)
    return 0


def _existing() -> str:
    name = databases.named()
    if not databases.exists(name):
        raise Stop(f"There is no database {name}: make db DB={name} makes one.")
    return name


COMMANDS: dict[str, Callable[[], int]] = {
    "bench": bench,
    "clean": clean,
    "db": db,
    "demo": run_demo,
    "dist": dist,
    "format": format_files,
    "i18n": i18n,
    "lint": lint,
    "maven": maven,
    "pvrp": pvrp,
    "requirements": requirements,
    "screens": screens,
    "serve": serve,
    "shell": shell,
    "stop": stop,
    "test": test,
    "tsp": tsp,
    "uninstall-check": uninstall_check,
    "update": update,
}


def main() -> int:
    """Run one command; whatever stops it is said in a sentence."""
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: dev/run {{{'|'.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what we started, too
    try:
        config.DEV.mkdir(exist_ok=True)
        return COMMANDS[sys.argv[1]]()
    except Stop as reason:
        print(f"{reason}", file=sys.stderr)
    except PermissionError as error:
        print(f"No right to write {error.filename}: change its owner.", file=sys.stderr)
    except OSError as error:
        print(f"{error.strerror}: {error.filename or config.ROOT}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
