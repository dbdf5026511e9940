from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....planning.travel import AreaSpeeds, GreatCircle, Limits, Osrm, Server, Valhalla
from ....planning.workload import WorkloadRule

PROVIDERS = [
    ("great_circle", "Straight Line"),
    ("osrm", "OSRM Server"),
    ("valhalla", "Valhalla Server"),
]
ADMINISTRATOR = "sales_team.group_sale_manager"


class ResCompany(models.Model):
    """What a company reckons with: travel times, time in the field, what is a fair load."""

    _inherit = "res.company"

    # travel times
    travel_provider = fields.Selection(
        PROVIDERS,
        "Travel Times From",
        default="great_circle",
        required=True,
        help="The straight line needs no server and asks nobody. A server of your own, or one "
        "you have a contract with, knows the roads.",
    )
    travel_url = fields.Char(
        "Travel Server",
        groups=ADMINISTRATOR,
        help="Of the server, such as http://osrm.example.com:5000. {key} stands for the key.",
    )
    travel_key = fields.Char(
        "Key of the Travel Server",
        groups=ADMINISTRATOR,
        help="Of the service, if it wants one: put where the address says {key}, else sent in "
        "the header Authorization.",
    )
    travel_profile = fields.Char(
        groups=ADMINISTRATOR,
        help="Empty: by car (driving with OSRM, auto with Valhalla).",
    )
    travel_timeout = fields.Integer(
        "Wait at Most (Seconds)", default=10, help="For one answer of the server."
    )
    travel_request_places = fields.Integer(
        "Places a Request",
        default=100,
        help="How many places the server takes at once; larger tables are asked for in parts.",
    )
    travel_circuity = fields.Float(
        "Detour Factor", default=1.3, help="How much longer roads are than the straight line."
    )
    travel_urban_speed = fields.Float(
        "Speed in Town", default=30.0, help="Km/h; the first 5 km of a leg."
    )
    travel_suburban_speed = fields.Float(
        "Speed around Towns", default=50.0, help="Km/h; the next 25 km of a leg."
    )
    travel_rural_speed = fields.Float(
        "Speed between Towns", default=70.0, help="Km/h; the rest of a leg."
    )
    travel_leg_minutes = fields.Float(
        "Minutes a Leg", default=2.0, help="Into the car, out of it, and a place to park."
    )
    # workload and capacity
    usual_visit_minutes = fields.Integer(
        "Usual Visit (Minutes)",
        default=60,
        help="Where neither the customer nor his class says how long a visit takes.",
    )
    unknown_travel_minutes = fields.Float(
        "Travel without a Position (Minutes)",
        default=20.0,
        help="To a visit, where nobody in the zone has a position on the map.",
    )
    field_share = fields.Float(
        "Share in the Field (%)",
        default=60.0,
        help="Of working hours, for visits and the way to them. The rest is for opportunities, "
        "calls, reports and meetings.",
    )
    load_fair_from = fields.Float(
        "Fair Load From (%)", default=80.0, help="Below, a zone could take more customers."
    )
    load_fair_to = fields.Float(
        "Fair Load To (%)", default=110.0, help="Above, customers will be left without visits."
    )

    _travel_limits = models.Constraint(
        "CHECK (travel_timeout BETWEEN 1 AND 120 AND travel_request_places BETWEEN 2 AND 10000)",
        "A server is waited for 1 to 120 seconds, and asked for 2 to 10,000 places at once.",
    )
    _travel_circuity_sane = models.Constraint(
        "CHECK (travel_circuity BETWEEN 1 AND 5)",
        "Roads are 1 to 5 times as long as the straight line: enter a factor such as 1.3.",
    )
    _travel_speeds_rise = models.Constraint(
        "CHECK (travel_urban_speed > 0 AND travel_suburban_speed >= travel_urban_speed"
        " AND travel_rural_speed >= travel_suburban_speed AND travel_rural_speed <= 200)",
        "Speeds are above 0 and at most 200 km/h, and not lower around towns than in them, nor "
        "between towns than around them.",
    )
    _travel_minutes_positive = models.Constraint(
        "CHECK (travel_leg_minutes >= 0 AND unknown_travel_minutes >= 0"
        " AND usual_visit_minutes > 0)",
        "Minutes of a leg cannot be below 0, and a visit takes at least one.",
    )
    _field_share_percent = models.Constraint(
        "CHECK (field_share > 0 AND field_share <= 100)",
        "The share of working hours in the field lies between 0 and 100 %.",
    )
    _load_fair_in_order = models.Constraint(
        "CHECK (load_fair_from >= 0 AND load_fair_to >= load_fair_from)",
        "A fair load goes from a percentage to a higher one.",
    )

    @api.constrains("travel_provider", "travel_url")
    def _check_travel_url(self):
        for company in self.filtered(lambda one: one.travel_provider != "great_circle"):
            try:
                Server(company._get_travel_address(), None)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "%(company)s: “%(address)s” is no address of a server. It begins with "
                        "http:// or https://.",
                        company=company.name,
                        address=company.travel_url or "",
                    )
                )

    # ------------------------------------------------------------------ for planning

    def _get_travel_address(self):
        return (self.travel_url or "").replace("{key}", self.travel_key or "")

    def _get_travel_estimate(self):
        """Return the straight line with this company's parameters."""
        speeds = AreaSpeeds(
            self.travel_urban_speed, self.travel_suburban_speed, self.travel_rural_speed
        )
        return GreatCircle(self.travel_circuity, speeds, self.travel_leg_minutes)

    def _get_travel_provider(self, fetch):
        """Return what tells travel times; the estimate where no server is set.

        :param fetch: sends a request
        """
        if self.travel_provider == "great_circle":
            return self._get_travel_estimate()
        provider, profile = {"osrm": (Osrm, "driving"), "valhalla": (Valhalla, "auto")}[
            self.travel_provider
        ]
        server = Server(self._get_travel_address(), fetch)
        limits = Limits(self.travel_request_places, provider(server).limits.metres)
        return provider(server, self.travel_profile or profile, limits)

    def _get_workload_rule(self):
        """Return what visits and the way to them are reckoned with."""
        hours = self.resource_calendar_id.hours_per_day or 8
        return WorkloadRule(
            self._get_travel_estimate(),
            hours * 60 * self.field_share / 100,
            self.unknown_travel_minutes,
        )
