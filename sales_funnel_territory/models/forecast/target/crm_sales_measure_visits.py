from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class CrmSalesMeasureVisits(models.AbstractModel):
    """Visits done, on the day of the visit."""

    _name = "crm.sales.measure.visits"
    _inherit = "crm.sales.measure"
    _description = "Measure: Visits"

    _measure_sequence = 50

    @api.model
    def _get_label(self):
        return self.env._("Visits")

    @api.model
    def _measure(self, company, first, last, by=""):
        path = {
            "user_id": "user_id",
            "team_id": "user_id.sale_team_id",
            "territory_id": "partner_id.territory_id",
        }
        to_moment = self.env["crm.forecast.waterfall"].with_company(company)._to_moment
        rows = self.env["crm.visit"]._read_group(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "done")
            & Domain("start", ">=", to_moment(first))
            & Domain("start", "<", to_moment(last + timedelta(days=1))),
            [path[by]] if by else [],
            ["__count"],
        )
        if not by:
            return {False: rows[0][0]}
        return {owner.id or False: count for owner, count in rows}
