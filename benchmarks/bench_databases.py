"""The databases benchmarks run on: with the add-on and without, small and with a million leads.

"Without" is the same Odoo with the same modules but ours. The million is made once and kept in
the cluster; the add-on is then installed on a copy of it, as a company with data would.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg2

from benchmarks import million, odoo_env
from dev import config, databases, odoo
from dev.say import run, timed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odoo.api import Environment

PREFIX = f"sft_{config.CHECKOUT}_bench"
FULL = 1_000_000


class Databases:
    """Makes databases when they are first asked for; the small ones are gone at the end."""

    def __init__(self, scale: float, data: str) -> None:
        self.leads = max(int(FULL * scale), 2000)
        self.data = data
        self._small: dict[str, str] = {}
        self._million: dict[str, str] = {}

    # ------------------------------------------------------------------ asked for by benchmarks

    @contextmanager
    def env(self, which: str) -> Iterator[Environment]:
        """Open "ours", "plain", "staged", "million" or "million_plain"; leaving rolls back."""
        with odoo_env.environment(self.name(which)) as env:
            yield env

    def name(self, which: str) -> str:
        """Return a database's name, made if it is not there."""
        if which.startswith("million"):
            return self._big(which)
        if which not in self._small:
            self._small[which] = self._make_small(which)
        return self._small[which]

    def execute(self, which: str, statement: str) -> None:
        """Run a statement that cannot be part of a transaction."""
        connection = psycopg2.connect(dbname=self.name(which))
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def drop_small(self) -> None:
        """Remove what only this run used."""
        odoo_env.close()
        for name in self._small.values():
            databases.drop(name)

    # ------------------------------------------------------------------ small

    def _make_small(self, which: str) -> str:
        name = f"{PREFIX}_{which}_{odoo.free_port()}"
        if which.startswith("plain"):
            databases.copy(self.base(), name)
        else:
            databases.fresh(name, demo=False, assets=False)
        if which == "staged":
            self._commit(name, million.follow_stages)
        return name

    @staticmethod
    def base() -> str:
        """Return the template with Odoo's own modules only."""
        databases.template(demo=False, assets=False)
        prefix = f"sft_{config.CHECKOUT}_plain_base_"
        found = databases.psql(
            f"select datname from pg_database where starts_with(datname, '{prefix}')"
        )
        return found.split()[0]

    @staticmethod
    def _commit(name, action) -> None:
        with odoo_env.environment(name) as env:
            action(env)
            env.cr.commit()

    # ------------------------------------------------------------------ big

    def _big(self, which: str) -> str:
        if which not in self._million:
            make = self._make_million if which == "million" else self._make_million_plain
            self._million[which] = make()
        return self._million[which]

    def _make_million_plain(self) -> str:
        base = self.base()
        kind = f"{PREFIX}_plain{self.leads}_"
        name = f"{kind}{config.digest(base, million.STATE)}"
        if databases.mark(name):
            return name
        self._forget(kind)
        with timed(f"making {self.leads:,} opportunities on plain Odoo"):
            databases.copy(base, name)
            self._commit(name, lambda env: million.generate(env, self.leads))
            self._tidy(name)
        return name

    def _make_million(self) -> str:
        """Return the copy with the add-on; one of an earlier source is updated, as a company's."""
        plain = self.name("million_plain")
        kind = f"{PREFIX}_ours{self.leads}_"
        name = f"{kind}{config.digest(plain)}"
        if databases.mark(name):
            if databases.mark(name) != databases.source_mark():
                databases.update(name)
            return name
        self._forget(kind)
        odoo_env.close()
        with timed(f"installing {config.ADDON} on {self.leads:,} opportunities"):
            databases.copy(plain, name)
            words = ("-d", name, "-i", config.ADDON, "--stop-after-init", "--no-http")
            command = odoo.command(*words, "--log-level=warn")
            run(command, f"{config.ADDON} cannot be installed", env=odoo.environment())
        with timed("letting them follow their stages"):
            self._commit(name, million.follow_stages)
        with timed("tidying up"):
            self._tidy(name)
        databases.set_mark(name, databases.source_mark())
        return name

    @staticmethod
    def _tidy(name: str) -> None:
        """Leave both tables as compact and as well known to the planner."""
        connection = psycopg2.connect(dbname=name)
        connection.autocommit = True
        connection.cursor().execute("VACUUM (FULL, ANALYZE) crm_lead")
        connection.cursor().execute("VACUUM (ANALYZE)")
        connection.close()
        databases.set_mark(name, "complete")

    @staticmethod
    def _forget(prefix: str) -> None:
        query = f"select datname from pg_database where starts_with(datname, '{prefix}')"
        for name in databases.psql(query).split():
            databases.drop(name)
