"""Customers and their territories: all of them from nothing, and one whose address changes."""

import resource
from unittest.mock import patch

from benchmarks.measure import Goal, Measured, Stopwatch, alternate, benchmark
from benchmarks.territory_base import write_rules

GIB = 1 << 20  # as ru_maxrss has it: in kB
FORGOTTEN = (
    "DELETE FROM crm_territory_membership",
    "UPDATE res_partner SET territory_id = NULL WHERE is_sales_customer",
)
PLAIN_UPDATE = "UPDATE res_partner SET territory_id = %s WHERE is_sales_customer"


@benchmark("territory.assign", Goal("ratio", 8))
def assign(databases):
    """All customers to 200 zones, half areas of 500 points, half rules / an UPDATE of as many.

    What follows a move (opportunities, who may see whom) has figures of its own.
    """
    return alternate(
        lambda: forgotten(databases, lambda env: env["crm.territory"]._reassign()),
        lambda: forgotten(databases, plain_update),
        repeats=5,
    )


def plain_update(env):
    zone = env["crm.territory"].search([("code", "=", "bench")], limit=1)
    env.cr.execute(PLAIN_UPDATE, [zone.id])


def forgotten(databases, how):
    with databases.env("territories") as env:
        write_rules(env)
        for statement in FORGOTTEN:
            env.cr.execute(statement)
        env.invalidate_all()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        watch = Stopwatch()
        with (
            patch.object(env.registry["res.partner"], "_after_territory_moves", nothing),
            watch.running(),
        ):
            how(env)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before <= GIB
        return watch.seconds


def nothing(*_args):
    pass


@benchmark("territory.changed_customer", Goal("more", 6), "queries")
def changed_customer(databases):
    """One customer's postcode changes, and he moves / the same with nothing noted."""
    return compare(databases, "zip", ("00100", "01100"))


@benchmark("territory.unrelated_write", Goal("more", 0), "queries")
def unrelated_write(databases):
    """Something else of a customer changes / the same with nothing noted."""
    return compare(databases, "comment", ("one", "two"))


def compare(databases, name, values):
    with databases.env("territories") as env:
        write_rules(env)
        ours = count(env, name, values)
        Partner = env.registry["res.partner"]
        with (
            patch.object(Partner, "_note_territory", nothing),
            patch.object(Partner, "_note_people", nothing),
        ):
            return Measured(ours, count(env, name, values))


def count(env, name, values):
    """Return the queries of the last of three writes."""
    partner = env["res.partner"].search([("is_sales_customer", "=", True)], limit=1)
    for value in (*values, values[0]):
        env.cr.flush()
        before = env.cr.sql_log_count
        with patch.object(env.registry["res.partner"], "_after_territory_moves", nothing):
            partner.write({name: value})
            env.cr.flush()
    return env.cr.sql_log_count - before
