from odoo import Command, api, fields, models


class ResConfigSettings(models.TransientModel):
    """The narrow view: what it would mean is said before it is switched on."""

    _inherit = "res.config.settings"

    is_narrow_view = fields.Boolean(
        "Narrow View",
        help="Reps see the customers of their territories and of their own documents only, "
        "leaders those of their teams.",
    )
    narrow_exempt_group_ids = fields.Many2many(
        "res.groups",
        relation="res_config_settings_narrow_exempt_rel",
        column1="settings_id",
        column2="group_id",
        string="Roles That Need Every Customer",
        help="Whoever has one of these roles beside sales is not narrowed.",
    )
    narrow_view_effect = fields.Text(compute="_compute_narrow_view_effect")
    narrow_view_progress = fields.Char(compute="_compute_narrow_view_progress")

    @api.depends("narrow_exempt_group_ids")
    def _compute_narrow_view_effect(self):
        Audience = self.env["crm.customer.audience"]
        for settings in self:
            exempt = settings.narrow_exempt_group_ids._origin
            settings.narrow_view_effect = Audience._tell_effect(exempt)

    @api.depends("is_narrow_view")
    def _compute_narrow_view_progress(self):
        self.narrow_view_progress = self._tell_narrow_view_progress()

    @api.model
    def _tell_narrow_view_progress(self):
        Audience = self.env["crm.customer.audience"]
        if not Audience._is_preparing():
            return ""
        done, total = Audience._get_progress()
        return self.env._(
            "It is being prepared in the background: %(done)s of %(total)s companies and people "
            "are counted. It comes on by itself; until then everybody sees every customer.",
            done=done,
            total=total,
        )

    @api.model
    def get_values(self):
        Audience = self.env["crm.customer.audience"]
        groups = self.env["res.users"]._get_exempt_groups()
        if not Audience._is_narrow():
            groups |= Audience._get_proposed_exempt_groups()
        return {
            **super().get_values(),
            "is_narrow_view": Audience._is_narrow() or Audience._is_preparing(),
            "narrow_exempt_group_ids": [Command.set(groups.ids)],
        }

    def set_values(self):
        result = super().set_values()
        Audience = self.env["crm.customer.audience"]
        if self.is_narrow_view:
            Audience._exempt(self.narrow_exempt_group_ids)
        if self.is_narrow_view != (Audience._is_narrow() or Audience._is_preparing()):
            Audience._switch_soon(self.is_narrow_view)
        return result
