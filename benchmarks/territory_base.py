"""A market cut into zones: 100,000 customers around cities, 200 zones, a million opportunities.

Positions lie around 100 cities of two countries (normal, 30 km), classes and visit frequencies are
drawn, each zone has an owner. Opportunities lie where their customer does.
"""

from __future__ import annotations

import math

from benchmarks import million
from dev import config

CUSTOMERS = 100_000
ZONES = 200
REGIONS = 10
POINTS = 500

OTHERS = """
INSERT INTO res_partner (name, complete_name, ref, active, is_company, type, lang, create_date)
SELECT 'Customer ' || i, 'Customer ' || i, 'bench', true, true, 'contact', 'en_US', now()
FROM generate_series(1, %(others)s) AS i
"""
PLACES = """
UPDATE res_partner SET country_id = %(country)s, zip = lpad((id * 7919 %% 100000)::text, 5, '0'),
    partner_latitude = 47.5 + (id %% 100) / 14.0 + 0.27 * deviation[1],
    partner_longitude = 6.5 + (id * 37 %% 100) / 12.0 + 0.4 * deviation[2],
    territory_id = zones[1 + id %% %(zones)s]
FROM (
    SELECT id AS partner_id, ARRAY[
        sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()),
        sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())] AS deviation
    FROM res_partner WHERE ref = 'bench'
) AS drawn, (
    SELECT array_agg(id ORDER BY id) AS zones FROM crm_territory WHERE code = 'bench'
) AS z
WHERE res_partner.id = drawn.partner_id
"""
LEADS = """
UPDATE crm_lead SET territory_id = customer.territory_id,
    won_territory_id = CASE WHEN won_status = 'won' THEN customer.territory_id END
FROM res_partner AS customer WHERE customer.id = crm_lead.partner_id
"""
CLASSES = """
UPDATE crm_customer_status SET class_id = (%(classes)s::int[])[1 + id %% %(count)s],
    visit_number = CASE WHEN id %% 5 = 0 THEN 1 + id %% 7 END,
    visit_minutes = CASE WHEN id %% 3 = 0 THEN 20 + id %% 60 END
"""
POTENTIALS = """
INSERT INTO crm_customer_figures (status_id, company_id, potential)
SELECT id, %(company)s, 1000 + id %% 9000 FROM crm_customer_status
ON CONFLICT (status_id, company_id) DO UPDATE SET potential = EXCLUDED.potential
"""

STATE = config.digest(
    OTHERS.split(), PLACES.split(), LEADS.split(), CLASSES.split(), POTENTIALS.split(), ZONES
)


def generate(env, scale):
    """Cut the market of the million opportunities into zones."""
    zones = _create_zones(env)
    env.flush_all()
    others = max(int(CUSTOMERS * scale), million.CUSTOMERS) - million.CUSTOMERS
    env.cr.execute("SELECT setseed(%s)", [million.SEED])
    env.cr.execute(OTHERS, {"others": others})
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE ref = 'bench'")
    env.invalidate_all()
    env["res.partner"].search([("ref", "=", "bench")])._mark_as_customers()
    env.cr.flush()  # what follows new customers follows now, before they are put into zones
    env.cr.execute(PLACES, {"zones": len(zones), "country": env.ref("base.de").id})
    classes = env["crm.customer.class"].search([])
    env.cr.execute(CLASSES, {"classes": classes.ids, "count": len(classes)})
    env.cr.execute(POTENTIALS, {"company": env.company.id})
    env.cr.execute(LEADS)
    env.invalidate_all()


def _create_zones(env):
    Territory = env["crm.territory"].with_context(tracking_disable=True)
    regions = Territory.create([{"name": f"Region {number}"} for number in range(REGIONS)])
    zones = Territory.create(
        [
            {"name": f"Zone {n}", "code": "bench", "parent_id": regions[n % REGIONS].id}
            for n in range(ZONES)
        ]
    )
    people = env["res.users"].search([("login", "=like", "bench.%")], limit=ZONES)
    env["crm.territory.assignment"].create(
        [
            {"territory_id": zone.id, "user_id": person.id, "date_from": "2026-01-01"}
            for zone, person in zip(zones, people, strict=True)
        ]
    )
    return zones


def narrow(env):
    """Let reps see their own customers only."""
    people = env["res.users"].search([("login", "=like", "bench.%")])
    assert people <= env["res.users"]._get_narrowed()
    env["crm.customer.audience"]._switch(True)


def write_rules(env):
    """Say whom the zones claim: half of them by an area of 500 points, half by postcodes."""
    zones = env["crm.territory"].search([("code", "=", "bench")], order="id")
    drawn, ruled = zones[: ZONES // 2], zones[ZONES // 2 :]
    for number, zone in enumerate(drawn.with_context(tracking_disable=True)):
        zone.boundary = _draw_area(6.5 + number % 10 * 0.85, 47.5 + number // 10 * 0.7)
    env["crm.territory.rule"].create(
        [
            {
                "territory_id": zone.id,
                "country_ids": [(6, 0, env.ref("base.de").ids)],
                "zip_prefixes": f"{number:02}",
            }
            for number, zone in enumerate(ruled)
        ]
    )
    env.flush_all()


def _draw_area(longitude, latitude):
    """Return a star of 500 points around a place, as GeoJSON."""
    ring = []
    for number in range(POINTS):
        angle = 2 * math.pi * number / POINTS
        radius = 0.4 + 0.1 * math.cos(9 * angle)
        ring.append(
            [
                round(longitude + radius * math.cos(angle), 6),
                round(latitude + radius * math.sin(angle), 6),
            ]
        )
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
