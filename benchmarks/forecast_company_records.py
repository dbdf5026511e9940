"""The simulated company in Odoo: its people, what they work with, its deals and their history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odoo.addons.sales_funnel_territory.planning.forecast.simulated_company import Company, Deal

REP = "sales_team.group_sale_salesman"
LEADER = "sales_funnel_territory.group_team_leader"
ZONES = ("America/New_York", "Asia/Shanghai")
CURRENCY = "XSC"
LEAD = {
    "id": "int", "name": "text", "type": "text", "active": "boolean", "user_id": "int",
    "team_id": "int", "company_id": "int", "partner_id": "int", "stage_id": "int",
    "priority": "text", "expected_revenue": "numeric", "probability": "float8",
    "automated_probability": "float8", "prorated_revenue": "numeric", "won_status": "text",
    "create_date": "timestamp", "write_date": "timestamp", "date_open": "timestamp",
    "date_last_stage_update": "timestamp", "date_closed": "timestamp", "date_deadline": "date",
    "forecast_category": "text", "territory_id": "int", "source_id": "int", "campaign_id": "int",
}  # fmt: skip
PAST = {
    "lead_id": "int", "lead_name": "text", "valid_from": "timestamp", "valid_to": "timestamp",
    "origin": "text", "chain": "int", "status": "text", "is_active": "boolean", "type": "text",
    "merged_into_id": "int", "stage_id": "int", "stage_name": "text", "is_entry": "boolean",
    "forecast_category": "text", "expected_revenue": "numeric", "probability": "float8",
    "weighted_revenue": "numeric", "currency_id": "int", "date_deadline": "date",
    "deadline_from": "date", "slipped_days": "int", "date_closed": "timestamp", "user_id": "int",
    "user_name": "text", "team_id": "int", "team_name": "text", "company_id": "int",
    "company_name": "text", "partner_id": "int", "customer_id": "int", "customer_name": "text",
    "source_id": "int", "source_name": "text", "campaign_id": "int", "campaign_name": "text",
    "territory_id": "int", "territory_name": "text",
}  # fmt: skip
CHUNK = 5000


@dataclass(frozen=True)
class Written:
    """The records of a simulated company, each at the place of its number; leads' ids."""

    env: Any
    companies: Any
    people: Any
    teams: Any
    territories: Any
    stages: Any
    customers: Any
    sources: Any
    campaigns: Any
    tags: Any
    leads: list[int]

    def at(self, what: str, number: int | None) -> tuple[int | None, str | None]:
        """Return id and name of something with a number."""
        if number is None:
            return None, None
        record = getattr(self, what)[number]
        return record.id, record.display_name


def write(env: Any, company: Company) -> Written:
    """Write a company into a database; whoever calls commits."""
    quick = env(context={"no_reset_password": True, "tracking_disable": True})
    written = _create_what_deals_name(quick, company)
    _insert(env, "crm_lead", LEAD, (_lead(d, written) for d in company.deals if d.is_there))
    _insert(
        env, "crm_lead_history", PAST, (row for d in company.deals for row in _past(d, written))
    )
    tagged = [(written.leads[d.number], written.tags[d.tag].id)
              for d in company.deals if d.is_there and d.tag is not None]  # fmt: skip
    env.cr.execute(
        "INSERT INTO crm_tag_rel (lead_id, tag_id) SELECT * FROM unnest(%s::int[], %s::int[])",
        [list(column) for column in zip(*tagged, strict=True)] or [[], []],
    )
    env["crm.lead"]._refresh_forecast_dates()
    env.invalidate_all()
    return written


# ---------------------------------------------------------------------- people and things


def _create_what_deals_name(env: Any, company: Company) -> Written:
    companies = _create_companies(env, company)
    teams = _create_teams(env, company, companies)
    people = _create_people(env, company, teams)
    for number, team in enumerate(teams):
        team.user_id = people[number]
    names = {"crm.territory": 5, "utm.source": 4, "utm.campaign": 3, "crm.tag": 3}
    things = {
        model: env[model].create([{"name": f"Simulated {n}"} for n in range(count)])
        for model, count in names.items()
    }
    customers = env["res.partner"].create(
        [{"name": f"Simulated Customer {n}", "is_company": True} for n in range(60)]
    )
    ids = "SELECT nextval('crm_lead_id_seq') FROM generate_series(1, %s)"
    env.cr.execute(ids, [len(company.deals)])
    leads = [lead_id for (lead_id,) in env.cr.fetchall()]
    return Written(
        env, companies, people, teams, things["crm.territory"], _create_stages(env, teams),
        customers, things["utm.source"], things["utm.campaign"], things["crm.tag"], leads,
    )  # fmt: skip


def _create_companies(env: Any, company: Company) -> Any:
    """The company itself, and one far away with money of its own."""
    own = env.company
    # what one's own money is worth in itself
    env["res.currency.rate"].search([("currency_id", "=", own.currency_id.id)]).unlink()
    currency = env["res.currency"].create({"name": CURRENCY, "symbol": "x", "rounding": 0.01})
    env["res.currency.rate"].create(
        [
            {"name": day, "currency_id": currency.id, "rate": 1 / worth, "company_id": False}
            for day, worth in company.rates
        ]
    )
    other = env["res.company"].create({"name": "Simulated Abroad", "currency_id": currency.id})
    companies = own | other
    for one, zone in zip(companies, ZONES, strict=True):
        one.partner_id.tz = zone
    env.user.company_ids |= other
    companies._follow_time_zones()
    return companies


def _create_teams(env: Any, company: Company, companies: Any) -> Any:
    abroad = company.teams - 1
    return env["crm.team"].create(
        [
            {"name": f"Simulated {n}", "company_id": companies[n == abroad].id}
            for n in range(company.teams)
        ]
    )


def _create_people(env: Any, company: Company, teams: Any) -> Any:
    people = env["res.users"].create(
        [
            {
                "name": f"Simulated Person {one.number}",
                "login": f"simulated.{one.number}",
                "company_id": teams[one.team].company_id.id,
                "company_ids": [(6, 0, teams[one.team].company_id.ids)],
                "group_ids": [(4, env.ref(LEADER if one.number < len(teams) else REP).id)],
            }
            for one in company.people
        ]
    )
    env["crm.team.member"].create(
        [
            {"user_id": user.id, "crm_team_id": teams[one.team].id}
            for user, one in zip(people, company.people, strict=True)
        ]
    )
    return people


def _create_stages(env: Any, teams: Any) -> Any:
    names = ("First", "Second", "Third", "Fourth", "Won")
    return env["crm.stage"].create(
        [
            {
                "name": f"Simulated {name}",
                "sequence": number,
                "is_won": name == "Won",
                "team_ids": [(6, 0, teams.ids)],
            }
            for number, name in enumerate(names)
        ]
    )


# ---------------------------------------------------------------------- deals


def _lead(deal: Deal, written: Written) -> dict[str, Any]:
    state, first = deal.states[-1], deal.states[0]
    return {
        **_same(state, written),
        "id": written.leads[deal.number],
        "name": f"Simulated {deal.number}",
        "active": state.is_active,
        "priority": str(deal.priority),
        "automated_probability": state.probability,
        "prorated_revenue": _amount(state.weighted),
        "won_status": {"open": "pending"}.get(state.status, state.status),
        "create_date": str(first.at),
        "write_date": str(state.at),
        "date_open": str(first.at),
        "date_last_stage_update": str(state.at),
    }


def _past(deal: Deal, written: Written) -> Iterator[dict[str, Any]]:
    before = None
    for state, after in zip_longest(deal.states, deal.states[1:]):
        row = {
            **_same(state, written),
            **_names(state, written),
            "lead_id": written.leads[deal.number],
            "lead_name": f"Simulated {deal.number}",
            "valid_from": str(state.at),
            "valid_to": after and str(after.at),
            "origin": state.origin,
            "chain": 0,
            "status": state.status,
            "is_active": state.is_active,
            "weighted_revenue": _amount(state.weighted),
            "is_entry": before is None or before.stage != state.stage,
            **_slip(before, state),
        }
        if state.merged_into is not None:
            row["merged_into_id"] = written.leads[state.merged_into]
        yield row
        if before is None and deal.number % 50 == 1:  # another's past, told apart in the log
            yield {**row, "chain": 1, "valid_to": str(state.at)}
        before = state


def _same(state: Any, written: Written) -> dict[str, Any]:
    """Return what is called the same of a lead and of its past."""
    customer = written.at("customers", state.customer)[0]
    return {
        "type": state.type,
        "user_id": written.at("people", state.user)[0],
        "team_id": written.at("teams", state.team)[0],
        "company_id": written.at("companies", state.company)[0],
        "territory_id": written.at("territories", state.territory)[0],
        "source_id": written.at("sources", state.source)[0],
        "campaign_id": written.at("campaigns", state.campaign)[0],
        "stage_id": written.at("stages", state.stage)[0],
        "partner_id": customer,
        "expected_revenue": _amount(state.amount),
        "probability": state.probability,
        "date_deadline": state.deadline and str(state.deadline),
        "date_closed": state.closed and str(state.closed),
        "forecast_category": state.category,
    }


def _names(state: Any, written: Written) -> dict[str, Any]:
    company = written.companies[state.company]
    return {
        "currency_id": company.currency_id.id,
        "company_name": company.name,
        "stage_name": written.at("stages", state.stage)[1],
        "user_name": written.at("people", state.user)[1],
        "team_name": written.at("teams", state.team)[1],
        "territory_name": written.at("territories", state.territory)[1],
        "source_name": written.at("sources", state.source)[1],
        "campaign_name": written.at("campaigns", state.campaign)[1],
        "customer_id": written.at("customers", state.customer)[0],
        "customer_name": written.at("customers", state.customer)[1],
    }


def _slip(before: Any, state: Any) -> dict[str, Any]:
    if before is None or not before.deadline or before.deadline == state.deadline:
        return {}
    days = state.deadline and (state.deadline - before.deadline).days
    return {"deadline_from": str(before.deadline), "slipped_days": days}


def _amount(cents: int | None) -> str | None:
    return None if cents is None else f"{cents // 100}.{cents % 100:02}"


def _insert(env: Any, table: str, columns: dict[str, str], rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows by thousands, one statement each."""
    names = ", ".join(columns)
    types = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {names}"
        f" FROM json_to_recordset(%s::json) AS told ({types})"
    )
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            env.cr.execute(statement, [json.dumps(chunk)])
            chunk = []
    if chunk:
        env.cr.execute(statement, [json.dumps(chunk)])
