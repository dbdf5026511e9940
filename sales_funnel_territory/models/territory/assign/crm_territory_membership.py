from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class CrmTerritoryMembership(models.Model):
    """Customers that are merged: the past of each stays, as far as it is on other days."""

    _inherit = "crm.territory.membership"

    rule_sentence = fields.Char("By Rule", related="rule_id.sentence")

    @api.model
    def _follow_merge(self, sources, target):
        """Combine the memberships of merged partners; where days meet, the target's count.

        :param sources: partners about to be merged into the target
        """
        owner = target if target.is_company else target.commercial_partner_id
        if not self.search_count([("partner_id", "in", (sources | target).ids)], limit=1):
            return
        self.env["res.partner"].flush_model(["territory_id", "territory_locked"])
        self._hand_on_lock(sources, owner)
        for source in (sources | target) - owner:
            self._hand_on_days(source, owner)
        self.invalidate_model(flush=False)

    @api.model
    def _hand_on_lock(self, sources, owner):
        """A customer who has no place yet takes over that of one who was placed by hand."""
        locked = sources.filtered("territory_locked")[:1]
        if locked and not owner.territory_id:
            self.env.cr.execute(
                SQL(
                    """UPDATE res_partner SET territory_id = %s, territory_locked = TRUE
                    WHERE id = %s""",
                    locked.territory_id.id or None,
                    owner.id,
                )
            )
            owner.invalidate_recordset(["territory_id", "territory_locked"], flush=False)

    @api.model
    def _hand_on_days(self, source, owner):
        """Give the owner the days of a source on which he was nowhere himself."""
        taken = self.env.execute_query(
            SQL(
                """SELECT date_from, COALESCE(date_to, %s) FROM crm_territory_membership
                WHERE partner_id = %s ORDER BY date_from""",
                date.max,
                owner.id,
            )
        )
        rows = self.env.execute_query(
            SQL(
                """DELETE FROM crm_territory_membership WHERE partner_id = %s
                RETURNING date_from, COALESCE(date_to, %s), territory_id, rule_id, reason,
                    create_uid, create_date, write_uid, write_date""",
                source.id,
                date.max,
            )
        )
        for first, last, *others in rows:
            for begin, end in _get_free_days(first, last, taken):
                self._insert_days(owner, begin, end, others)

    @api.model
    def _insert_days(self, owner, begin, end, others):
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_territory_membership (partner_id, date_from, date_to,
                    territory_id, rule_id, reason, create_uid, create_date, write_uid, write_date)
                VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
                owner.id,
                begin,
                None if end == date.max else end,
                *others,
            )
        )


def _get_free_days(first, last, taken):
    """Return the parts of a time that lie in none of others, which are in order."""
    for begin, end in taken:
        if end < first or begin > last:
            continue
        if first < begin:
            yield first, begin - timedelta(days=1)
        if end >= last:
            return
        first = end + timedelta(days=1)
    yield first, last
