from odoo import models


class CrmBuyingRole(models.Model):
    """Where leads or contacts become one, rows that become the same are combined."""

    _inherit = "crm.buying.role"

    def _move_to(self, lead):
        """Bring these roles to a lead, combined with those of the same people there."""
        rows = self.with_context(active_test=False)
        kept = (rows & lead.with_context(active_test=False).buying_role_ids) | rows
        for same in kept.grouped(lambda row: (row.partner_id, row.role)).values():
            # an erased contact's rows tell of people who need not be the same
            for first in same if not same.partner_id else same._combine():
                if first.lead_id != lead:
                    first.lead_id = lead

    def _follow_merge(self, sources, target):
        """Combine the rows of contacts that are about to become one, so that none collides."""
        people = sources | target
        rows = self.with_context(active_test=False).search([("partner_id", "in", people.ids)])
        rows = rows.sorted(lambda row: row.partner_id != target)
        for same in rows.grouped(lambda row: (row.lead_id, row.role)).values():
            same._combine()

    def _combine(self):
        """Make one row of these, the first, and return it."""
        first, others = self[0], self[1:]
        if others:
            values = self._combined_values()
            others.with_context(tracking_disable=True).unlink()
            first.with_context(tracking_disable=True).write(values)
        return first

    def _combined_values(self):
        """Return the strongest influence, the latest attitude and meeting, all texts."""
        latest = max(self, key=lambda row: (row.attitude_date, -self.ids.index(row.id)))
        met = max(self, key=lambda row: (str(row.met_on or ""), -self.ids.index(row.id)))
        return {
            "influence": max(self.mapped("influence")),
            "attitude": latest.attitude,
            "attitude_date": latest.attitude_date,
            "met_on": met.met_on,
            "met_by_id": met.met_by_id.id,
            "handling": self._join_texts("handling"),
            "notes": self._join_texts("notes"),
            "sequence": min(self.mapped("sequence")),
            "active": any(self.mapped("active")),
        }

    def _join_texts(self, name):
        texts = dict.fromkeys(text.strip() for text in self.mapped(name) if text)
        return "\n".join(text for text in texts if text) or False
