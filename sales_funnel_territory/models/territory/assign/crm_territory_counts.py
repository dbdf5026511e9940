from odoo import api, fields, models


class CrmTerritory(models.Model):
    """What stands behind the buttons of a territory, with all that is below it."""

    _inherit = "crm.territory"

    open_lead_count = fields.Integer("Opportunities", compute="_compute_open_lead_count")
    claimed_count = fields.Integer("Also Claimed", compute="_compute_claimed_count")
    rules_sentence = fields.Char("Rules in Words", compute="_compute_rules_sentence")

    # ------------------------------------------------------------------ computes

    @api.depends("child_ids")
    def _compute_open_lead_count(self):
        self._count_below("open_lead_count", "crm.lead", self._get_open_leads())

    @api.depends("child_ids")
    def _compute_claimed_count(self):
        self._count_below("claimed_count", "crm.territory.claim", [])

    @api.depends("rule_ids.sentence")
    @api.depends_context("lang")
    def _compute_rules_sentence(self):
        for territory in self:
            territory.rules_sentence = "; ".join(territory.rule_ids.mapped("sentence"))

    def _count_below(self, name, model, domain):
        """Count the reader's records in each territory and below it, by one query."""
        below = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        found = [("territory_id", "in", below.ids), *domain]
        counts = self.env[model]._read_group(found, ["territory_id"], ["__count"])
        paths = [(f"/{territory.parent_path}", count) for territory, count in counts]
        for territory in self:
            own = f"/{territory.id}/"
            territory[name] = sum(count for path, count in paths if own in path)

    @api.model
    def _get_open_leads(self):
        return [("type", "=", "opportunity"), ("won_status", "=", "pending")]

    # ------------------------------------------------------------------ actions

    def action_open_leads(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Opportunities: %(territory)s", territory=self.name),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [*self._get_open_leads(), ("territory_id", "child_of", self.id)],
            "context": {"default_type": "opportunity"},
        }

    def action_open_claimed(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.res_partner_action_claimed_by_zones"
        )
        domain = [("territory_claim_ids.territory_id", "child_of", self.id)]
        return {**action, "domain": domain, "path": False}
