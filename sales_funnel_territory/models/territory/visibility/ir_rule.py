from odoo import api, fields, models


class IrRule(models.Model):
    """Rules of the narrow view: global, so that nothing widens them, and yet for reps only.

    They are dropped where rules are collected, for whoever is not narrowed. That is inside
    Odoo's cache of a user's domains, which his groups empty when they change: it costs nothing.
    """

    _inherit = "ir.rule"

    is_narrow_view = fields.Boolean(
        "Narrow View",
        readonly=True,
        copy=False,
        help="On while the narrow view is on; holds for reps and team leaders only.",
    )

    @api.model
    def _get_rules(self, model_name, mode="read"):
        rules = super()._get_rules(model_name, mode=mode)
        if not rules or not self.env["crm.customer.audience"]._is_narrow():
            return rules
        # sudo: which rules there are is no secret of theirs; the user may not read them
        user = self.env.user.sudo()
        if user._is_narrowed():
            return rules
        return rules.sudo().filtered(lambda rule: not rule.is_narrow_view).with_env(self.env)
