from odoo import api, models

from .crm_route_visits import MOVABLE


class CrmHandoverSourceRoute(models.AbstractModel):
    """Fixed routes that somebody drives; their visits follow them."""

    _name = "crm.handover.source.route"
    _inherit = ["crm.handover.source"]
    _description = "Fixed Routes in a Hand-over"

    _handover_model = "crm.route"
    _handover_sequence = 55  # before visits

    @api.model
    def _get_label(self):
        return self.env._("Fixed routes")

    @api.model
    def _find(self, handover):
        return self.env["crm.route"].search([("user_id", "=", handover.from_user_id.id)])

    @api.model
    def _get_customers(self, records):
        return {}

    @api.model
    def _move(self, records, user):
        # sudo: the hand-over has checked that its user leads both, in whatever team they are by now
        super()._move(records.sudo(), user)

    @api.model
    def _put_back(self, records, before):
        super()._put_back(records.sudo(), before)  # sudo: as above

    @api.model
    def _log(self, records, sentence):
        # sudo: as above; the author is who hands over
        records.sudo()._message_log_batch(bodies=dict.fromkeys(records.ids, sentence))


class CrmHandoverSourceVisit(models.AbstractModel):
    """Visits that a route still decides on go with it; what is agreed or frozen goes by itself."""

    _inherit = "crm.handover.source.visit"

    @api.model
    def _find(self, handover):
        return (
            super()
            ._find(handover)
            .filtered(
                lambda visit: (
                    not (visit.route_id and visit.route_day)
                    or visit.state not in MOVABLE
                    or visit.is_frozen
                )
            )
        )

    @api.model
    def _move(self, records, user):
        routes = {visit: visit.route_id for visit in records.filtered("route_day")}
        super()._move(records, user)
        for visit, route in routes.items():
            if route.user_id == user:
                # sudo: only routes write it; without it the route would make the visit again
                visit.sudo().route_id = route
