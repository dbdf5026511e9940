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
        self.env.cr.execute(
            SQL(
                """WITH gone AS (
                    DELETE FROM crm_territory_membership WHERE partner_id = %(source)s
                    RETURNING *
                ), days AS (
                    SELECT gone.*, unnest(
                        datemultirange(daterange(gone.date_from, gone.date_to, '[]'))
                        - COALESCE((
                            SELECT range_agg(daterange(date_from, date_to, '[]'))
                            FROM crm_territory_membership WHERE partner_id = %(owner)s
                        ), '{}'::datemultirange)
                    ) AS part FROM gone
                )
                INSERT INTO crm_territory_membership (partner_id, territory_id, rule_id, reason,
                    date_from, date_to, create_uid, create_date, write_uid, write_date)
                SELECT %(owner)s, territory_id, rule_id, reason, lower(part),
                    upper(part) - 1, create_uid, create_date, write_uid, write_date
                FROM days""",
                source=source.id,
                owner=owner.id,
            )
        )
