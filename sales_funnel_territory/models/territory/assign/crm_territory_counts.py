from odoo import api, fields, models


class CrmTerritory(models.Model):
    """What stands behind the buttons of a territory, with all that is below it."""

    _inherit = "crm.territory"

    claimed_count = fields.Integer("Also Claimed", compute="_compute_claimed_count")
    rules_sentence = fields.Char("Rules in Words", compute="_compute_rules_sentence")

    # ------------------------------------------------------------------ computes

    @api.depends("child_ids")
    def _compute_claimed_count(self):
        below = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        counts = self.env["crm.territory.claim"]._read_group(
            [("territory_id", "in", below.ids)], ["territory_id"], ["__count"]
        )
        paths = [(f"/{territory.parent_path}", count) for territory, count in counts]
        for territory in self:
            own = f"/{territory.id}/"
            territory.claimed_count = sum(count for path, count in paths if own in path)

    @api.depends("rule_ids.sentence")
    @api.depends_context("lang")
    def _compute_rules_sentence(self):
        for territory in self:
            territory.rules_sentence = "; ".join(territory.rule_ids.mapped("sentence"))

    # ------------------------------------------------------------------ actions

    def action_open_claimed(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.res_partner_action_claimed_by_zones"
        )
        domain = [("territory_claim_ids.territory_id", "child_of", self.id)]
        return {**action, "domain": domain, "path": False}
