from odoo import fields, models


class CrmVisit(models.Model):
    """A visit of a fixed route: the day and the time that the route gave it.

    Whoever moves it keeps it: a route times anew only what stands where it has put it.
    """

    _inherit = "crm.visit"

    route_day = fields.Date("Day of the Route", readonly=True, copy=False)
    route_start = fields.Datetime("Start by the Route", readonly=True, copy=False)

    _route_day = models.Index("(route_id, route_day) WHERE route_id IS NOT NULL")
