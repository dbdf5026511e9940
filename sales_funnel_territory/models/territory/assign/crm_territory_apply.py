from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL


class CrmTerritory(models.Model):
    """What was decided is written by a handful of statements, for one customer or for all."""

    _inherit = "crm.territory"

    @api.model
    def _apply_places(self, states, places, claims):
        """Write where customers belong; return {id: (territory before, after)} of who moved."""
        moved, renamed, shown = [], [], []
        for state, place in zip(states, places, strict=True):
            if state["territory"] != place.territory:
                moved.append((state["id"], place))
            elif place.territory and self._is_renamed(state, place):
                renamed.append((state["id"], place))
            if state["shown"] != place.territory or state["territory"] != place.territory:
                shown.append((state["id"], place.territory))
        self._apply_shown(shown)
        self._apply_memberships(moved)
        self._apply_reasons(renamed)
        self._apply_claims([one["id"] for one in states if one["has_claims"]], claims)
        before = {state["id"]: state["territory"] for state in states}
        moves = {key: (before[key] or False, place.territory or False) for key, place in moved}
        if moves:
            self.env["res.partner"]._after_territory_moves(moves)
        return moves

    @api.model
    def _is_renamed(self, state, place):
        return (state["is_by_hand"], state["rule"]) != (place.is_by_hand, place.rule)

    # ------------------------------------------------------------------ partners

    @api.model
    def _apply_shown(self, shown):
        """Show customers, and the people below them, where they belong.

        People are those nearest to this customer: a place that is a customer itself has its own.
        """
        if not shown:
            return
        ids, territories = zip(*shown, strict=True)
        self._write_shown(
            SQL(
                """SELECT * FROM unnest(%s::int[], %s::int[]) AS new(id, territory_id)
                UNION ALL
                SELECT person.id, above.territory_id FROM above
                JOIN res_partner AS person ON person.parent_id = above.id
                WHERE person.is_sales_customer IS NOT TRUE AND person.is_company IS NOT TRUE""",
                list(ids),
                list(territories),
            )
        )

    @api.model
    def _write_shown(self, placed):
        """Write the territories of partners; ``placed`` is the query of a recursive "above"."""
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE above(id, territory_id) AS (%s)
                UPDATE res_partner AS partner SET territory_id = above.territory_id,
                    territory_locked = partner.territory_locked
                        AND partner.is_sales_customer
                FROM above WHERE above.id = partner.id
                  AND partner.territory_id IS DISTINCT FROM above.territory_id
                RETURNING partner.id""",
                placed,
            )
        )
        partners = self.env["res.partner"].browse([row[0] for row in rows])
        partners.invalidate_recordset(["territory_id", "territory_locked"], flush=False)

    @api.model
    def _settle_people(self, person_ids=None):
        """Show people where the nearest customer above them belongs.

        :param person_ids: only these, with who stands below them (default: all, as a check)
        :return: number of people who were shown elsewhere
        """
        scope = SQL("TRUE") if person_ids is None else SQL("id = ANY(%s)", list(person_ids))
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE people(id) AS (
                    SELECT id FROM res_partner WHERE %s
                      AND is_sales_customer IS NOT TRUE AND is_company IS NOT TRUE
                    UNION SELECT person.id FROM people
                    JOIN res_partner AS person ON person.parent_id = people.id
                    WHERE person.is_sales_customer IS NOT TRUE AND person.is_company IS NOT TRUE
                ), above(id, customer_id, is_last) AS (
                    SELECT id, id, FALSE FROM people
                    UNION ALL
                    SELECT above.id, next.id, next.is_sales_customer OR next.is_company
                    FROM above
                    JOIN res_partner AS person ON person.id = above.customer_id
                    JOIN res_partner AS next ON next.id = person.parent_id
                    WHERE above.is_last IS NOT TRUE
                ), found AS (
                    SELECT people.id, MAX(customer.territory_id) AS territory_id FROM people
                    LEFT JOIN above ON above.id = people.id AND above.is_last
                    LEFT JOIN res_partner AS customer
                        ON customer.id = above.customer_id AND customer.is_sales_customer
                    GROUP BY people.id
                )
                UPDATE res_partner AS partner SET territory_id = found.territory_id
                FROM found WHERE found.id = partner.id
                  AND partner.territory_id IS DISTINCT FROM found.territory_id
                RETURNING partner.id""",
                scope,
            )
        )
        people = self.env["res.partner"].browse([row[0] for row in rows])
        people.invalidate_recordset(["territory_id"], flush=False)
        return len(rows)

    # ------------------------------------------------------------------ memberships

    @api.model
    def _apply_memberships(self, moved):
        """End the memberships of who moved, and open the new ones, from today on.

        What began today, or later, never was: it is replaced.
        """
        if not moved:
            return
        today = self._get_today()
        self.env.cr.execute(
            SQL(
                """WITH gone AS (
                    DELETE FROM crm_territory_membership
                    WHERE partner_id = ANY(%(ids)s) AND date_to IS NULL AND date_from >= %(today)s
                )
                UPDATE crm_territory_membership SET date_to = %(yesterday)s
                WHERE partner_id = ANY(%(ids)s) AND date_to IS NULL AND date_from < %(today)s""",
                ids=[key for key, _place in moved],
                today=today,
                yesterday=today - timedelta(days=1),
            )
        )
        opened = [(key, place) for key, place in moved if place.territory]
        if opened:
            self._open_memberships(opened, today)
        self._invalidate_memberships()

    @api.model
    def _open_memberships(self, opened, today):
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_territory_membership (partner_id, territory_id, rule_id, reason,
                    date_from, create_uid, create_date, write_uid, write_date)
                SELECT *, %s, %s, %s, %s, %s
                FROM unnest(%s::int[], %s::int[], %s::int[], %s::text[])""",
                today,
                self.env.uid,
                self.env.cr.now(),
                self.env.uid,
                self.env.cr.now(),
                *self._get_columns(opened),
            )
        )

    @api.model
    def _apply_reasons(self, renamed):
        """Another rule, or a hand instead of a rule, keeps customers where they are."""
        if not renamed:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE crm_territory_membership AS place SET rule_id = new.rule_id,
                    reason = new.reason, write_uid = %s, write_date = %s
                FROM unnest(%s::int[], %s::int[], %s::int[], %s::text[])
                    AS new(partner_id, territory_id, rule_id, reason)
                WHERE place.partner_id = new.partner_id AND place.date_to IS NULL""",
                self.env.uid,
                self.env.cr.now(),
                *self._get_columns(renamed),
            )
        )
        self._invalidate_memberships()

    @api.model
    def _get_columns(self, placed):
        return (
            [key for key, _place in placed],
            [place.territory for _key, place in placed],
            [place.rule for _key, place in placed],
            ["hand" if place.is_by_hand else "rule" for _key, place in placed],
        )

    @api.model
    def _invalidate_memberships(self):
        self.env["crm.territory.membership"].invalidate_model(flush=False)
        self.env["res.partner"].invalidate_model(["membership_ids"], flush=False)

    # ------------------------------------------------------------------ claims

    @api.model
    def _apply_claims(self, claimed, claims):
        """Keep which zones claim the same customer.

        :param claimed: ids of customers with claims so far
        :param claims: (customer's id, rule's id) as they are now
        """
        if not claimed and not claims:
            return
        self.env.cr.execute(
            SQL(
                """WITH gone AS (DELETE FROM crm_territory_claim WHERE partner_id = ANY(%s))
                INSERT INTO crm_territory_claim (partner_id, rule_id, territory_id)
                SELECT claim.partner_id, rule.id, rule.territory_id
                FROM unnest(%s::int[], %s::int[]) AS claim(partner_id, rule_id)
                JOIN crm_territory_rule AS rule ON rule.id = claim.rule_id""",
                claimed,
                [key for key, _rule in claims],
                [rule for _key, rule in claims],
            )
        )
        self.env["crm.territory.claim"].invalidate_model(flush=False)
        self.env["res.partner"].invalidate_model(["territory_claim_ids"], flush=False)
