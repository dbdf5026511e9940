"""The second opinion and the comparison, on figures small enough to add up by hand."""

from decimal import Decimal

import pytest

from benchmarks import maven_compare, maven_expect


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "products.csv").write_text("product,series,sales_price\nDrill Pro,D,55\n")
    (tmp_path / "sales_teams.csv").write_text("sales_agent,manager,regional_office\nAnn,Meg,N\n")
    (tmp_path / "sales_pipeline.csv").write_text(
        "sales_agent,product,deal_stage,engage_date,close_date,close_value\n"
        "Ann,DrillPro,Won,1/1/2026,1/11/2026,90.50\n"
        "Ann,DrillPro,Engaging,1/25/2026,,\n"
        "Ann,Drill Pro,Prospecting,,,\n"
        "Ann,Drill Pro,Lost,1/1/2026,2/1/2026,0\n"
    )
    return tmp_path


def test_figures_by_manager_and_month(folder):
    figures = maven_expect.figures(folder)
    assert dict(figures["forecast"]) == {
        ("Meg", "2026-01"): [1, Decimal("90.50"), Decimal("90.50")],
        ("Meg", "2026-02"): [1, Decimal(55), Decimal("22.00")],
        ("Meg", ""): [1, Decimal(55), Decimal("13.75")],
    }
    assert dict(figures["lost"]) == {("Meg", "2026-02"): [1, Decimal(55), Decimal(0)]}


def test_a_cent_makes_a_difference_in_the_cell_and_its_totals():
    files = {("Meg", "2026-01"): (1, Decimal("10.00"), Decimal("4.00"))}
    ours = maven_compare.with_totals({("Meg", "2026-01"): (1, Decimal("10.00"), Decimal("4.01"))})
    cells = maven_compare.compare(ours, files)
    assert len(cells) == 4
    assert not any(cell.equal for cell in cells)
    assert all(line.endswith("<-- differs") for line in list(maven_compare.table(cells))[1:])


def test_a_cell_only_one_side_has_differs():
    files = {("Meg", ""): (1, Decimal(5), Decimal(1))}
    cells = {cell.key: cell for cell in maven_compare.compare({}, files)}
    assert not cells["Meg", ""].equal
    assert all(
        cell.equal for cell in maven_compare.compare(maven_compare.with_totals(files), files)
    )
