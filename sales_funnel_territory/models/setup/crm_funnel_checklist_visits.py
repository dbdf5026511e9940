from odoo import api, fields, models
from odoo.fields import Domain


class CrmFunnelChecklist(models.AbstractModel):
    """Can visits be planned, and is it said what is to be reached?"""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        at = keys.index("jobs")
        return [*keys[:at], "day_starts", "visit_plans", "targets", *keys[at:]]

    # ------------------------------------------------------------------ where days begin

    def _step_day_starts(self):
        title = self.env._("Say where people's days begin")
        people = self._get_visitors()
        lost = people.filtered(lambda user: not _is_placed(user.sudo()._get_start_place()))
        if not lost:
            text = self.env._("At home, or at the company: both are found on the map.")
            return self._make_step("done" if people else "todo", title, text)
        text = self.env._(
            "%(people)s: neither home nor company is on the map, so the way to the first visit "
            "cannot be planned. Enter the company's address with city and country, or their own.",
            people=self._join_names(lost),
        )
        return self._make_step("attention", title, text, self.env._("Enter Addresses"))

    def _open_day_starts(self):
        people = self._get_visitors()
        starts = people.company_id.partner_id | people.partner_id
        starts._locate_starts()  # what was entered meanwhile need not wait for the night
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Where Days Begin"),
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", starts.ids)],
            "context": {"active_test": False},
        }

    def _get_visitors(self):
        """Return those who look after customers, and so visit them."""
        return (
            self.env["res.partner"]
            ._read_group(
                Domain("is_sales_customer", "=", True)
                & Domain("user_id.active", "=", True)
                & Domain("user_id.company_id", "in", self.env.companies.ids),
                [],
                ["user_id:recordset"],
            )[0][0]
            .sorted()
        )

    # ------------------------------------------------------------------ plans and targets

    def _step_visit_plans(self):
        title = self.env._("Plan visits")
        if self.env["crm.visit.plan"].search_count([], limit=1):
            text = self.env._("There are visit plans.")
            return self._make_step("done", title, text)
        text = self.env._(
            "On Friday everybody who looks after customers with a visit frequency gets a draft of "
            "the next week. Sooner: make one under Visit Plans."
        )
        return self._make_step("todo", title, text, self.env._("Visit Plans"))

    def _open_visit_plans(self):
        return self._get_action("sales_funnel_territory.crm_visit_plan_action")

    def _step_targets(self):
        title = self.env._("Set targets")
        today = fields.Date.context_today(self)
        now = Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        in_force = Domain("version_id.state", "=", "approved")
        Target = self.env["crm.sales.target"]
        if Target.search_count(now & in_force, limit=1):
            text = self.env._("There are targets for today, and they are approved.")
            return self._make_step("done", title, text)
        text = self.env._(
            "The forecast board compares with targets: enter them by month, quarter or year, and "
            "have them approved."
        )
        return self._make_step("todo", title, text, self.env._("Targets"))

    def _open_targets(self):
        return self.env["ir.actions.actions"]._for_xml_id(
            "sales_funnel_territory.crm_sales_target_action_grid"
        )


def _is_placed(place):
    return place.partner_latitude or place.partner_longitude
