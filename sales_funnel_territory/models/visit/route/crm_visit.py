from odoo import api, fields, models


class CrmVisit(models.Model):
    """A visit of a fixed route: the day and the time that the route gave it.

    Whoever moves it keeps it: a route times anew only what stands where it has put it.
    """

    _inherit = "crm.visit"

    route_day = fields.Date("Day of the Route", readonly=True, copy=False)
    route_start = fields.Datetime("Start by the Route", readonly=True, copy=False)

    _route_day = models.Index("(route_id, route_day) WHERE route_id IS NOT NULL")

    @api.model
    def action_open_team_week(self):
        """Show the week of the user's teams, of everybody where he leads none."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_visit_action_team_week"
        )
        leads = self.env["crm.team"].search_count([("leader_ids", "=", self.env.uid)], limit=1)
        if leads:
            action["context"] = {"search_default_my_teams": 1, "search_default_group_user": 1}
        return action
