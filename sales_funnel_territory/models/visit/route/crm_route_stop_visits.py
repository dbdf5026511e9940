from odoo import api, models

_KEYS = frozenset(("partner_id", "sequence", "minutes", "route_id"))


class CrmRouteStop(models.Model):
    """A route's visits follow its customers, also where these are changed on their own."""

    _inherit = "crm.route.stop"

    @api.model_create_multi
    def create(self, vals_list):
        stops = super().create(vals_list)
        stops._follow_route()
        return stops

    def write(self, vals):
        routes = self.route_id
        result = super().write(vals)
        if not _KEYS.isdisjoint(vals):
            self._follow_route(routes)
        return result

    def unlink(self):
        routes = self.route_id
        result = super().unlink()
        self._follow_route(routes)
        return result

    def _follow_route(self, routes=None):
        if self.env.context.get("route_is_written"):
            return  # the route does it, once
        routes = (routes or self.env["crm.route"]) | self.exists().route_id
        routes.exists().filtered("is_planned")._sync_visits()
