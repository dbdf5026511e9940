from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """A customer who stood on a route twice stands there once, and is visited once."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: whoever may merge partners carries along where they are visited
        Stop = self.env["crm.route.stop"].sudo().with_context(route_is_written=True)
        partners = (src_partners | dst_partner).ids
        stops = Stop.search([("partner_id", "in", partners)])
        stops = stops.sorted(lambda stop: (stop.partner_id != dst_partner, stop.sequence))
        routes = stops.route_id
        for same in stops.grouped("route_id").values():
            same[1:].unlink()
        visits = routes.with_context(active_test=False)._find_visits()
        twice = visits.filtered(lambda visit: visit.partner_id.id in partners)
        for same in twice.grouped(lambda visit: (visit.route_id, visit.route_day)).values():
            kept = same.sorted(lambda visit: visit.partner_id != dst_partner)
            routes._drop(kept[1:])
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        routes.exists().filtered("is_planned")._sync_visits()
        return result
