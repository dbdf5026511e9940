"""Databases in seconds: copied from templates that are made once.

A *base* holds the Odoo modules the add-on depends on, a *template* is a copy of it with the add-on
installed. When only the add-on changes, only the second, quick step is done again.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from dev import config, odoo, postgres
from dev.locks import alone
from dev.say import Stop, run, timed

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

NO_SPACE = "the database server refuses: check the disk space and the role's rights"
# What an installed database holds; tests and the browser's sources are read from the checkout.
INSTALLED = {".py", ".xml", ".csv", ".po"}
# What a page loads only when something needs it; the tests' own transactions forget what they made.
LOADED_LATER = [
    "web.assets_backend_lazy",
    "web.chartjs_lib",
    "web_tour.automatic",
    "sales_funnel_territory.map_libraries",
    "sales_funnel_territory.map_drawing",
]
# Apps whose data the add-on reads in passing, where a company has them.
APPS = ["base_automation", "sale_crm", "sale_margin", "google_calendar", "microsoft_calendar"]


def named() -> str:
    """The database the caller named."""
    name = config.asked("DB")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,50}", name):
        raise Stop("Name a database: DB=<letters, digits, - or _>, for example DB=dev.")
    return name


def psql(sql: str) -> str:
    """Ask the server something, outside any of our databases."""
    command = ["psql", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", sql]
    return run(command, NO_SPACE, env=postgres.environment()).strip()


def exists(name: str) -> bool:
    """Whether the server has a database of that name."""
    return psql(f"select 1 from pg_database where datname = '{name}'") == "1"


def mark(name: str) -> str:
    """Which state of the source a database was last brought up to."""
    return psql(
        "select coalesce(shobj_description(oid, 'pg_database'), '')"
        f" from pg_database where datname = '{name}'"
    )


def set_mark(name: str, text: str) -> None:
    """Note the state of the source with the database itself, so that they live and die together."""
    psql(f"comment on database \"{name}\" is '{text}'")


def drop(name: str) -> None:
    """Remove a database and its files, even with somebody still connected."""
    psql(f'drop database if exists "{name}" with (force)')
    shutil.rmtree(_filestore(name), ignore_errors=True)


def copy(source: str, target: str) -> None:
    """A database and its files; the files are never changed in place, so links to them will do."""
    drop(target)
    psql(f'create database "{target}" template "{source}"')
    if _filestore(source).is_dir():
        shutil.copytree(_filestore(source), _filestore(target), copy_function=os.link)


def _filestore(name: str) -> Path:
    return config.DATA / "filestore" / name


def source_mark() -> str:
    """The state of everything in our add-ons that is loaded into a database."""
    files = [
        path
        for addon in config.addons()
        for path in addon.rglob("*")
        if path.suffix in INSTALLED and not {"tests", "static"} & set(path.parts)
    ]
    return config.files_digest(files)


def _depends() -> list[str]:
    """Odoo's own modules that the add-on is built on."""
    own = {folder.name for folder in config.addons()}
    names = config.manifest(config.ROOT / config.ADDON).get("depends", [])
    assert isinstance(names, list)
    return sorted(set(names) - own)


def _assets_mark() -> str:
    """The state of what the browser gets from our add-ons."""
    folders = [addon / "static" for addon in config.addons()]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return f"assets {config.files_digest(files)}"


def template(*, demo: bool, assets: bool) -> str:
    """The name of an up-to-date template, made when it is missing."""
    with _alone_with_templates(demo):
        return _template(demo=demo, assets=assets)


def base(*, demo: bool) -> str:
    """The name of a database of Odoo's own modules, without the add-on; made when it is missing."""
    with _alone_with_templates(demo):
        return _base(demo=demo)


def _alone_with_templates(demo: bool) -> AbstractContextManager[None]:
    return alone("demo-template" if demo else "template")


def _kind(*, demo: bool, apps: bool) -> str:
    return f"sft_{config.CHECKOUT}_{'demo' if demo else 'apps' if apps else 'plain'}"


def _template(*, demo: bool, assets: bool, apps: bool = False) -> str:
    kind = _kind(demo=demo, apps=apps)
    base = _base_with_apps() if apps else _base(demo=demo)
    name = f"{kind}_full_{config.digest(base, source_mark())}"
    if not mark(name):
        _forget(f"{kind}_full_")
        with timed(f"installing {config.ADDON}{' with its demo data' if demo else ''}"):
            copy(base, name)
            _install(name, [config.ADDON], demo=demo)
    if assets and mark(name) != _assets_mark():
        with timed("building what the browser loads"):
            _build_assets(name)
    return name


def _base(*, demo: bool) -> str:
    kind = _kind(demo=demo, apps=False)
    name = f"{kind}_base_{config.digest(_depends(), odoo.version(), config.LANGUAGES)}"
    if not mark(name):
        _forget(f"{kind}_base_")
        with timed(f"making a database of Odoo's own modules{' with demo data' if demo else ''}"):
            _install(name, _depends(), demo=demo, languages=demo)
    return name


def _base_with_apps() -> str:
    """The base and other apps of Odoo; a step of its own, because they take as long again."""
    kind, base = _kind(demo=False, apps=True), _base(demo=False)
    name = f"{kind}_base_{config.digest(base, APPS)}"
    if not mark(name):
        _forget(f"{kind}_base_")
        with timed(f"adding {' and '.join(APPS)}"):
            copy(base, name)
            _install(name, APPS, demo=False)
    return name


def _forget(prefix: str) -> None:
    """Templates of an earlier state are of no use."""
    names = psql(f"select datname from pg_database where starts_with(datname, '{prefix}')")
    for name in names.split():
        drop(name)


def _install(name: str, modules: list[str], *, demo: bool, languages: bool = False) -> None:
    words = ["-d", name, "-i", ",".join(modules), "--stop-after-init", "--no-http"]
    words += ["--with-demo"] if demo else []
    words += [f"--load-language={','.join(config.LANGUAGES)}"] if languages else []
    command = odoo.command(*words, "--log-level=warn")
    run(command, f"Odoo cannot install {', '.join(modules)}", env=odoo.environment())
    set_mark(name, "complete")


def _build_assets(name: str) -> None:
    """The first page would build them, for half a minute; every copy has them from the start."""
    script = f"""
env["ir.qweb"]._pregenerate_assets_bundles()
for name in {LOADED_LATER}:
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)
    bundle.js(), bundle.css()
env.cr.commit()
"""
    shell = odoo.command("shell", "-d", name, "--no-http", "--log-level=warn")
    run(shell, "Odoo's assets cannot be built", env=odoo.environment(), stdin=script)
    set_mark(name, _assets_mark())


def fresh(name: str, *, demo: bool, assets: bool, apps: bool = False) -> None:
    """A new database of that name with the add-on; one that was there is replaced."""
    with _alone_with_templates(demo):
        source = _template(demo=demo, assets=assets, apps=apps)
        copy(source, name)
        set_mark(name, source_mark())


def update(name: str) -> None:
    """Bring the add-ons of an existing database up to date with the source."""
    if not exists(name):
        raise Stop(f"There is no database {name}: make db DB={name} makes one.")
    modules = ",".join(folder.name for folder in config.addons())
    words = ["-d", name, "-u", modules, "--stop-after-init", "--no-http", "--log-level=warn"]
    with timed(f"updating {name}"):
        run(odoo.command(*words), "the update failed", env=odoo.environment())
    set_mark(name, source_mark())
