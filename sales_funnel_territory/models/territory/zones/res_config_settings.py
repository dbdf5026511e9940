import base64

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """The map's ground: nothing is asked of another server until an administrator says which."""

    _inherit = "res.config.settings"

    map_tile_url = fields.Char(
        "Tile Server",
        config_parameter="sales_funnel_territory.map_tile_url",
        help="Where browsers get the pictures of the map, with {z}, {x}, {y}, and {key} for the "
        "key. Empty: the outlines we bring along, and no request to another server.",
    )
    map_tile_attribution = fields.Char(
        "Attribution",
        config_parameter="sales_funnel_territory.map_tile_attribution",
        help="What the server's terms want to be read on the map.",
    )
    map_tile_key = fields.Char(
        "Key",
        config_parameter="sales_funnel_territory.map_tile_key",
        help="Browsers send it: choose one that the server accepts from your address only.",
    )
    map_outlines_file = fields.Binary("Own Outlines", attachment=False)
    map_outlines_name = fields.Char()
    has_own_outlines = fields.Boolean(compute="_compute_has_own_outlines")

    @api.depends_context("uid")
    def _compute_has_own_outlines(self):
        has_own = bool(self.env["crm.territory"]._get_own_outlines())
        for settings in self:
            settings.has_own_outlines = has_own

    def set_values(self):
        self.env["crm.territory"]._check_tile_url(self.map_tile_url)
        result = super().set_values()
        if self.map_outlines_file:
            text = base64.b64decode(self.map_outlines_file)
            self.env["crm.territory"]._replace_outlines(text, self.map_outlines_name or "")
        return result

    def action_forget_outlines(self):
        """Show the outlines we bring along again."""
        self.env["crm.territory"]._replace_outlines(None, "")
        return {"type": "ir.actions.client", "tag": "reload"}
