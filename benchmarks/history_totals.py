"""Today's totals, of a million leads: what questions to the history are measured against."""

from benchmarks.measure import Stopwatch

TODAY = """
SELECT stage_id, user_id, count(*), sum(expected_revenue), sum(prorated_revenue)
FROM crm_lead GROUP BY stage_id, user_id
"""


def measure(databases, which, how):
    """Return the seconds of something in a database of its own transaction."""
    with databases.env(which) as env:
        watch = Stopwatch()
        with watch.running():
            how(env)
        return watch.seconds


def today(env):
    """Ask for the totals by stage and salesperson."""
    env.cr.execute(TODAY)
    env.cr.fetchall()
