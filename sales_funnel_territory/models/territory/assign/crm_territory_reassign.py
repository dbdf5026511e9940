from dataclasses import dataclass

import numpy as np
from odoo import api, models
from odoo.tools import SQL, split_every

from ....planning.assignment import Customers, decide
from ...funnel.gate.crm_stage_gate_use import today_in

BATCH = 20_000
# what a customer was found with, in the order of _read_customers
STATE = (
    "id",
    "is_customer",
    "is_locked",
    "shown",
    "territory",
    "is_by_hand",
    "rule",
    "has_claims",
)
COLUMNS = (
    "company",
    "country",
    "state",
    "industry",
    "class",
    "city",
    "postcode",
    "language",
    "longitude",
    "latitude",
    "tags",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a customer belongs; ``None`` is nowhere."""

    territory: int | None = None
    rule: int | None = None
    is_by_hand: bool = False


class CrmTerritory(models.Model):
    """Every customer in the territory that the rules say: gathered in bulk, decided without a
    query, written in bulk.
    """

    _inherit = "crm.territory"

    @api.model
    def _reassign(self, partner_ids=None):
        """Bring customers to the territories they belong to; their people follow.

        Who was placed by hand, or locked, stays. What follows a move is told to
        ``res.partner._after_territory_moves``, in the same transaction.

        :param partner_ids: only these (default: all customers, by all rules as they are now:
            nothing waits any more)
        :return: {customer's id: (territory before, after)} of those who moved; False is none
        :raises TerritoryFilterError: where a rule's filter cannot be used
        """
        moves = self.sudo()._settle(partner_ids, self.sudo()._decide)
        if partner_ids is None:
            self._forget_rules_changed()
        return moves

    @api.model
    def _settle(self, partner_ids, decided):
        """Place customers, batch after batch; return who moved.

        :param decided: function that says who belongs where, of a plan and rows
        """
        self._flush_customers()
        plan, moves = self._get_plan(), {}
        ids = self._find_customers() if partner_ids is None else partner_ids
        for batch in split_every(BATCH, sorted(ids), list):
            moves.update(self._apply_places(*decided(plan, self._read_customers(plan, batch))))
        return moves

    @api.model
    def _decide(self, plan, rows):
        """Return what was found, where each belongs, and who is claimed by several zones."""
        states, columns = self._split_rows(rows)
        deciding = [row for row, state in enumerate(states) if state["is_customer"]]
        customers = self._prepare_customers(columns, deciding)
        rules = self._find_filtered(plan, [states[row]["id"] for row in deciding])
        decision = decide(customers, plan.territories, rules)
        places = [Place()] * len(states)
        territories, winners = decision.territories.tolist(), decision.rules.tolist()
        for at, row in enumerate(deciding):
            if states[row]["is_locked"]:
                places[row] = Place(states[row]["shown"], None, True)
            else:
                places[row] = Place(territories[at] or None, winners[at] or None)
        ids = customers.ids[decision.claim_rows].tolist()
        return states, places, list(zip(ids, decision.claim_rules.tolist(), strict=True))

    @api.model
    def _keep_places(self, plan, rows):
        """Return customers where they belong already: what is shown is checked, nobody moves."""
        states, _columns = self._split_rows(rows)
        places = [
            Place(state["territory"], state["rule"], bool(state["is_by_hand"]))
            if state["is_customer"]
            else Place()
            for state in states
        ]
        return states, places, self._read_claims(states)

    @api.model
    def _read_claims(self, states):
        """Return (customer's id, rule's id) of the zones that claim these customers so far."""
        ids = [state["id"] for state in states if state["has_claims"]]
        claims = self.env["crm.territory.claim"].search([("partner_id", "in", ids)])
        return [(claim.partner_id.id, claim.rule_id.id) for claim in claims]

    @api.model
    def _count_exceptions(self):
        """Return how many customers are nowhere, and how many several zones claim."""
        [(nowhere, claimed)] = self.env.execute_query(
            SQL(
                """SELECT (SELECT COUNT(*) FROM res_partner WHERE is_sales_customer AND active
                        AND territory_id IS NULL),
                    (SELECT COUNT(DISTINCT partner_id) FROM crm_territory_claim)"""
            )
        )
        return {"nowhere": nowhere, "claimed": claimed}

    # ------------------------------------------------------------------ gathering

    @api.model
    def _flush_customers(self):
        self.env["res.partner"].flush_model()
        self.env["crm.customer.status"].flush_model(["class_id"])

    @api.model
    def _find_customers(self):
        """Return the ids of all customers, and of those who are none any more but have a place."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM res_partner WHERE is_sales_customer AND active
                UNION SELECT partner_id FROM crm_territory_membership WHERE date_to IS NULL"""
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _read_customers(self, plan, ids):
        """Return a row for each of these: what was found (``STATE``), then the ``COLUMNS``.

        Archived customers stay where they are and are in no row.
        """
        return self.env.execute_query(
            SQL(
                """SELECT customer.id, customer.is_sales_customer IS TRUE,
                    customer.territory_locked IS TRUE, customer.territory_id,
                    place.territory_id, place.reason = 'hand', place.rule_id,
                    EXISTS (SELECT FROM crm_territory_claim WHERE partner_id = customer.id),
                    COALESCE(customer.company_id, 0), COALESCE(customer.country_id, 0),
                    COALESCE(customer.state_id, 0), COALESCE(customer.industry_id, 0),
                    COALESCE(status.class_id, 0), COALESCE(customer.city, ''),
                    COALESCE(customer.zip, ''), COALESCE(customer.lang, ''),
                    %(longitude)s, %(latitude)s, %(tags)s
                FROM res_partner AS customer
                LEFT JOIN crm_customer_status AS status
                    ON status.id = customer.customer_status_id
                LEFT JOIN crm_territory_membership AS place
                    ON place.partner_id = customer.id AND place.date_to IS NULL
                WHERE customer.id = ANY(%(ids)s)
                  AND (customer.is_sales_customer AND customer.active
                    OR customer.is_sales_customer IS NOT TRUE AND place.id IS NOT NULL)
                ORDER BY customer.id""",
                longitude=_placed_sql("partner_longitude"),
                latitude=_placed_sql("partner_latitude"),
                tags=_tags_sql(plan),
                ids=list(ids),
            )
        )

    @api.model
    def _split_rows(self, rows):
        """Return what was found of each, and the columns that rules look at."""
        states = [dict(zip(STATE, row, strict=False)) for row in rows]
        columns = dict(
            zip(
                COLUMNS,
                zip(*(row[len(STATE) :] for row in rows), strict=True),
                strict=bool(rows),
            )
        )
        columns["id"] = [state["id"] for state in states]
        return states, columns

    @api.model
    def _prepare_customers(self, columns, rows):
        def words(name):
            values = columns.get(name, ())
            return [values[row] for row in rows]

        def numbers(name, kind=np.int64):
            return np.array(words(name), dtype=kind)

        tags = [(at, tag) for at, own in enumerate(words("tags")) if own for tag in own]
        return Customers(
            numbers("id"),
            numbers("company"),
            {name: numbers(name) for name in ("country", "state", "industry", "class")},
            words("city"),
            words("postcode"),
            words("language"),
            numbers("longitude", np.float64),
            numbers("latitude", np.float64),
            np.array([row for row, _tag in tags], dtype=np.int64),
            np.array([tag for _row, tag in tags], dtype=np.int64),
        )

    @api.model
    def _get_today(self):
        """Return the day it is for the first company: one for all, memberships go by it."""
        return today_in(self.env["res.company"]._time_zones()[False])


def _placed_sql(column):
    """Return a coordinate, which is no number where the customer has no place."""
    return SQL(
        """CASE WHEN customer.partner_latitude <> 0 OR customer.partner_longitude <> 0
            THEN %s::float8 ELSE 'NaN' END""",
        SQL.identifier("customer", column),
    )


def _tags_sql(plan):
    """Return the tags, where a rule asks for any."""
    if "category_id" not in plan.watched:
        return SQL("NULL")
    return SQL(
        """ARRAY(SELECT category_id FROM res_partner_res_partner_category_rel
            WHERE partner_id = customer.id)"""
    )
