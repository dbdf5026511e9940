"""The Maven export in the forecast pivot: cells by manager and month equal to the files'."""

import contextlib
import io

from benchmarks import maven, maven_compare, maven_data, maven_expect, maven_forecast
from benchmarks.measure import DataMissingError, Goal, Measured, benchmark


@benchmark("forecast.maven", Goal("all"), "cells equal")
def equal_cells(databases):
    """Count, expected and weighted revenue, to the cent; won + open, and lost."""
    try:
        folder = maven_data.find_folder(databases.data)
    except maven_data.DataError:
        raise DataMissingError from None
    with databases.env("maven") as env:
        with contextlib.redirect_stdout(io.StringIO()):
            maven.bring_in(env, maven.check(env, folder))
        env.invalidate_all()
        expected = maven_expect.figures(folder)
        cells = [
            cell
            for which in ("forecast", "lost")
            for cell in maven_compare.compare(maven_forecast.cells(env, which), expected[which])
        ]
    return Measured(sum(cell.equal for cell in cells), len(cells))
