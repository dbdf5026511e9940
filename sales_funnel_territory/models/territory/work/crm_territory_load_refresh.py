import json
from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.workload import (
    DEGREES,
    LEVELS,
    can_carry,
    load_percent,
    load_state,
    roll_up,
    territory_workload,
)


class Counted(NamedTuple):
    """What was counted of the customers of each territory, those below not included."""

    squares: dict  # territory id: table of squares of customers who are visited
    classes: dict  # territory id: Counter by class id
    no_frequency: dict  # territory id: number
    no_position: dict

    def get_customers(self, territory):
        return self.classes[territory].total()

    def get_visited(self, territory):
        return self.get_customers(territory) - self.no_frequency.get(territory, 0)


class CrmTerritoryLoad(models.Model):
    """Counting load anew, for all territories at once."""

    _inherit = "crm.territory.load"

    @api.model
    def _refresh(self):
        """Count workload, capacity and load of all territories and people.

        :return: number of territories
        """
        # sudo: everybody's hours and customers go into sums
        return self.sudo().with_context(active_test=True)._count_anew()

    @api.model
    def _count_anew(self):
        territories = self.env["crm.territory"].search([])
        counted = self._count_customers()
        own = self._prepare_workloads(territories, counted)
        hours = {one: work.hours for one, work in own.items()}
        capacities = self._prepare_capacities(territories, hours)
        self._apply_loads(territories, counted, own, capacities)
        self.env["crm.territory.person"]._apply_people(counted, hours, capacities)
        return len(territories)

    # ------------------------------------------------------------------ gathering

    @api.model
    def _count_customers(self):
        """Count the customers of each territory by square of the map, and by class."""
        for model in ("res.partner", "crm.customer.status", "crm.customer.class", "crm.territory"):
            self.env[model].flush_model()
        counted = Counted({}, defaultdict(Counter), {}, {})
        rows = self.env.execute_query(self._squares_sql())
        if rows:
            self._take_squares(counted, np.array(rows, dtype=np.float64))
        for territory, class_id, customers in self.env.execute_query(self._classes_sql()):
            counted.classes[territory][class_id or 0] += customers
        return counted

    @api.model
    def _take_squares(self, counted, table):
        """Sort the squares of all territories, a row each as in ``_squares_sql``, by territory."""
        territories, where = np.unique(table[:, 0].astype(np.int64), return_inverse=True)
        order = np.argsort(where, kind="stable")
        customers, unknown, visited, is_placed = *table[:, 1:4].T, ~np.isnan(table[:, 6])
        usual = self._get_usual_minutes()
        usual = np.array([usual[one] for one in territories.tolist()])
        table[:, 5] += np.nan_to_num(unknown) * usual[where]
        parts = np.split(table[order, 3:], np.cumsum(np.bincount(where))[:-1])

        def count(numbers):
            sums = np.bincount(where, weights=numbers).astype(np.int64)
            return dict(zip(territories.tolist(), sums.tolist(), strict=True))

        counted.squares.update(zip(territories.tolist(), parts, strict=True))
        counted.no_frequency.update(count(customers - visited))
        counted.no_position.update(count(customers * ~is_placed))

    @api.model
    def _get_usual_minutes(self):
        """Return {territory id: minutes of a visit where nothing else is known}."""
        default = self.env["crm.team"]._default_company()
        territories = self.env["crm.territory"].with_context(active_test=False).search([])
        return {one.id: (one.company_id or default).usual_visit_minutes for one in territories}

    @api.model
    def _squares_sql(self):
        """Select customers, visits a year and their minutes by territory and square of the map.

        Columns of squares are as wide as rows are high; nested squares begin at the same place.
        Said so that PostgreSQL takes all its processors: no grouping sets, no subquery to keep.
        """
        return SQL(
            """SELECT territory_id, COUNT(*), SUM(visits) FILTER (WHERE minutes IS NULL),
                COUNT(*) FILTER (WHERE visits > 0), SUM(visits),
                COALESCE(SUM(visits * minutes), 0),
                FLOOR(latitude / %(degrees)s)::int AS row_number,
                FLOOR(longitude * COS(RADIANS((FLOOR(latitude / %(largest)s) + 0.5) * %(largest)s))
                    / %(degrees)s)::int AS column_number,
                AVG(latitude), AVG(longitude)
            FROM (
                SELECT customer.territory_id, %(visits)s AS visits,
                    COALESCE(NULLIF(status.visit_minutes, 0), NULLIF(class.visit_minutes, 0))
                        AS minutes,
                    CASE WHEN %(placed)s THEN customer.partner_latitude::float8 END AS latitude,
                    CASE WHEN %(placed)s THEN customer.partner_longitude::float8 END AS longitude
                %(customers)s
            ) AS customer
            GROUP BY territory_id, row_number, column_number""",
            degrees=SQL("%s::float8", DEGREES),
            largest=SQL("%s::float8", DEGREES * LEVELS[-1]),
            visits=_visits_sql(),
            placed=SQL("customer.partner_latitude <> 0 OR customer.partner_longitude <> 0"),
            customers=self._customers_sql(),
        )

    @api.model
    def _classes_sql(self):
        """Select the number of customers by territory and class."""
        return SQL(
            "SELECT customer.territory_id, status.class_id, COUNT(*) %s GROUP BY 1, 2",
            self._customers_sql(),
        )

    @api.model
    def _customers_sql(self):
        return SQL(
            """FROM res_partner AS customer
            JOIN crm_customer_status AS status ON status.partner_id = customer.id
            LEFT JOIN crm_customer_class AS class ON class.id = status.class_id
            WHERE customer.active AND status.active AND customer.territory_id IS NOT NULL"""
        )

    # ------------------------------------------------------------------ deciding

    @api.model
    def _prepare_workloads(self, territories, counted):
        """Return {territory id: Workload of its own customers}."""
        default = self.env["crm.team"]._default_company()
        rules = {
            company.id: company._get_workload_rule() for company in territories.company_id | default
        }
        return {
            one.id: territory_workload(
                counted.squares.get(one.id, ()), rules[one.company_id.id or default.id]
            )
            for one in territories
        }

    # ------------------------------------------------------------------ applying

    @api.model
    def _apply_loads(self, territories, counted, own, capacities):
        """Write a row for each territory: its own figures and those of all below."""
        paths = {one.id: one._get_path_ids() for one in territories}
        sums = {name: roll_up(values, paths) for name, values in _totals(counted, own).items()}
        sums["capacity"] = roll_up(_hours_by_territory(capacities), paths)
        people = _people_by_territory(capacities, paths)
        classes = _roll_up_classes(counted.classes, paths)
        rows = []
        for one in territories:
            values = {name: known.get(one.id, 0) for name, known in sums.items()}
            basis = [values.pop(name) for name in ("visited_count", "workload", "capacity")]
            values |= {
                "territory_id": one.id,
                "is_zone": one.is_zone,
                "people_count": len(people[one.id]),
                "class_counts": json.dumps(classes[one.id]),
            }
            rows.append(values | self._prepare_load(one.company_id, *basis))
        self._replace("territory_id", rows)
        self._link_territories()

    @api.model
    def _prepare_load(self, company, customers, workload, capacity):
        """Return what follows from workload and capacity, by the company's idea of fair."""
        company = company or self.env["crm.team"]._default_company()
        fair = (company.load_fair_from, company.load_fair_to)
        return {
            "workload": workload,
            "capacity": capacity,
            "load_percent": load_percent(workload, capacity),
            "load_state": load_state(workload, capacity, *fair),
            "carry_count": can_carry(customers, workload, capacity),
            "fair_from": fair[0],
            "fair_to": fair[1],
            "counted_on": fields.Datetime.now(),
        }

    @api.model
    def _link_territories(self):
        self.env.cr.execute(
            SQL(
                """UPDATE crm_territory SET load_id = load.id
                FROM crm_territory AS own
                LEFT JOIN crm_territory_load AS load ON load.territory_id = own.id
                WHERE own.id = crm_territory.id
                  AND crm_territory.load_id IS DISTINCT FROM load.id"""
            )
        )
        self.env["crm.territory"].invalidate_model(["load_id"])


def _visits_sql():
    """Return visits a year, as ``planning.cadence.Frequency.per_year`` does: own, else class's."""

    def per_year(alias):
        return SQL(
            """CASE %(unit)s WHEN 'day' THEN 365.25::float8 / %(number)s
                WHEN 'week' THEN 365.25::float8 / 7 * %(number)s
                WHEN 'month' THEN 12::float8 * %(number)s
                WHEN 'quarter' THEN 4::float8 * %(number)s ELSE %(number)s::float8 END""",
            number=SQL.identifier(alias, "visit_number"),
            unit=SQL.identifier(alias, "visit_unit"),
        )

    return SQL(
        """CASE WHEN status.visit_number > 0 THEN %s
            WHEN class.visit_number > 0 THEN %s ELSE 0 END""",
        per_year("status"),
        per_year("class"),
    )


def _totals(counted, own):
    """Return what adds up, of each territory alone: {column: {territory id: number}}."""
    totals = defaultdict(dict)
    for territory, work in own.items():
        totals["customer_count"][territory] = counted.get_customers(territory)
        totals["visited_count"][territory] = counted.get_visited(territory)
        totals["no_frequency_count"][territory] = counted.no_frequency.get(territory, 0)
        totals["no_position_count"][territory] = counted.no_position.get(territory, 0)
        totals["visit_count"][territory] = work.visits
        totals["visit_hours"][territory] = work.visit_hours
        totals["travel_hours"][territory] = work.travel_hours
        totals["workload"][territory] = work.hours
    return totals


def _hours_by_territory(capacities):
    hours = Counter()
    for parts in capacities.values():
        hours.update(parts)
    return hours


def _people_by_territory(capacities, paths):
    people = defaultdict(set)
    for user, parts in capacities.items():
        for territory in parts:
            for above in paths[territory]:
                people[above].add(user)
    return people


def _roll_up_classes(classes, paths):
    sums = defaultdict(Counter)
    for territory, counts in classes.items():
        for above in paths.get(territory, ()):
            sums[above].update(counts)
    return sums
