from odoo import api, models
from odoo.tools import SQL


class CrmLead(models.Model):
    """What is left of an opportunity's revenue."""

    _inherit = "crm.lead"

    @api.model
    def _gross_profit_sql(self, amount, team_rate, lead_id, digits):
        """Return the gross profit of an opportunity in SQL, rounded to the currency.

        The margin of its confirmed orders where an app knows it, else the team's rate, else the
        company's.

        :param amount: the opportunity's revenue
        :param team_rate: its team's margin rate in percent; NULL without a team
        :param digits: decimals of the currency
        """
        usual = self.env.company.margin_rate  # of what belongs to no team
        rate = SQL("COALESCE(%s, %s)::numeric / 100", team_rate, usual)
        source = self.env["sales.funnel.source"]._get_source("margin")
        if source is not None:
            rate = SQL("COALESCE((%s), %s)", source._margin_rate_sql(lead_id), rate)
        return SQL("round(%s * %s, %s)", SQL("COALESCE(%s, 0)", amount), rate, digits)
