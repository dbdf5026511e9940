"""The databases benchmarks run on: with the add-on and without, small and with a million leads.

"Without" is the same Odoo with the same modules but ours. The big ones are made once and kept in
the cluster; the add-on is installed on a copy of plain Odoo, as a company with data would.

- million_plain, million: a million opportunities
- logged_plain, logged: a quarter of them, with a million tracked changes in Odoo's log
- customers_plain, customers: 100,000 customers and a million contacts with them
- territories: the million, their customers and 80,000 more in 200 zones
- reports: the customers, with a million call reports
- past: the million, each with six states in its history
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg2

from benchmarks import (
    customer_base,
    gated,
    million,
    odoo_env,
    past,
    report_base,
    territory_base,
)
from dev import config, databases, odoo
from dev.say import run, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odoo.api import Environment

PREFIX = f"sft_{config.CHECKOUT}_bench"
FULL = 1_000_000
ROLLED_BACK = ("crm_lead", "crm_lead_history", "mail_message", "mail_tracking_value")


@dataclass(frozen=True)
class Big:
    """A database that is kept: a copy of another one, to which something is done.

    :ivar source: the one it is a copy of; empty for the template of plain Odoo
    :ivar state: of what is done; another one makes the database anew
    :ivar has_addon: whether it is brought up to date with the source of the add-on
    """

    source: str
    state: str
    steps: tuple[Callable[[Databases, str], None], ...]
    has_addon: bool = False


class Databases:
    """Makes databases when they are first asked for; the small ones are gone at the end."""

    def __init__(self, scale: float, data: str) -> None:
        self.leads = max(int(FULL * scale), 2000)
        self.data = data
        self._small: dict[str, str] = {}
        self._kept: dict[str, str] = {}

    # ------------------------------------------------------------------ asked for by benchmarks

    @contextmanager
    def env(self, which: str) -> Iterator[Environment]:
        """Open "ours", "plain", one of SMALL or one of BIG; leaving rolls back."""
        with odoo_env.environment(self.name(which)) as env:
            yield env

    def name(self, which: str) -> str:
        """Return a database's name, made if it is not there."""
        if which in BIG:
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
            databases.fresh(name, demo=False, assets=which in SHOWN)
        if which in SMALL:
            self._commit(name, SMALL[which])
        self._keep_statistics(name)
        return name

    @staticmethod
    def _keep_statistics(name: str) -> None:
        """Let no autovacuum tell the planner that a table is empty since we rolled back."""
        with odoo_env.environment(name) as env:
            for table in ROLLED_BACK:
                env.cr.execute(f"ALTER TABLE IF EXISTS {table} SET (autovacuum_enabled = false)")
            env.cr.commit()

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
        if which not in self._kept:
            self._kept[which] = self._make_big(which)
        return self._kept[which]

    def _make_big(self, which: str) -> str:
        """Return the kept database; one of an earlier source is updated, as a company's."""
        big = BIG[which]
        source = self._big(big.source) if big.source else self.base()
        kind = f"{PREFIX}_{which}{self.leads}_"
        name = f"{kind}{config.digest(source, big.state)}"
        state = databases.source_mark() if big.has_addon else "complete"
        if databases.mark(name):
            if databases.mark(name) != state:
                databases.update(name)
            return name
        self._forget(kind)
        odoo_env.close()
        with timed(f"making {which}: {self.leads:,} opportunities, or values of the log"):
            databases.copy(source, name)
            for do in big.steps:
                do(self, name)
            self._tidy(name)
        databases.set_mark(name, state)
        return name

    def generate(self, name: str) -> None:
        """Make the opportunities."""
        self._commit(name, lambda env: million.generate(env, self.leads))

    def generate_logged(self, name: str) -> None:
        """Make fewer, with the log of their changes."""
        self._commit(name, lambda env: million.generate(env, self.leads // past.VALUES))
        self._commit(name, past.write_log)

    def generate_customers(self, name: str) -> None:
        """Make customers, contacts and opportunities."""
        self._commit(name, lambda env: customer_base.generate(env, self.leads / FULL))

    def make_customers(self, name: str) -> None:
        """Let the add-on know them as customers."""
        self._commit(name, customer_base.make_customers)

    def write_reports(self, name: str) -> None:
        """Report on the customers."""
        self._commit(name, lambda env: report_base.generate(env, self.leads))

    def cut_territories(self, name: str) -> None:
        """Cut the market into zones."""
        self._commit(name, lambda env: territory_base.generate(env, self.leads / FULL))

    def install(self, name: str) -> None:
        """Install the add-on."""
        with timed(f"installing {config.ADDON}"):
            self._vacuum(name, "VACUUM (ANALYZE)")
            words = ("-d", name, "-i", config.ADDON, "--stop-after-init", "--no-http")
            command = odoo.command(*words, "--log-level=warn")
            run(command, f"{config.ADDON} cannot be installed", env=odoo.environment())

    def follow_stages(self, name: str) -> None:
        """Let the opportunities follow their stages, and their histories know it."""
        self._commit(name, million.follow_stages)
        self._commit(name, lambda env: env["crm.lead.history"]._check())

    def lengthen(self, name: str) -> None:
        """Give each opportunity a long history."""
        self._commit(name, past.lengthen)

    def narrow(self, name: str) -> None:
        """Switch the narrow view on."""
        self._commit(name, territory_base.narrow)

    def _tidy(self, name: str) -> None:
        """Leave all tables as compact and as well known to the planner."""
        self._vacuum(name, "VACUUM (FULL, ANALYZE) crm_lead", "VACUUM (ANALYZE)")

    @staticmethod
    def _vacuum(name: str, *statements: str) -> None:
        connection = psycopg2.connect(dbname=name)
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)
        connection.close()

    @staticmethod
    def _forget(prefix: str) -> None:
        query = f"select datname from pg_database where starts_with(datname, '{prefix}')"
        for name in databases.psql(query).split():
            databases.drop(name)


# What is done to a small database that has the add-on.
SMALL = {"staged": million.follow_stages, "gated": gated.make_gated}
# Small ones that a browser is shown: it waits for no building of scripts and styles.
SHOWN = ("placed",)
BIG = {
    "million_plain": Big("", million.STATE, (Databases.generate,)),
    "million": Big("million_plain", "", (Databases.install, Databases.follow_stages), True),
    "logged_plain": Big("", million.STATE + past.STATE_OF_LOG, (Databases.generate_logged,)),
    "logged": Big("logged_plain", "", (Databases.install,), True),
    "customers_plain": Big(
        "", million.STATE + customer_base.STATE, (Databases.generate_customers,)
    ),
    "customers": Big("customers_plain", "", (Databases.install, Databases.make_customers), True),
    "reports": Big("customers", report_base.STATE, (Databases.write_reports,), True),
    "territories": Big("million", territory_base.STATE, (Databases.cut_territories,), True),
    "narrow": Big("territories", "", (Databases.narrow,), True),
    "past": Big("million", past.STATE_OF_LONG, (Databases.lengthen,), True),
}
