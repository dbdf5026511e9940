"""Weighted amounts after Odoo's own scoring job: stale on plain Odoo, right with the add-on."""

from benchmarks import million
from benchmarks.funnel_assignment import without_commits
from benchmarks.measure import Goal, Measured, benchmark

LEADS = 10_000
STALE = """
SELECT count(*) FROM crm_lead
WHERE abs(COALESCE(prorated_revenue, 0) - expected_revenue * probability::numeric / 100) > 0.01
"""


@benchmark("funnel.scoring_stale", Goal("none"), "stale amounts")
def scoring(databases):
    """Of 10,000 opportunities, 4,000 of them open; one job."""
    return Measured(count_stale(databases, "ours"), count_stale(databases, "plain"))


def count_stale(databases, which):
    with databases.env(which) as env:
        million.generate(env, LEADS)
        env["ir.config_parameter"].set_param("crm.pls_start_date", "2000-01-01")
        env.cr.execute(STALE)
        assert env.cr.fetchone() == (0,), "stale before the job"
        with without_commits():
            env["crm.lead"]._cron_update_automated_probabilities()
        env.cr.execute(STALE)
        return env.cr.fetchone()[0]
