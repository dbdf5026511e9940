"""Problems and solutions as JSON and arrays: nothing in them is run when they are read."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..problem import (
    Occurrence,
    Offer,
    Planned,
    Problem,
    Series,
    Solution,
    Span,
    Unserved,
    WorkDay,
)

VERSION: Final = 1
Json = dict[str, Any]


def write_problem(problem: Problem, path: Path) -> None:
    """Write ``path``.json and ``path``.npz."""
    np.savez(path.with_suffix(".npz"), seconds=problem.seconds, metres=problem.metres)
    path.with_suffix(".json").write_text(json.dumps(_encode_problem(problem)), encoding="utf-8")


def read_problem(path: Path) -> Problem:
    """Return what was written."""
    with np.load(path.with_suffix(".npz"), allow_pickle=False) as tables:
        seconds, metres = tables["seconds"], tables["metres"]
    data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    if data["version"] != VERSION:
        raise ValueError(f"this problem was written in form {data['version']}, not {VERSION}")
    return Problem(
        days=tuple(_decode_day(one) for one in data["days"]),
        occurrences=tuple(_decode_occurrence(one) for one in data["occurrences"]),
        seconds=seconds,
        metres=metres,
        series=tuple(_decode_series(one) for one in data["series"]),
        funnel_seconds={(year, week): most for year, week, most in data["funnel_seconds"]},
        balance=data["balance"],
        moved=data["moved"],
    )


def encode_solution(solution: Solution) -> Json:
    """Return a solution as JSON has it."""
    return {
        "version": VERSION,
        "planned": [
            [one.key, one.day, one.order, one.start, one.travel_seconds, one.travel_metres]
            for one in solution.planned
        ],
        "unserved": [[one.key, one.cause, one.other] for one in solution.unserved],
        "cost": solution.cost,
        "engine": solution.engine,
        "seed": solution.seed,
        "iterations": solution.iterations,
        "seconds": solution.seconds,
        "stopped": solution.stopped,
    }


def decode_solution(data: Mapping[str, Any]) -> Solution:
    """Return a solution from JSON."""
    return Solution(
        planned=tuple(Planned(*one) for one in data["planned"]),
        unserved=tuple(Unserved(*one) for one in data["unserved"]),
        cost=data["cost"],
        engine=data["engine"],
        seed=data["seed"],
        iterations=data["iterations"],
        seconds=data["seconds"],
        stopped=data["stopped"],
    )


def _encode_problem(problem: Problem) -> Json:
    return {
        "version": VERSION,
        "days": [_encode_day(one) for one in problem.days],
        "occurrences": [_encode_occurrence(one) for one in problem.occurrences],
        "series": [
            {
                "keys": one.keys,
                "period": one.period,
                "least_gap": one.least_gap,
                "largest_gap": one.largest_gap,
                "before": _day(one.before),
                "after": _day(one.after),
            }
            for one in problem.series
        ],
        "funnel_seconds": [[*week, most] for week, most in problem.funnel_seconds.items()],
        "balance": problem.balance,
        "moved": problem.moved,
    }


def _encode_day(day: WorkDay) -> Json:
    return {
        "date": _day(day.date),
        "start": day.start,
        "end": day.end,
        "origin": day.origin,
        "destination": day.destination,
        "busy": _encode_spans(day.busy),
        "longest": day.longest,
        "most_visits": day.most_visits,
        "is_frozen": day.is_frozen,
    }


def _decode_day(data: Json) -> WorkDay:
    return WorkDay(
        **data | {"date": date.fromisoformat(data["date"]), "busy": _decode_spans(data["busy"])}
    )


def _encode_occurrence(one: Occurrence) -> Json:
    return {
        "key": one.key,
        "customer": one.customer,
        "place": one.place,
        "service": one.service,
        "offers": [[offer.day, _encode_spans(offer.windows)] for offer in one.offers],
        "worth": one.worth,
        "target": _day(one.target),
        "origin": one.origin,
        "is_fixed": one.is_fixed,
        "current": one.current,
    }


def _decode_occurrence(data: Json) -> Occurrence:
    return Occurrence(
        **data
        | {
            "offers": tuple(Offer(day, _decode_spans(spans)) for day, spans in data["offers"]),
            "target": _date(data["target"]),
            "current": tuple(data["current"]) if data["current"] else None,
        }
    )


def _decode_series(data: Json) -> Series:
    return Series(
        **data
        | {
            "keys": tuple(data["keys"]),
            "before": _date(data["before"]),
            "after": _date(data["after"]),
        }
    )


def _encode_spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[one.start, one.end] for one in spans]


def _decode_spans(spans: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in spans)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
