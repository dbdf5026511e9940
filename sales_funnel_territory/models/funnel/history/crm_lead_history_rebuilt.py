from odoo import api, models


class CrmLeadHistory(models.Model):
    """What could be rebuilt of the past, and what could not: told to whoever asks."""

    _inherit = "crm.lead.history"

    @api.model
    def _begin(self):
        report = super()._begin()
        # sudo: at installation only
        job = self.env["crm.funnel.job"].sudo().search([("key", "=", "history")])
        job.result = self._describe_rebuilt()
        return report

    @api.model
    def action_describe_rebuilt(self):
        """Tell how much of the past was rebuilt from Odoo's log, and what it lacks."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("The Past before the Installation"),
                "message": self._describe_rebuilt(),
                "type": "info",
                "sticky": True,
            },
        }

    @api.model
    def _describe_rebuilt(self):
        """Return a sentence on the rebuilt rows that the reader may see."""
        rebuilt = [("origin", "=", "rebuilt")]
        [(rows, leads, known)] = self._read_group(
            rebuilt, [], ["__count", "lead_id:count_distinct", "expected_revenue:count"]
        )
        if not rows:
            return self.env._("Nothing was rebuilt: Odoo had logged no change before.")
        split = self._read_group([*rebuilt, ("chain", "!=", 0)], ["lead_id", "chain"])
        return self.env._(
            "%(rows)s states of %(leads)s opportunities were rebuilt from Odoo's log. Not in it, "
            "and left empty: probability and expected closing of all of them, the amount of "
            "%(without)s. Logs of merged opportunities told apart: %(split)s.",
            rows=rows,
            leads=leads,
            without=rows - known,
            split=len(split),
        )
