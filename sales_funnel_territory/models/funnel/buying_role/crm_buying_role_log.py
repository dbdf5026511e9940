from markupsafe import Markup
from odoo import api, models

from ....tools.precommit import collected

_NOTED = "sales_funnel_territory.buying_roles"


class CrmBuyingRole(models.Model):
    """What changes about the people stands in the chatter of the lead: one note a transaction.

    Nobody is notified of it.
    """

    _inherit = "crm.buying.role"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._note(lambda row: self.env._("%(row)s: named", row=row.display_name))
        return rows

    def write(self, vals):
        before = {row: row._get_logged() for row in self} if self._is_logged(vals) else {}
        result = super().write(vals)
        changed = self.browse().union(
            *(row for row, values in before.items() if values != row._get_logged())
        )
        changed._note(lambda row: row._describe_change(before[row]))
        return result

    def unlink(self):
        self._note(lambda row: self.env._("%(row)s: removed", row=row.display_name))
        return super().unlink()

    def _is_logged(self, vals):
        logged = ("role", "attitude", "met_on", "active", "lead_id")
        return not self.env.context.get("tracking_disable") and not vals.keys().isdisjoint(logged)

    def _get_logged(self):
        """Return what is told of a row, in words."""
        attitudes = dict(self._fields["attitude"]._description_selection(self.env))
        return {
            "name": self.display_name,
            "attitude": attitudes[self.attitude],
            "met_on": self.met_on,
            "active": self.active,
            "lead": self.lead_id.id,
        }

    def _describe_change(self, before):
        now = self._get_logged()
        texts = []
        if before["name"] != now["name"]:
            texts.append(self.env._("was: %(row)s", row=before["name"]))
        if before["attitude"] != now["attitude"]:
            texts.append(f"{before['attitude']} → {now['attitude']}")
        if now["met_on"] and before["met_on"] != now["met_on"]:
            texts.append(self.env._("met on %(day)s", day=now["met_on"]))
        if before["active"] != now["active"]:
            archived = self.env._("archived")
            texts.append(self.env._("in use again") if now["active"] else archived)
        return f"{now['name']}: {', '.join(texts)}" if texts else ""

    def _note(self, describe):
        """Remember a sentence for each of these rows; they are logged together."""
        if not self or self.env.context.get("tracking_disable"):
            return
        noted = collected(self.env.cr, _NOTED, self.browse()._log_noted, dict)
        for row in self:
            if text := describe(row):
                noted.setdefault(row.lead_id.id, []).append(text)

    @api.model
    def _log_noted(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, {})
        leads = self.env["crm.lead"].browse(noted).exists()
        bodies = {
            lead.id: Markup("<br/>").join([self.env._("Buying Roles"), *noted[lead.id]])
            for lead in leads
        }
        if bodies:
            leads._message_log_batch(bodies)
