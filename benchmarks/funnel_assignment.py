"""Queries of Odoo's lead assignment: not one more."""

import random
from contextlib import contextmanager

from odoo.modules import module

from benchmarks.measure import Goal, Measured, benchmark

LEADS = 200
PEOPLE = 6
WARM_UP = 20


@benchmark("funnel.assignment_queries", Goal("more", 0), "queries")
def assignment(databases):
    """200 new leads to two teams and six people."""
    return Measured(assign(databases, "ours"), assign(databases, "plain"))


@benchmark("funnel.assignment_queries_staged", Goal("more", 0), "queries")
def assignment_staged(databases):
    """The same where leads follow their stage."""
    return Measured(assign(databases, "staged"), assign(databases, "plain"))


def assign(databases, which):
    """Return the queries of the second of two runs: new teams empty the caches."""
    with databases.env(which) as env:
        teams = prepare(env)
        run(env, teams, range(WARM_UP))
        return run(env, teams, range(WARM_UP, WARM_UP + LEADS))


def run(env, teams, numbers):
    quiet = env(context={"tracking_disable": True})
    quiet["crm.lead"].create([lead_values(number) for number in numbers])
    env.cr.flush()
    env.invalidate_all()
    random.seed(1940)
    before = env.cr.sql_log_count
    with without_commits():
        teams._action_assign_leads(force_quota=True)
        env.cr.flush()
    return env.cr.sql_log_count - before


def prepare(env):
    """Make two teams with three people each."""
    env["ir.config_parameter"].set_param("crm.lead.auto.assignment", "True")
    quiet = env(context={"no_reset_password": True, "tracking_disable": True})
    group = env.ref("sales_team.group_sale_salesman")
    teams = quiet["crm.team"].create([{"name": f"Assigned {n}"} for n in range(2)])
    people = quiet["res.users"].create(
        [
            {"name": f"Person {n}", "login": f"assigned.{n}", "group_ids": [(4, group.id)]}
            for n in range(PEOPLE)
        ]
    )
    quiet["crm.team.member"].create(
        [
            {"user_id": person.id, "crm_team_id": teams[n % 2].id, "assignment_max": 60}
            for n, person in enumerate(people)
        ]
    )
    return teams.with_env(env)


def lead_values(number):
    return {
        "name": f"Unassigned {number}",
        "type": "lead",
        "team_id": False,
        "user_id": False,
        "email_from": f"person{number}@company{number // 2}.example.com",
        "expected_revenue": 100.0 * number,
    }


@contextmanager
def without_commits():
    """Let assignment believe it is tested: else it commits in the middle."""
    module.current_test = True
    try:
        yield
    finally:
        module.current_test = False
