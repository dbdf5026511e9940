from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.workload import ROLES_THAT_CARRY, share_out
from .crm_territory_load_capacity import DAYS


class CrmTerritoryPerson(models.Model):
    """Workload and capacity of a person over all territories: one row for each."""

    _name = "crm.territory.person"
    _inherit = ["crm.load.mixin"]
    _description = "Load of a Person"
    _rec_name = "user_id"
    _order = "load_percent desc, id"
    _log_access = False

    user_id = fields.Many2one(
        "res.users", "Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="user_id.company_id")
    team_id = fields.Many2one(related="user_id.sale_team_id")
    territory_ids = fields.Many2many(
        "crm.territory",
        string="Territories",
        compute="_compute_territory_ids",
        help="Where the person carries visits, today or in the next 12 months.",
    )

    _user_unique = models.Constraint("UNIQUE(user_id)", "There is one row for each person.")

    def _compute_territory_ids(self):
        Assignment = self.env["crm.territory.assignment"]
        today = fields.Date.context_today(self)
        valid = Domain("date_from", "<=", today + timedelta(days=DAYS)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        )
        groups = dict(
            Assignment._read_group(
                valid
                & Domain("role", "in", ROLES_THAT_CARRY)
                & Domain("user_id", "in", self.user_id.ids),
                ["user_id"],
                ["territory_id:recordset"],
            )
        )
        for row in self:
            row.territory_ids = groups.get(row.user_id, self.env["crm.territory"])

    # ------------------------------------------------------------------ actions

    def action_open_territories(self):
        """Open what the zones of this person carry."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_territory_load_action"
        )
        own = [("territory_id", "in", self.territory_ids.ids)]
        return {
            **action,
            "name": self.user_id.name,
            "display_name": self.user_id.name,
            "domain": own,
            "context": {},
            "path": False,
        }

    # ------------------------------------------------------------------ in bulk

    @api.model
    def _apply_people(self, counted, workloads, capacities):
        """Write a row for each person who carries visits.

        :param workloads: {territory id: own hours}
        :param capacities: {user: {territory id: hours}}
        """
        by_territory = {}
        for user, parts in capacities.items():
            for territory, hours in parts.items():
                by_territory.setdefault(territory, {})[user.id] = hours
        shares = {one: share_out(1.0, hours) for one, hours in by_territory.items()}
        self._replace(
            "user_id",
            [
                self._prepare_person(user, parts, shares, workloads, counted)
                for user, parts in capacities.items()
            ],
        )

    @api.model
    def _prepare_person(self, user, parts, shares, workloads, counted):
        customers = visited = workload = 0.0
        for territory in parts:
            share = shares[territory][user.id]
            customers += share * counted.get_customers(territory)
            visited += share * counted.get_visited(territory)
            workload += share * workloads.get(territory, 0.0)
        Load = self.env["crm.territory.load"]
        return {
            "user_id": user.id,
            "customer_count": round(customers),
            **Load._prepare_load(user.company_id, visited, workload, sum(parts.values())),
        }
