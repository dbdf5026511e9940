"""Bring the Maven CRM export into a database and prove the forecast, to the cent.

Run by ``make maven DATA=<folder> DB=<name>``. Three steps: the report of every row that is not as
it should be; the import, through the same ``load`` as *Favorites > Import records*; the
forecast pivot against figures computed from the files alone (``maven_expect.py``).
"""

import os
import sys
import time

from benchmarks import (
    maven_check,
    maven_compare,
    maven_data,
    maven_expect,
    maven_forecast,
    maven_funnel,
    maven_plan,
    maven_report,
    odoo_env,
)
from dev import databases
from dev.say import Stop, step

BATCH = 1000  # rows for one load: it stops after ten errors and undoes everything it was given
REPORT = odoo_env.ROOT / ".dev" / "maven_report.csv"
# What the import dialog sets; and no invitation mails to people who do not exist.
IMPORT = {"import_file": True, "tracking_disable": True, "no_reset_password": True}


def main():
    folder = maven_data.find_folder(os.environ.get("DATA", ""))
    database = databases.named()
    make_database(database)
    odoo_env.start()
    with odoo_env.environment(database) as env:
        data = check(env, folder)
        bring_in(env, data)
        env.cr.commit()
        return prove(env, folder)


def make_database(database):
    """Make the database from the template, or bring the one of that name up to date."""
    if not databases.exists(database):
        databases.fresh(database, demo=False, assets=False)
    elif databases.mark(database) != databases.source_mark():
        databases.update(database)


# ---------------------------------------------------------------------- 1. the report


def check(env, folder):
    """Check every row of every file; print and keep the report."""
    tables = maven_data.read_folder(folder)
    grid = maven_data.read_grid(folder / maven_data.DICTIONARY)
    countries = set(env["res.country"].search([]).mapped("name"))
    data = maven_check.clean(tables, countries, grid)
    maven_report.write_csv(data.findings, REPORT)
    counts = {name: len(rows) for name, rows in tables.items()}
    counts[maven_data.DICTIONARY] = len(grid)
    complete = bool(os.environ.get("ALL"))
    for line in maven_report.lines(data.findings, counts, complete=complete):
        print(line)
    print(f"Every one of the {len(data.findings):,} findings: {REPORT.relative_to(odoo_env.ROOT)}")
    return data


# ---------------------------------------------------------------------- 2. the import


def bring_in(env, data):
    """Load everything; a row that was brought in before is left as it is now."""
    env = env(context={**env.context, **IMPORT, "tz": company_time_zone(env)})
    for sheet in maven_plan.people_and_teams(data):
        load(env, sheet)
    stages = maven_funnel.set_up(env, team_ids(env, data))
    for sheet in maven_plan.catalogue_and_customers(data):
        load(env, sheet)
    for sheet in maven_plan.opportunities(data, stages):
        load(env, sheet)
    load(env, maven_plan.product_lines(data))


def company_time_zone(env):
    """Return the zone in which the company counts days: the files' days are meant in it."""
    return env["res.company"]._time_zones()[env.company.id]


def team_ids(env, data):
    names = {name for agent in data.agents for name in (agent.manager, agent.office) if name}
    return [env.ref(maven_plan.external_id("team", name)).id for name in sorted(names)]


def load(env, sheet):
    """Load a sheet in batches; the first message ends the run with the row it is about."""
    start = time.monotonic()
    present = existing(env, sheet)
    rows = [row for row in sheet.rows if sheet.is_update or row[0] not in present]
    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        result = env[sheet.model].load(list(sheet.fields), [list(row) for row in batch])
        for message in result["messages"]:
            row = batch[message.get("rows", {}).get("from", 0)]
            raise Stop(f"{sheet.title}: {row[0]}: {message['message']}")
    kept = f", {len(present):,} were there" if present and not sheet.is_update else ""
    step(f"{sheet.title}: {len(rows):,} brought in{kept} ({time.monotonic() - start:.1f} s)")


def existing(env, sheet):
    """Return those external IDs of a sheet that the database has."""
    names = [row[0].partition(".")[2] for row in sheet.rows]
    found = env["ir.model.data"].search_fetch(
        [("module", "=", "__import__"), ("name", "in", names)], ["name"]
    )
    return {f"__import__.{name}" for name in found.mapped("name")}


# ---------------------------------------------------------------------- 3. the proof


def prove(env, folder):
    """Compare pivot and files by manager and month; return the exit code."""
    env.invalidate_all()
    expected = maven_expect.figures(folder)
    different = 0
    for which, title in (("forecast", "Won and open"), ("lost", "Lost")):
        comparison = maven_compare.compare(maven_forecast.cells(env, which), expected[which])
        print(f"\n{title}, by manager and month: the forecast pivot (ours) against the files")
        for line in maven_compare.table(comparison):
            print(line)
        different += sum(not cell.equal for cell in comparison)
    print(f"\n{'EQUAL to the cent' if not different else f'{different} cells DIFFER'}")
    return 1 if different else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Stop, maven_data.DataError) as reason:
        sys.exit(str(reason))
