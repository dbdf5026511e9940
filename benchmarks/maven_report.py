"""The report of what is wrong with which row: all of it as CSV, the gist for the eye."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import astuple, fields
from typing import TYPE_CHECKING

from benchmarks.maven_data import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

SHOWN = 3
FEW = 12


def write_csv(findings: Iterable[Finding], path: Path) -> None:
    """Write every finding, one a line."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Finding)])
        writer.writerows(astuple(finding) for finding in findings)


def lines(
    findings: Iterable[Finding], rows: Mapping[str, int], *, complete: bool = False
) -> Iterator[str]:
    """Yield the report: per file and kind of problem how many, and which rows.

    :param rows: how many rows each file has
    :param complete: name every row, also where there are hundreds alike
    """
    groups: dict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.file, finding.field, finding.problem, finding.action].append(finding)
    for file, count in rows.items():
        mine = {key: found for key, found in groups.items() if key[0] == file}
        yield f"{file}: {count:,} rows, {len(mine)} kinds of findings"
        for (_file, field, problem, action), found in sorted(mine.items()):
            yield f"  {field}: {problem} -> {action}: {len(found):,}"
            yield from _rows(found, complete=complete)


def _rows(found: list[Finding], *, complete: bool) -> Iterator[str]:
    shown = found if complete or len(found) <= FEW else found[:SHOWN]
    for finding in shown:
        yield f"      line {finding.line}: {finding.record}: {finding.field} = {finding.value!r}"
    if len(shown) < len(found):
        yield f"      and {len(found) - len(shown):,} more"
