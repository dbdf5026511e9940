from odoo import api, fields, models

from ...tools.city_centres import INSTALL, find_file
from ...tools.geo_providers import NOMINATIM, NOMINATIM_SERVER


class ResConfigSettings(models.TransientModel):
    """Where customers' positions come from: nobody outside is asked unless it is ticked here."""

    _inherit = "res.config.settings"

    has_city_centres = fields.Boolean(compute="_compute_place_lists")
    city_centres_command = fields.Char(compute="_compute_place_lists")
    postcode_count = fields.Integer("Postcode Centres", compute="_compute_place_lists")
    is_place_provider_outside = fields.Boolean(compute="_compute_place_provider")
    is_place_provider_own = fields.Boolean(compute="_compute_place_provider")
    is_places_allowed = fields.Boolean(
        "Locate customers automatically with this provider",
        compute="_compute_place_choices",
        store=True,
        readonly=False,
        help="Addresses of customers are sent to it. Not ticked: nobody outside is asked.",
    )
    places_per_second = fields.Float(
        "Requests a Second", compute="_compute_place_choices", store=True, readonly=False
    )
    places_daily_limit = fields.Integer(
        "Requests a Day", compute="_compute_place_choices", store=True, readonly=False
    )
    nominatim_server = fields.Char(
        "Address of the Server",
        config_parameter=NOMINATIM_SERVER,
        help="Your own Nominatim server, as https://nominatim.example.com",
    )

    @api.depends_context("uid")
    def _compute_place_lists(self):
        # sudo: a number, for whoever sees the settings
        count = self.env["crm.postcode.place"].sudo().search_count([])
        for settings in self:
            settings.has_city_centres = bool(find_file())
            settings.city_centres_command = INSTALL
            settings.postcode_count = count

    @api.depends("geoloc_provider_id")
    def _compute_place_provider(self):
        for settings in self:
            provider = settings.geoloc_provider_id
            settings.is_place_provider_outside = provider._is_outside()
            settings.is_place_provider_own = provider.tech_name == NOMINATIM

    @api.depends("geoloc_provider_id")
    def _compute_place_choices(self):
        for settings in self:
            provider = settings.geoloc_provider_id
            settings.is_places_allowed = provider.is_places_allowed
            settings.places_per_second = provider.requests_per_second
            settings.places_daily_limit = provider.daily_limit

    def set_values(self):
        result = super().set_values()
        values = {
            "is_places_allowed": self.is_places_allowed,
            "requests_per_second": self.places_per_second,
            "daily_limit": self.places_daily_limit,
        }
        # sudo: providers are the system's; whoever may change settings changes what is said of one
        provider = self.geoloc_provider_id.sudo()
        changed = {name: value for name, value in values.items() if provider[name] != value}
        if provider and changed:
            provider.write(changed)
        return result
