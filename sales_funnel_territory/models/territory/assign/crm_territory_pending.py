from odoo import api, fields, models

DECIDING = frozenset(("boundary", "parent_id", "sequence", "active", "company_id"))


class CrmTerritory(models.Model):
    """A change of rules or boundaries moves nobody by itself: it waits until it is applied."""

    _inherit = "crm.territory"

    rules_changed = fields.Boolean(
        readonly=True,
        copy=False,
        help="Rules or boundary have changed since customers were assigned last: preview the "
        "change, then apply it.",
    )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        territories = super().create(vals_list)
        territories.filtered("boundary")._ensure_area_rule()
        (territories | territories.parent_id)._note_rules_changed()
        return territories

    def write(self, vals):
        if DECIDING.isdisjoint(vals):
            return super().write(vals)
        above = self.parent_id if "parent_id" in vals else self.browse()
        result = super().write(vals)
        if vals.get("boundary"):
            self._ensure_area_rule()
        (self | above | self.parent_id)._note_rules_changed()
        return result

    def unlink(self):
        above = self.parent_id - self
        result = super().unlink()
        above._note_rules_changed()
        self._forget_plan()
        return result

    # ------------------------------------------------------------------ business

    def _ensure_area_rule(self):
        """A territory that is drawn claims who lies in it, unless a rule says more."""
        Rule = self.env["crm.territory.rule"].with_context(active_test=False)
        drawn = Rule.search([("territory_id", "in", self.ids), ("in_area", "=", True)])
        Rule.create(
            [
                {"territory_id": territory.id, "in_area": True}
                for territory in self - drawn.territory_id
            ]
        )

    def _note_rules_changed(self):
        """Remember that these wait for being applied."""
        # sudo: the mark is ours, whoever was allowed to change a rule
        self.sudo().filtered(lambda one: not one.rules_changed).rules_changed = True
        self.env.flush_all()
        self._forget_plan()

    @api.model
    def _forget_rules_changed(self):
        """All rules are applied: nothing waits any more."""
        pending = self.sudo().with_context(active_test=False).search([("rules_changed", "=", True)])
        pending.rules_changed = False

    @api.model
    def _has_pending(self):
        # sudo: whether anything waits, in any company
        return bool(
            self.sudo()
            .with_context(active_test=False)
            .search_count([("rules_changed", "=", True)], limit=1)
        )
