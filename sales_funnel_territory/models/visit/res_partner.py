from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..customer.res_partner_customer import SALES

AHEAD = ("planned", "confirmed")


class ResPartner(models.Model):
    """The visits of a customer: the next one, and those so far."""

    _inherit = "res.partner"

    visit_ids = fields.One2many("crm.visit", "partner_id", string="Visits", groups=SALES)
    visit_count = fields.Integer("Visits Made", compute="_compute_visits", groups=SALES)
    next_visit_planned = fields.Datetime(
        "Next Planned Visit",
        compute="_compute_visits",
        search="_search_next_visit_planned",
        groups=SALES,
    )

    @api.depends("visit_ids.state", "visit_ids.start")
    def _compute_visits(self):
        Visit = self.env["crm.visit"]
        own = Domain("partner_id", "in", self.ids)
        made = dict(
            Visit._read_group(own & Domain("state", "=", "done"), ["partner_id"], ["__count"])
        )
        ahead = dict(
            Visit._read_group(own & self._get_ahead_domain(), ["partner_id"], ["start:min"])
        )
        for partner in self:
            partner.visit_count = made.get(partner._origin, 0)
            partner.next_visit_planned = ahead.get(partner._origin, False)

    @api.model
    def _get_ahead_domain(self):
        return Domain("state", "in", AHEAD) & Domain("start", ">=", self.env.cr.now())

    def _search_next_visit_planned(self, operator, value):
        if operator == "in" and set(value) == {False}:
            return Domain("visit_ids", "not any", self._get_ahead_domain())
        if operator in ("<", "<=", ">", ">="):
            # the earliest one decides
            ids = self._find_by_next_visit(operator, value)
            return Domain("id", "in", ids)
        return NotImplemented

    @api.model
    def _find_by_next_visit(self, operator, value):
        visits = self.env["crm.visit"]._search(self._get_ahead_domain())
        moment = SQL("MIN(%s)", SQL.identifier("crm_visit", "start"))
        compared = SQL("%s %s %s", moment, SQL(operator), value)  # pylint: disable=sql-injection
        customer = SQL.identifier("crm_visit", "partner_id")
        return SQL("(%s GROUP BY %s HAVING %s)", visits.select(customer), customer, compared)

    def action_open_visits(self):
        """Open the visits of this customer, the next ones first."""
        self.ensure_one()
        return self.env["crm.visit"]._get_list_action(
            [("partner_id", "=", self.id)], {"default_partner_id": self.id}
        )
