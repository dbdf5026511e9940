"""Searches for the tests of the runner: run in another process, without Odoo."""

import os
import resource
import sys
import time

from planning.visits.problem import Planned, Solution, Unserved


def plan(problem, limits, seed, start=None):
    """Serve one visit more every 20 ms; tell of each."""
    since = time.monotonic()
    done = len(start.planned) if start else 0
    iteration = 0
    while True:
        stopped = limits.reached(iteration, since)
        result = _solution(problem, done, seed, iteration, time.monotonic() - since, stopped)
        if stopped:
            return result
        limits.report(result)
        time.sleep(0.02)
        iteration += 1
        done = min(done + 1, len(problem.occurrences))


def _solution(problem, done, seed, iteration, seconds, stopped):
    visits = [
        Planned(one.key, one.offers[0].day, 0, one.offers[0].windows[0].start, 60, 1000)
        for one in problem.occurrences
    ]
    rest = tuple(Unserved(one.key, "full") for one in visits[done:])
    return Solution(
        tuple(visits[:done]),
        rest,
        float(len(rest)),
        "stand-in",
        seed,
        iteration,
        seconds,
        stopped or "done",
    )


def fail(_problem, _limits, _seed):
    raise ValueError("nothing goes")


def eat(_problem, _limits, _seed):
    """Take memory until there is none."""
    bytearray(16 << 30)


def burn(_problem, _limits, _seed):
    """Compute without ever asking whether to end."""
    while True:
        pass


def crash(problem, limits, seed):
    limits.report(_solution(problem, 1, seed, 1, 0.1, None))
    os.abort()


def look(_problem, _limits, _seed):
    """Tell what is loaded, and what the process may see."""
    loaded = sorted(name for name in sys.modules if name.partition(".")[0] == "odoo")
    secrets = sorted(name for name in os.environ if name.startswith("PG"))
    raise ValueError(f"{loaded} {secrets} {os.getsid(0) == os.getpid()} {os.nice(0)}")


def tell_limits(_problem, _limits, _seed):
    cpu, memory = resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_AS)
    raise ValueError(f"{cpu[0]} {memory[0]}")
