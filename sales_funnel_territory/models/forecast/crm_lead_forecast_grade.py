from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...planning.forecast_grades import GradeRow, grade_table
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

    # ------------------------------------------------------------------ the table

    @api.model
    def _get_forecast_by_grade(self, domain):
        """Return the table of the forecast by grade of the deals in a domain, by one query.

        Amounts are in the currency of the reader's company, converted at today's rate.

        :param domain: which opportunities; open and won ones among them count
        """
        counted = Domain("won_status", "=", "won") | self._open_deal_domain()
        total = self._sum_function()
        by_grade, by_status = self._read_grouping_sets(
            Domain(domain) & Domain("type", "=", "opportunity") & counted,
            [["forecast_grade"], ["won_status"]],
            [
                "customer_id:count_distinct",
                "__count",
                "customer_id:count",
                f"expected_revenue:{total}",
                f"prorated_revenue:{total}",
            ],
        )
        grades = [grade for grade, _label in GRADES]
        return grade_table(grades, map(_to_row, by_grade), map(_to_row, by_status))


def _to_row(values):
    grade, customers, opportunities, with_customer, amount, expected_result = values
    return GradeRow(
        grade=grade or "",
        customers=customers,
        opportunities=opportunities,
        without_customer=opportunities - with_customer,
        amount=amount or 0.0,
        expected_result=expected_result or 0.0,
    )
