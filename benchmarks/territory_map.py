"""100,000 customers on the map of a browser that renders in software: what travels, what one waits.

The reference of each line is its goal: what a person bears, not another program. One run of the
browser gives all of them; it is done when the first is asked for.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import rjsmin

from benchmarks import map_browser, odoo_env
from benchmarks.measure import Goal, Measured, VoidError, benchmark
from dev import chromium, config, odoo
from dev.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.bench_databases import Databases

DATABASE = "placed"
SPECIFICATION = {
    "latitude": "partner_latitude",
    "longitude": "partner_longitude",
    "color": "customer_class_id",
    "size": "yearly_potential",
}
# name, latitude, longitude, and how many of a hundred customers are around it
CITIES = (
    ("Berlin", 52.52, 13.40, 12),
    ("Hamburg", 53.55, 9.99, 9),
    ("Munich", 48.14, 11.58, 10),
    ("Cologne", 50.94, 6.96, 9),
    ("Frankfurt", 50.11, 8.68, 8),
    ("Stuttgart", 48.78, 9.18, 7),
    ("Leipzig", 51.34, 12.37, 5),
    ("Nuremberg", 49.45, 11.08, 5),
    ("Paris", 48.86, 2.35, 13),
    ("Lyon", 45.76, 4.84, 7),
    ("Marseille", 43.30, 5.37, 5),
    ("Bordeaux", 44.84, -0.58, 4),
    ("Lille", 50.63, 3.06, 4),
    ("Nantes", 47.22, -1.55, 2),
)
# around each city, thinner the farther out
PARTNERS = """
INSERT INTO res_partner (name, complete_name, ref, active, is_company, type, lang, create_date,
    city, partner_latitude, partner_longitude)
SELECT 'Customer ' || i, 'Customer ' || i, 'placed', true, true, 'contact', 'en_US', now(),
    city.name,
    city.latitude + (random() + random() + random() - 1.5) * 0.9,
    city.longitude + (random() + random() + random() - 1.5) * 1.4
FROM generate_series(1, %(customers)s) AS i
JOIN unnest(%(names)s, %(latitudes)s, %(longitudes)s, %(from)s, %(to)s)
    AS city(name, latitude, longitude, low, high)
    ON i %% 100 >= city.low AND i %% 100 < city.high
"""
CLASSES = """
UPDATE crm_customer_status
SET class_id = (%(classes)s)[1 + (id * 31) %% array_length(%(classes)s, 1)]
"""
FIGURES = """
INSERT INTO crm_customer_figures (status_id, company_id, potential)
SELECT customer_status_id, %(company)s,
    round(exp(8 + 1.2 * (random() + random() + random() + random()))::numeric, 2)
FROM res_partner WHERE ref = 'placed'
"""
OURS = (
    "static/src/sales_map",
    "static/src/sales_map_base",
    "static/src/sales_map_zones",
    "static/lib/leaflet/leaflet.js",
    "static/lib/leaflet/leaflet.css",
    "static/lib/kdbush/kdbush.min.js",
)


@dataclass(frozen=True)
class Figures:
    """What one run of the browser gave."""

    payload: int
    seen: map_browser.Seen


def goal(name: str, unit: str, limit: float):
    """Register a line whose reference is its goal."""

    def register(read):
        @benchmark(f"territory.map_{name}", Goal("ratio", 1), unit)
        def run(databases: Databases) -> Measured:
            return Measured(read(databases), limit)

        return run

    return register


@goal("payload", "MB", 1.1)
def payload(databases: Databases) -> float:
    """Compressed as a web server in front of Odoo does."""
    return look(databases).payload / 1e6


@goal("frames", "ms", 50)
def frames(databases: Databases) -> float:
    """The 95th percentile of frames while zooming and panning."""
    seen = look(databases).seen
    return max(percentile(seen.zoom), percentile(seen.pan))


@goal("filter", "ms", 50)
def filtering(databases: Databases) -> float:
    """A group of the legend, from the click until the frame is painted."""
    return percentile(look(databases).seen.filter)


@goal("longest_task", "ms", 150)
def longest(databases: Databases) -> float:
    """The longest that the browser was busy while it loaded all, and one zoomed and panned."""
    return look(databases).seen.longest


@goal("scripts", "kB", 150)
def scripts(_databases: Databases) -> float:
    """Our scripts, templates and styles of the map, and the libraries; minified as Odoo does."""
    return sum(len(gzip.compress(minified(path))) for path in files(OURS)) / 1e3


@cache
def look(databases: Databases) -> Figures:
    """Fill the database once, and let a browser use its map."""
    customers = databases.leads // 10
    with databases.env(DATABASE) as env:
        fill(env, customers)
        size = weigh(env)
        env.ref("base.user_admin").password = "admin"
        env.cr.commit()
    odoo_env.close()
    name = databases.name(DATABASE)
    chromium.ensure()
    with Server(name, odoo.free_port()) as server:
        browser = chromium.Chromium()
        try:
            login = {"db": name, "login": "admin", "password": "admin"}
            seen = map_browser.use(browser, server.url, login)
        finally:
            browser.close()
    if seen.points < 0.99 * customers:
        raise VoidError(f"the map shows {seen.points} of {customers} customers")
    return Figures(size, seen)


def fill(env, customers: int) -> None:
    """Make customers around real cities of two countries."""
    names, latitudes, longitudes, shares = zip(*CITIES, strict=True)
    bounds = [sum(shares[:number]) for number in range(len(shares) + 1)]
    values = {
        "customers": customers,
        "names": list(names),
        "latitudes": list(latitudes),
        "longitudes": list(longitudes),
        "from": bounds[:-1],
        "to": bounds[1:],
        "classes": env["crm.customer.class"].search([]).ids,
        "company": env.company.id,
    }
    env.cr.execute(PARTNERS, values)
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE ref = 'placed'")
    env["res.partner"].search([("ref", "=", "placed")])._mark_as_customers()
    env.flush_all()
    env.cr.execute(CLASSES, values)
    env.cr.execute(FIGURES, values)
    env.invalidate_all()
    env.cr.execute("ANALYZE res_partner")


def weigh(env) -> int:
    """Return the bytes of the answer, compressed."""
    domain = [("is_sales_customer", "=", True)]
    answer = (
        env["res.partner"]
        .with_user(env.ref("base.user_admin"))
        .sales_map_data(domain, SPECIFICATION)
    )
    return len(gzip.compress(json.dumps(answer).encode(), 6))


def files(names: Iterable[str]) -> list[Path]:
    root = config.ROOT / config.ADDON
    found = [root / name for name in names]
    return [
        path
        for one in found
        for path in ([one] if one.is_file() else sorted(one.rglob("*.*")))
        if path.suffix in {".js", ".xml", ".scss", ".css"}
    ]


def minified(path: Path) -> bytes:
    text = path.read_text()
    return (rjsmin.jsmin(text) if path.suffix == ".js" else text).encode()


def percentile(values: list[float], share: float = 0.95) -> float:
    """Return the value that a share of them does not exceed."""
    if not values:
        raise VoidError("the browser told nothing")
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
