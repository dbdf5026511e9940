"""The checks, on small files of our own: each row tells its story."""

from datetime import date
from decimal import Decimal

import pytest

from benchmarks import maven_check, maven_data, maven_plan, maven_report

ACCOUNTS = """account,sector,year_established,revenue,employees,office_location,subsidiary_of
Alpha,technolgy,1990,10.5,20,Philipines,
Beta,medical,,,,Atlantis,Alpha
beta,medical,,,,,
Gamma,retail,,lots,,,Delta
Eins,,,,,,Zwei
Zwei,,,,,,Eins
"""
PRODUCTS = """product,series,sales_price
Drill Pro,Drill,100
Saw,,cheap
"""
TEAMS = """sales_agent,manager,regional_office
Ann,Meg,North
Bob,Meg,South
Cid,,
"""
PIPELINE = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,\
close_value
O1,Ann,DrillPro,Alpha,Won,1/1/2026,1/11/2026,90.50
O2,Ann,Drill Pro,Alpha,Won,1/1/2026,1/16/2026,80
O3,Bob,Drill Pro,,Engaging,2/1/2026,,
O4,Bob,Drill Pro,Nobody,Prospecting,,,
O5,Bob,Drill Pro,Alpha,Lost,2/1/2026,2/3/2026,0
O6,Zoe,Hammer,Alpha,Lost,2/1/2026,1/3/2026,5
O1,Ann,Drill Pro,Alpha,Won,1/1/2026,1/11/2026,90
O7,Ann,Drill Pro,Alpha,Dreaming,,,
O8,Ann,Saw,Alpha,Won,2026-01-01,,0
O9,Ann,Saw,Alpha,Engaging,1/1/2026,1/2/2026,7
"""


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "maven"
    inside.mkdir()
    for name, text in (
        ("accounts.csv", ACCOUNTS),
        ("products.csv", PRODUCTS),
        ("sales_teams.csv", TEAMS),
        ("sales_pipeline.csv", PIPELINE),
    ):
        (inside / name).write_text(text)
    return tmp_path


@pytest.fixture
def cleaned(folder):
    tables = maven_data.read_folder(maven_data.find_folder(str(folder)))
    return maven_check.clean(tables, {"Philippines", "Germany"})


def told(cleaned, file, line):
    return {
        (finding.field, finding.problem, finding.action)
        for finding in cleaned.findings
        if finding.file == file and finding.line == line
    }


def deal(cleaned, key):
    return next(deal for deal in cleaned.opportunities if deal.key == key)


def test_the_folder_or_its_parent_will_do(folder):
    assert maven_data.find_folder(str(folder)) == folder / "maven"
    assert maven_data.find_folder(str(folder / "maven")) == folder / "maven"


@pytest.mark.parametrize("given", ["", "/nowhere"])
def test_a_wrong_folder_is_said(given):
    with pytest.raises(maven_data.DataError, match="DATA="):
        maven_data.find_folder(given)


def test_a_missing_column_is_said(folder):
    (folder / "maven" / "products.csv").write_text("product,series\nDrill,Pro\n")
    with pytest.raises(maven_data.DataError, match=r"products\.csv has no column sales_price"):
        maven_data.read_folder(folder / "maven")


def test_amounts_are_close_value_when_won_else_list_price(cleaned):
    amounts = {deal.key: deal.amount for deal in cleaned.opportunities}
    assert amounts["O1"] == Decimal("90.50")
    assert amounts["O3"] == amounts["O4"] == amounts["O5"] == Decimal(100)
    assert amounts["O8"] == Decimal(0)
    problem = "lost, so no value"
    assert ("close_value", problem, "amount is the product's list price") in told(
        cleaned, "sales_pipeline.csv", 6
    )


def test_open_deals_close_after_the_median_cycle(cleaned):
    assert cleaned.median_cycle == 13, "10 and 15 days: 12.5, half a day rounded up"
    assert deal(cleaned, "O3").closing == date(2026, 2, 14)
    assert deal(cleaned, "O4").closing is None
    assert deal(cleaned, "O5").closing == date(2026, 2, 3)


def test_names_are_found_whatever_their_spelling(cleaned):
    assert deal(cleaned, "O1").product == "Drill Pro"
    spelled = ("product", "spelled differently", "taken as Drill Pro")
    assert spelled in told(cleaned, "sales_pipeline.csv", 2)


def test_a_name_nobody_knows_leaves_the_deal_without_it(cleaned):
    assert deal(cleaned, "O6").agent == deal(cleaned, "O6").product == ""
    assert {
        ("sales_agent", "no such sales agent", "deal without salesperson and team"),
        ("product", "no such product", "deal without product line"),
        ("close_date", "closed before it started", "taken as it is"),
        ("close_value", "lost, but has a value", "amount is the product's list price"),
    } == told(cleaned, "sales_pipeline.csv", 7)


def test_rows_left_out_are_said(cleaned):
    assert [deal.key for deal in cleaned.opportunities] == [
        f"O{n}" for n in (1, 2, 3, 4, 5, 6, 8, 9)
    ]
    assert told(cleaned, "sales_pipeline.csv", 8) == {
        ("opportunity_id", "the same as line 2", "row left out")
    }
    assert told(cleaned, "sales_pipeline.csv", 9) == {
        ("deal_stage", "no such stage", "row left out")
    }


def test_every_cell_that_is_not_used_is_said(cleaned):
    assert {
        ("engage_date", "not a date (month/day/year)", "taken as empty"),
        ("engage_date", "no start", "deal with no assignment date"),
        ("close_date", "closed, but no date", "deal without closing date"),
    } <= told(cleaned, "sales_pipeline.csv", 10)
    assert {
        ("close_date", "open, but closed on a day", "day not used"),
        ("close_value", "open, but has a value", "amount is the product's list price"),
    } == told(cleaned, "sales_pipeline.csv", 11)


def test_accounts_are_corrected_and_never_their_own_parents(cleaned):
    accounts = {account.name: account for account in cleaned.accounts}
    assert (accounts["Alpha"].sector, accounts["Alpha"].country) == ("technology", "Philippines")
    assert (accounts["Beta"].country, accounts["Beta"].parent) == ("", "Alpha")
    assert "beta" not in accounts, "the same name as Beta"
    assert accounts["Gamma"].parent == "", "Delta is unknown"
    assert {accounts["Eins"].parent, accounts["Zwei"].parent} == {"", "Eins"}


def test_people_without_deals_are_brought_in(cleaned):
    assert [agent.name for agent in cleaned.agents] == ["Ann", "Bob", "Cid"]
    assert ("sales_agent", "no deal names it", "brought in without deals") in told(
        cleaned, "sales_teams.csv", 4
    )
    assert ("regional_office", "manager of two offices", "taken as North") in told(
        cleaned, "sales_teams.csv", 3
    )


def test_the_dictionary_is_compared_with_the_files(folder):
    tables = maven_data.read_folder(folder / "maven")
    grid = [["products", "", ""], ["product", "range", "sales_price"]]
    [finding] = [
        finding
        for finding in maven_check.clean(tables, (), grid).findings
        if finding.file == maven_data.DICTIONARY
    ]
    assert (finding.record, finding.line) == ("products", 2)


def test_the_report_names_file_line_record_field_and_value(cleaned, tmp_path):
    text = "\n".join(maven_report.lines(cleaned.findings, {"accounts.csv": 6}))
    assert "accounts.csv: 6 rows" in text
    assert "line 2: Alpha: sector = 'technolgy'" in text
    maven_report.write_csv(cleaned.findings, tmp_path / "report.csv")
    lines = (tmp_path / "report.csv").read_text().splitlines()
    assert len(lines) == len(cleaned.findings) + 1


def test_long_lists_are_cut_unless_all_is_asked_for(cleaned):
    many = [cleaned.findings[0]] * 40
    cut = list(maven_report.lines(many, {many[0].file: 40}))
    assert cut[-1].strip() == "and 37 more"
    assert len(list(maven_report.lines(many, {many[0].file: 40}, complete=True))) == 42


def test_open_deals_have_no_cell_for_their_probability(cleaned):
    stages = {"above": "x.above", "in": "x.in", "won": "x.won"}
    opened, won, lost = maven_plan.opportunities(cleaned, stages)
    assert "probability" not in opened.fields, "an empty cell would be a value set by hand"
    assert len(opened.rows) + len(won.rows) + len(lost.rows) == len(cleaned.opportunities)
    first = dict(zip(lost.fields, lost.rows[0], strict=True))
    assert (first["active"], first["probability"], first["stage_id/id"]) == ("0", "0", "x.in")
    assert first["date_closed"] == "2026-02-03 12:00:00"


def test_managers_lead_teams_below_their_offices(cleaned):
    sheets = {sheet.title: sheet for sheet in maven_plan.people_and_teams(cleaned)}
    assert [row[1] for row in sheets["offices"].rows] == ["North"]
    [team] = sheets["teams"].rows
    assert team[1:4] == ("Meg", "__import__.maven_user_meg", "__import__.maven_team_north")
    assert len(sheets["members"].rows) == 2, "Cid has no manager"


def test_one_product_line_for_each_deal_with_a_product(cleaned):
    lines = maven_plan.product_lines(cleaned)
    assert len(lines.rows) == len(cleaned.opportunities) - 1
