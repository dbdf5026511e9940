from odoo import fields, models
from odoo.exceptions import UserError


def _company(name, field_type, **attributes):
    return field_type(related=f"company_id.{name}", readonly=False, **attributes)


class ResConfigSettings(models.TransientModel):
    """Travel times, time in the field and what is a fair load, of the company one works in."""

    _inherit = "res.config.settings"

    travel_provider = _company("travel_provider", fields.Selection, required=True)
    travel_url = _company("travel_url", fields.Char)
    travel_key = _company("travel_key", fields.Char)
    travel_profile = _company("travel_profile", fields.Char)
    travel_timeout = _company("travel_timeout", fields.Integer)
    travel_request_places = _company("travel_request_places", fields.Integer)
    travel_circuity = _company("travel_circuity", fields.Float)
    travel_urban_speed = _company("travel_urban_speed", fields.Float)
    travel_suburban_speed = _company("travel_suburban_speed", fields.Float)
    travel_rural_speed = _company("travel_rural_speed", fields.Float)
    travel_leg_minutes = _company("travel_leg_minutes", fields.Float)
    usual_visit_minutes = _company("usual_visit_minutes", fields.Integer)
    unknown_travel_minutes = _company("unknown_travel_minutes", fields.Float)
    field_share = _company("field_share", fields.Float)
    load_fair_from = _company("load_fair_from", fields.Float)
    load_fair_to = _company("load_fair_to", fields.Float)

    def action_test_travel(self):
        """Ask for the way between two customers, and tell what came back."""
        self.ensure_one()
        customers = self._get_customers_on_map()
        points = [(one.partner_latitude, one.partner_longitude) for one in customers]
        Travel = self.env["crm.travel"]
        matrix = Travel._matrix(points, company=self.company_id, fresh=True)
        names = customers.mapped("display_name")
        remarks = Travel._get_remarks(matrix, names)
        text = " ".join(remarks) or self.env._(
            "%(server)s: %(minutes)s minutes, %(km)s km from %(start)s to %(end)s.",
            server=Travel._get_source_words(matrix.source),
            minutes=round(matrix.seconds[0, 1] / 60),
            km=round(matrix.metres[0, 1] / 1000, 1),
            start=names[0],
            end=names[1],
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Travel Times"),
                "message": text,
                "type": "warning" if remarks else "success",
                "sticky": bool(remarks),
            },
        }

    def _get_customers_on_map(self):
        """Return two customers at different places."""
        Partner = self.env["res.partner"]
        found = Partner.search(
            [
                ("is_sales_customer", "=", True),
                ("partner_latitude", "!=", 0),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            limit=50,
        )
        others = found.filtered(
            lambda one: (
                (one.partner_latitude, one.partner_longitude)
                != (found[0].partner_latitude, found[0].partner_longitude)
            )
        )
        if not others:
            raise UserError(
                self.env._(
                    "A test takes two customers with a position on the map. Locate some first."
                )
            )
        return found[0] | others[0]
