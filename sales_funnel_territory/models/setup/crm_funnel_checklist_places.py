from odoo import api, models

from ...tools.city_centres import INSTALL, find_file


class CrmFunnelChecklist(models.AbstractModel):
    """Are the customers on the map?"""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("jobs"), "places")
        return keys

    def _step_places(self):
        title = self.env._("Put your customers on the map")
        # sudo: counts of all, for the administrator
        Status = self.env["crm.customer.status"].sudo()
        groups = dict(Status._read_group([], ["geo_state"], ["__count"]))
        total, failed = sum(groups.values()), groups.get("failed", 0)
        text = self.env._(
            "%(placed)s of %(all)s customers are on the map.",
            placed=groups.get("placed", 0),
            all=total,
        )
        if not failed:
            state = "todo" if groups.get("todo") else "done"
            return self._make_step(state, title, text)
        text += " " + self.env._("%(failed)s cannot be placed.", failed=failed)
        if not find_file():
            text += " " + self.env._(
                "Centres of cities are missing: have %(command)s run on the server.",
                command=INSTALL,
            )
        return self._make_step("attention", title, text, self.env._("Show Them"))

    def _open_places(self):
        return self._get_action("sales_funnel_territory.res_partner_action_not_placed")
