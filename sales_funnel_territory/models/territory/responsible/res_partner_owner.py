from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from .crm_customer_responsible import GIVEN


@dataclass(frozen=True)
class ResponsibleChanges:
    """What becomes of main responsibles where customers move, or zones get other owners.

    :param changes: {customer's id: (user before, after)}; False is nobody
    :param by_hand: customers whose responsible was set by hand after they came into their zone
    :param locked: customers whose territory is locked
    :param notes: {customer's id: why, for the history}
    """

    changes: dict[int, tuple[int | bool, int | bool]]
    by_hand: frozenset[int]
    locked: frozenset[int]
    notes: dict[int, str]


class ResPartner(models.Model):
    """The owner of the zone becomes the main responsible, where the company wants it so."""

    _inherit = "res.partner"

    @api.model
    def _after_territory_moves(self, moves):
        result = super()._after_territory_moves(moves)
        if self.env["res.company"]._is_owner_followed():
            if self.env.context.get("territories_undone"):
                self._follow_former(moves)
            else:
                self._follow_owners(moves)
        return result

    @api.model
    def _follow_owners(self, moves):
        """Give customers to the owners of the zones they are in now."""
        found = self._prepare_responsible_changes(moves)
        self._apply_responsible_changes(found)
        return found

    @api.model
    def _prepare_responsible_changes(self, moves):
        """Return what the owners of zones take over; nothing is written: a preview asks, too.

        :param moves: {customer's id: (territory before, after)}; False is none
        :return: a ``ResponsibleChanges``
        """
        rows = self._read_owners(moves) if self.env["res.company"]._is_owner_followed() else []
        by_hand = frozenset(row[0] for row in rows if row[4] and not row[3])
        locked = frozenset(row[0] for row in rows if row[3])
        going = [row for row in rows if not row[3] and not row[4]]
        return ResponsibleChanges(
            {row[0]: (row[1] or False, row[2]) for row in going},
            by_hand,
            locked,
            {row[0]: self.env._("Owner of %(zone)s", zone=row[5]) for row in going},
        )

    @api.model
    def _read_owners(self, moves):
        """Return (customer, responsible, owner, is locked, is set by hand, name of the zone) of
        those whose main responsible is not the owner of their zone.

        What was decided by hand holds from then on, until the customer moves on from the zone
        he was in at that time.
        """
        self.flush_model(["user_id", "territory_locked", "company_id"])
        self.env["crm.territory"].flush_model(["user_id", "company_id", "complete_name"])
        self.env["crm.territory.membership"].flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT customer.id, customer.user_id, owner.id,
                    COALESCE(customer.territory_locked, FALSE) AND move.before_id = territory.id,
                    customer.user_id IS NOT NULL AND row.is_by_territory IS NOT TRUE
                        AND COALESCE(row.date_from > last.moved_on, FALSE),
                    territory.complete_name
                FROM unnest(%(ids)s::int[], %(before)s::int[], %(after)s::int[])
                    AS move(id, before_id, after_id)
                JOIN res_partner AS customer ON customer.id = move.id
                JOIN crm_territory AS territory ON territory.id = move.after_id
                JOIN res_users AS owner ON owner.id = territory.user_id AND owner.active
                JOIN res_company AS house ON house.territory_sets_responsible AND house.id =
                    COALESCE(territory.company_id, customer.company_id, %(company)s)
                LEFT JOIN crm_customer_responsible AS row
                    ON row.partner_id = customer.id AND row.date_to IS NULL
                LEFT JOIN LATERAL (
                    SELECT MAX(place.create_date) AS moved_on
                    FROM crm_territory_membership AS place
                    WHERE place.partner_id = customer.id AND place.create_date < %(now)s
                ) AS last ON TRUE
                WHERE customer.user_id IS DISTINCT FROM owner.id""",
                ids=list(moves),
                before=[before or None for before, _after in moves.values()],
                after=[after or None for _before, after in moves.values()],
                company=self.env["crm.team"]._default_company().id,
                now=self.env.cr.now(),
            )
        )

    @api.model
    def _follow_former(self, moves):
        """Give customers whom a territory gave to its owner back to who had them before, if
        anybody had.
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT row.partner_id, row.user_id, former.user_id, row.note
                FROM crm_customer_responsible AS row
                LEFT JOIN crm_customer_responsible AS former
                    ON former.partner_id = row.partner_id AND former.date_to = row.date_from
                LEFT JOIN res_users AS account ON account.id = former.user_id
                WHERE row.partner_id = ANY(%s) AND row.date_to IS NULL AND row.is_by_territory
                  AND (former.user_id IS NULL OR account.active)""",
                list(moves),
            )
        )
        changes = {row[0]: (row[1], row[2] or False) for row in rows}
        note = self.env._("Change of territories undone")
        nothing = frozenset()
        found = ResponsibleChanges(changes, nothing, nothing, dict.fromkeys(changes, note))
        self._apply_responsible_changes(found)

    @api.model
    def _apply_responsible_changes(self, found):
        """Write the new main responsibles, each with the reason in the history."""
        groups = {}
        for partner_id, (_before, owner_id) in found.changes.items():
            groups.setdefault((owner_id, found.notes[partner_id]), []).append(partner_id)
        for (owner_id, note), partner_ids in groups.items():
            # sudo: who may move customers, or change the owner, need not see all of them
            customers = self.sudo().browse(partner_ids)
            customers.with_context(handover_note=note).write({"user_id": owner_id})
        if found.changes:
            self.env.cr.precommit.data.setdefault(GIVEN, set()).update(found.changes)
            self._after_responsible_changes(found.changes)

    @api.model
    def _after_responsible_changes(self, changes):
        """Extend this for what follows the main responsible that the territory has set.

        :param changes: {customer's id: (user before, after)}
        """
