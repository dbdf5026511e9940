"""What is given to Odoo's import, as a person would fill the sheets. No Odoo here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.maven_data import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from benchmarks.maven_data import Account, Agent, Cleaned, Opportunity

NOON = "12:00:00"  # a day stays that day, whatever the time zone of who looks


@dataclass(frozen=True)
class Sheet:
    """Rows for one ``load``: the first field is the external ID."""

    title: str
    model: str
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_update: bool = False  # of records an earlier sheet makes

    def __post_init__(self) -> None:
        if any(len(row) != len(self.fields) for row in self.rows):
            raise ValueError(f"{self.title}: rows of another width than the fields")


def external_id(kind: str, name: str) -> str:
    """Return the external ID of a record; empty for no name."""
    return f"__import__.maven_{kind}_{key_of(name)}" if name else ""


def people_and_teams(data: Cleaned) -> list[Sheet]:
    """Return users, offices, teams and who is in them."""
    managers = list(dict.fromkeys(agent.manager for agent in data.agents if agent.manager))
    offices = list(dict.fromkeys(agent.office for agent in data.agents if agent.office))
    office_of = {agent.manager: agent.office for agent in data.agents}
    agents = [agent.name for agent in data.agents if agent.name not in managers]
    members = [agent for agent in data.agents if agent.manager]
    return [
        Sheet("agents", "res.users", *_users(agents, "sales_team.group_sale_salesman")),
        Sheet(
            "managers", "res.users", *_users(managers, "sales_funnel_territory.group_team_leader")
        ),
        Sheet(
            "offices", "crm.team", ("id", "name"), tuple((_team(name), name) for name in offices)
        ),
        Sheet(
            "teams",
            "crm.team",
            ("id", "name", "user_id/id", "parent_id/id", "use_product_lines"),
            tuple(
                (_team(name), name, _user(name), _team(office_of[name]), "1") for name in managers
            ),
        ),
        Sheet(
            "members",
            "crm.team.member",
            ("id", "crm_team_id/id", "user_id/id"),
            tuple(_member(agent) for agent in members),
        ),
    ]


def _users(names: Iterable[str], group: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    fields = ("id", "name", "login", "group_ids/id")
    groups = f"base.group_user,{group}"
    return fields, tuple((_user(name), name, _login(name), groups) for name in names)


def _login(name: str) -> str:
    return ".".join(key_of(word) for word in name.split())


def _user(name: str) -> str:
    return external_id("user", name)


def _team(name: str) -> str:
    return external_id("team", name)


def _member(agent: Agent) -> tuple[str, ...]:
    return external_id("member", agent.name), _team(agent.manager), _user(agent.name)


def catalogue_and_customers(data: Cleaned) -> list[Sheet]:
    """Return products and customers."""
    series = dict.fromkeys(product.series for product in data.products if product.series)
    sectors = dict.fromkeys(account.sector for account in data.accounts if account.sector)
    return [
        Sheet(
            "product series",
            "product.category",
            ("id", "name"),
            tuple((external_id("series", name), name) for name in series),
        ),
        Sheet(
            "products",
            "product.product",
            ("id", "name", "list_price", "categ_id/id"),
            tuple(
                (
                    external_id("product", product.name),
                    product.name,
                    str(product.price),
                    external_id("series", product.series),
                )
                for product in data.products
            ),
        ),
        Sheet(
            "sectors",
            "res.partner.industry",
            ("id", "name"),
            tuple((external_id("sector", name), name.capitalize()) for name in sectors),
        ),
        *_customers(data.accounts),
    ]


def _customers(accounts: tuple[Account, ...]) -> list[Sheet]:
    """Return customers, then who belongs to whom: as *other* address, or it takes the parent's."""
    subsidiaries = [account for account in accounts if account.parent]
    fields = ("id", "name", "is_company", "industry_id/id", "country_id", "comment")
    return [
        Sheet("customers", "res.partner", fields, tuple(_customer(one) for one in accounts)),
        Sheet(
            "parents of subsidiaries",
            "res.partner",
            ("id", "type", "parent_id/id"),
            tuple((_partner(one.name), "other", _partner(one.parent)) for one in subsidiaries),
            is_update=True,
        ),
    ]


def _partner(name: str) -> str:
    return external_id("account", name)


def _customer(account: Account) -> tuple[str, ...]:
    sector = external_id("sector", account.sector)
    country = account.country
    return _partner(account.name), account.name, "1", sector, country, _comment(account)


def _comment(account: Account) -> str:
    facts = (
        ("Founded", account.founded),
        ("Revenue in millions", account.revenue),
        ("Employees", account.employees),
    )
    return "; ".join(f"{label}: {value}" for label, value in facts if value)


def opportunities(data: Cleaned, stages: dict[str, str]) -> list[Sheet]:
    """Return the deals, open, won and lost apart: an empty cell would be a value set by hand.

    :param stages: external ID of the stage of each state: above, in, won
    """
    managers = {agent.name: agent.manager for agent in data.agents}
    closed = {
        "won": (("probability",), ("100",)),
        "lost": (("active", "probability", "automated_probability"), ("0", "0", "0")),
    }
    sheets = []
    for title, states in (("open", ("above", "in")), ("won", ("won",)), ("lost", ("lost",))):
        extra_fields, extra = closed.get(title, ((), ()))
        deals = [deal for deal in data.opportunities if deal.state in states]
        rows = tuple(
            _opportunity(deal, managers.get(deal.agent, ""), stages) + extra for deal in deals
        )
        fields = _OPPORTUNITY + extra_fields
        sheets.append(Sheet(f"{title} opportunities", "crm.lead", fields, rows))
    return sheets


_OPPORTUNITY = (
    "id",
    "name",
    "type",
    "user_id/id",
    "team_id/id",
    "partner_id/id",
    "stage_id/id",
    "expected_revenue",
    "date_open",
    "date_deadline",
    "date_closed",
)


def _opportunity(deal: Opportunity, manager: str, stages: dict[str, str]) -> tuple[str, ...]:
    closed = deal.state in ("won", "lost")
    stage = stages["in"] if deal.state == "lost" else stages[deal.state]
    title = f"{deal.product or 'Opportunity'} {deal.key}"
    return (
        _deal(deal),
        f"{deal.account}: {title}" if deal.account else title,
        "opportunity",
        _user(deal.agent),
        _team(manager),
        _partner(deal.account),
        stage,
        str(deal.amount),
        _moment(deal.start),
        deal.closing.isoformat() if deal.closing else "",
        _moment(deal.closing) if closed else "",
    )


def _deal(deal: Opportunity) -> str:
    return external_id("opportunity", deal.key)


def _moment(day: date | None) -> str:
    return f"{day.isoformat()} {NOON}" if day else ""


def product_lines(data: Cleaned) -> Sheet:
    """Return one line for each deal with a product."""
    return Sheet(
        "product lines",
        "crm.lead.line",
        ("id", "lead_id/id", "product_id/id", "name", "quantity", "price_unit"),
        tuple(
            (
                external_id("line", deal.key),
                _deal(deal),
                external_id("product", deal.product),
                deal.product,
                "1",
                str(deal.amount),
            )
            for deal in data.opportunities
            if deal.product
        ),
    )
