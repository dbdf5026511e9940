"""Quarter, month, week, day through Odoo's own models: a rep with 300 customers at real places.

Plans are made, approved by the leader, published; then a Tuesday is off sick, and a day is put in
its best order. Every search is checked by ``visits_checker``, the week with the times that stand
in its visits; what else must hold is read from the records by ``levels_records``. ``SCALE``
shortens the searches, to try things out.
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks import levels_records, levels_story, visits_checker
from benchmarks.measure import Goal, Measured, benchmark
from dev.say import step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.bench_databases import Databases
    from benchmarks.levels_story import Story

SECONDS = {"quarter": 60, "month": 15, "week": 5}
MOST_WAITING = 600


@dataclass
class Proof:
    """What planning all levels has come to."""

    story: Story
    scale: float
    wrong: list[str] = field(default_factory=list)
    searches: list[tuple[Any, Any, Any]] = field(default_factory=list)
    checked: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: float = 0.0  # share of the other days' visits that a sick Tuesday changes

    def fault(self, sentences: Any) -> None:
        """Keep and tell what is wrong."""
        for sentence in sentences:
            step(f"WRONG: {sentence}")
            self.wrong.append(sentence)


@benchmark("planning.levels_wrong", Goal("more", 0), "sentences")
def wrong(databases: Databases) -> Measured:
    """What the checkers find wrong in plans of all levels."""
    return Measured(len(prove(databases).wrong), 0)


@benchmark("planning.levels_unserved", Goal("ratio", 1), "% of the quarter")
def unserved(databases: Databases) -> Measured:
    """Visits of the quarter that find no place; every one has its reason."""
    (checked,) = prove(databases).checked["quarter"]
    return Measured(100 * checked.unserved / checked.due, 0.5)


@benchmark("planning.levels_gaps", Goal("ratio", 1), "% off")
def gaps(databases: Databases) -> Measured:
    (checked,) = prove(databases).checked["quarter"]
    return Measured(100 * checked.uneven_share, 3)


@benchmark("planning.levels_sick", Goal("ratio", 1), "% of others changed")
def sick(databases: Databases) -> Measured:
    return Measured(100 * prove(databases).changed, 20)


@cache
def prove(databases: Databases) -> Proof:
    """Plan everything, once for all figures."""
    with databases.env("ours") as env:
        return play(env, min(1.0, databases.leads / 1_000_000))


def play(env: Any, scale: float) -> Proof:
    """Plan quarter, months, weeks and a day, and check each."""
    proof = Proof(levels_story.tell(env), scale)
    first = proof.story.first
    with captured(proof):
        plan_level(proof, "quarter", first)
        for number in range(2):
            plan_level(proof, "month", (first + timedelta(days=31 * number)).replace(day=1))
        for number in (-1, 0):
            plan = plan_level(proof, "week", proof.story.monday + timedelta(weeks=number))
        fall_ill(proof, plan)
        order_day(proof, plan)
        close(proof, plan)
    return proof


# ---------------------------------------------------------------------- a plan, from draft to force


def plan_level(proof: Proof, kind: str, first: Any) -> Any:
    """Make, search, have approved and publish a plan; check it at every step."""
    story = proof.story
    Plan = story.env["crm.visit.plan"].with_user(story.rep)
    plan = Plan.create(
        {
            "kind": kind,
            "date_from": first,
            "free_half_days": levels_story.HALF_DAYS,
            "seconds_limit": max(1, round(SECONDS[kind] * proof.scale)),
        }
    )
    since = time.monotonic()
    search(proof, plan)
    visits = plan.visit_ids
    tell(plan, proof.checked[kind][-1], time.monotonic() - since)
    plan.action_submit()
    plan.with_user(story.leader).action_approve()
    plan.action_publish()
    if plan.state != "running" or (kind == "week" and not all(visits.mapped("event_id"))):
        proof.fault([f"{plan.display_name} was not published"])
    check_records(proof, plan)
    return plan


def search(proof: Proof, plan: Any) -> None:
    """Run a search in its own process, and check what it finds."""
    plan.action_plan()
    until = time.monotonic() + MOST_WAITING
    while (found := plan.poll_run())["state"] == "running" and time.monotonic() < until:
        time.sleep(0.2)
    if found["state"] != "done":
        raise RuntimeError(f"{plan.display_name}: the search is {found}")
    problem, sources, solution = proof.searches[-1]
    if plan.kind == "week":
        solution = as_written(proof, plan, problem, sources, solution)
    else:
        proof.fault(not_written(plan, problem, sources, solution))
    checked = visits_checker.check(problem, solution)
    proof.checked[plan.kind].append(checked)
    proof.fault(checked.wrong)
    proof.fault(f"{plan.display_name}: appointment {key} is missed" for key in checked.missed)


def tell(plan: Any, checked: visits_checker.Checked, seconds: float) -> None:
    """Say how a plan looks."""
    told = plan.feasibility["total"]
    causes = plan.shortfall_ids.grouped("cause")
    step(
        f"{plan.display_name}: {plan.verdict} ({told['needed']} of {told['available']} h); "
        f"{plan.due_count} due, {plan.planned_count} planned, {plan.unserved_count} not served "
        f"{ {cause: len(rows) for cause, rows in causes.items()} }; "
        f"{checked.uneven} of {checked.gaps} gaps off, {checked.travel_hours:.1f} h of travel, "
        f"spread {checked.spread:.3f}; {plan.run_engine}, {plan.run_iterations} iterations, "
        f"{seconds:.0f} s"
    )


def check_records(proof: Proof, plan: Any) -> None:
    """Check what stands in the records after a plan."""
    proof.fault(levels_records.counted(plan))
    proof.fault(levels_records.followed(plan))
    proof.fault(levels_records.fixed(proof.story))
    proof.fault(levels_records.mailed(proof.story))
    if plan.kind == "week":
        proof.fault(levels_records.week(proof.story, plan, levels_story.HALF_DAYS))


@contextmanager
def captured(proof: Proof) -> Iterator[None]:
    """Keep what searches find, as it is handed to the models."""
    Plan = proof.story.env.registry["crm.visit.plan"]
    apply = Plan._apply_solution

    def keep(plan: Any, problem: Any, sources: Any, solution: Any) -> None:
        proof.searches.append((problem, sources, solution))
        apply(plan, problem, sources, solution)

    with patch.object(Plan, "_apply_solution", keep):
        yield


# ---------------------------------------------------------------------- what was written of it


def find_written(plan: Any, sources: Any, solution: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (planned, its record) of what was found; the record is empty where it is lost."""
    env, made = plan.env, defaultdict(list)
    visits = plan.visit_ids.filtered(lambda one: one.is_generated and not one.upper_plan_id)
    for visit in visits.sorted(lambda one: (one.start or one.window_from, one.id)):
        made[visit.partner_id.id, visit.origin].append(visit)
    for one in sorted(solution.planned, key=lambda one: (one.day, one.start)):
        kind, key = sources["sources"][str(one.key)]
        if kind in ("customer", "funnel"):
            whom = key if kind == "customer" else _customer_of(env, key)
            rows = made[whom, "cadence" if kind == "customer" else "funnel"]
            yield one, rows.pop(0) if rows else env["crm.visit"]
        else:
            yield one, env["crm.visit" if key > 0 else "calendar.event"].browse(abs(key)).exists()


def _customer_of(env: Any, lead_id: int) -> int:
    return env["crm.lead"].browse(lead_id).partner_id.commercial_partner_id.id


def not_written(plan: Any, problem: Any, sources: Any, solution: Any) -> Iterator[str]:
    """Tell whose visit does not stand in the month or week on which it was found a place."""
    for one, record in find_written(plan, sources, solution):
        day = problem.days[one.day].date
        if not record:
            yield f"{plan.display_name}: the visit {one.key} on {day} was not written"
            continue
        waits = record._name == "crm.visit" and not record.start
        if waits and not record.window_from <= day <= record.window_to:
            yield f"{plan.display_name}: {record.display_name} on {day}: {record.window_from}"


def as_written(proof: Proof, plan: Any, problem: Any, sources: Any, solution: Any) -> Any:
    """Return a solution with the times and the order in which visits stand in Odoo."""
    days = {day.date: number for number, day in reversed(list(enumerate(problem.days)))}
    planned = []
    for one, record in find_written(plan, sources, solution):
        if not record:
            proof.fault([f"{plan.display_name}: the visit {one.key} was not written"])
            continue
        start = proof.story.clock(record.start)
        seconds = start.hour * 3600 + start.minute * 60 + start.second
        day = one.day if problem.days[one.day].date == start.date() else days[start.date()]
        if record._name == "crm.visit":
            way = {
                "order": record.sequence - 1,
                "travel_seconds": 60 * record.travel_minutes,
            }
        else:
            way = {}
        planned.append(replace(one, day=day, start=seconds, **way))
    return replace(solution, planned=tuple(planned))


# ---------------------------------------------------------------------- once it is in force


def fall_ill(proof: Proof, plan: Any) -> None:
    """Take a Tuesday off after some visits were frozen: the others hardly change."""
    story = proof.story
    tuesday = plan.date_from + timedelta(days=1)
    visits = plan.visit_ids.filtered(lambda one: one.start)
    by_day = {one: one._get_day() for one in visits}
    others = visits.filtered(lambda one: by_day[one] != tuesday)
    frozen = others[:: max(1, len(others) // 3)][:3]
    frozen.is_frozen = True
    before = {one: one.start for one in visits}
    action = plan.action_day_off(tuesday)
    proposal = story.env["crm.visit.replan"].with_user(story.rep).browse(action["res_id"])
    lines = proposal.line_ids
    proof.fault(
        f"{line.visit_id.display_name} changes, nobody says why"
        for line in lines
        if not line.reason
    )
    step(f"sick on {tuesday}: {proposal.headline} Of {len(visits) - len(others)} visits of the day")
    proposal.action_apply()
    moved = others.filtered(lambda one: one.start != before[one])
    proof.changed = len(moved) / len(others)
    proof.fault(f"{one.display_name} was frozen and moved" for one in frozen & moved)
    day = [one for one in levels_records.agenda(story, plan) if one[0].date() == tuesday]
    proof.fault(
        f"{customer.name} is still visited on {tuesday}"
        for _start, _stop, customer, visit in day
        if visit and visit not in story.fixed
    )
    check_force(proof, plan)


def order_day(proof: Proof, plan: Any) -> None:
    """Put the Wednesday into its best order."""
    wednesday = plan.date_from + timedelta(days=2)
    Plan = plan.env["crm.visit.plan"]
    step(Plan.order_visit_day(wednesday.isoformat(), plan.user_id.id)["sentence"])
    check_force(proof, plan)


def check_force(proof: Proof, plan: Any) -> None:
    """Check a week in force: its visits, its events, nobody mailed."""
    story = proof.story
    proof.fault(levels_records.fixed(story))
    proof.fault(levels_records.week(story, plan, 0))
    proof.fault(levels_records.mailed(story))
    for visit in plan.visit_ids.filtered("event_id"):
        if (visit.event_id.start, visit.event_id.stop) != (visit.start, visit.stop):
            proof.fault([f"{visit.display_name} stands elsewhere in the calendar"])


def close(proof: Proof, plan: Any) -> None:
    """Take a week back that nobody has begun: its events go, nobody is mailed."""
    plan.action_unpublish()
    left = plan.visit_ids.event_id.filtered("active")
    made = left.filtered(lambda event: event.res_model == "crm.visit")
    proof.fault(f"{event.display_name} stays in the calendar" for event in made)
    proof.fault(levels_records.mailed(proof.story))
