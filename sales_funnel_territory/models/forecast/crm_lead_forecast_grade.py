from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..funnel.crm_stage import GRADES

FORECAST_GRADES = [*GRADES, ("won", "Won")]


class CrmLead(models.Model):
    """The rows of the forecast by grade: open deals by funnel grade, won ones apart."""

    _inherit = "crm.lead"

    forecast_grade = fields.Selection(
        FORECAST_GRADES,
        compute="_compute_forecast_grade",
        search="_search_forecast_grade",
        help="The funnel grade of the stage; won opportunities have a row of their own.",
    )

    @api.depends("won_status", "grade")
    def _compute_forecast_grade(self):
        for lead in self:
            lead.forecast_grade = "won" if lead.won_status == "won" else lead.grade

    @api.model
    def _search_forecast_grade(self, operator, value):
        if operator != "in":
            return NotImplemented
        won = Domain("won_status", "=", "won")
        grades = [grade for grade in value if grade != "won"]
        graded = Domain("grade", "in", grades) & Domain("won_status", "!=", "won")
        return (won if "won" in value else Domain.FALSE) | (graded if grades else Domain.FALSE)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "forecast_grade":
            return SQL(
                "(CASE WHEN %s = 'won' THEN 'won' ELSE %s END)",
                self._field_to_sql(alias, "won_status", query),
                self._field_to_sql(alias, "grade", query),
            )
        return super()._field_to_sql(alias, field_expr, query)
