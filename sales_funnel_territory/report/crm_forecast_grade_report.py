from odoo import api, models


class CrmForecastGradeReport(models.AbstractModel):
    _name = "report.sales_funnel_territory.crm_forecast_grade_report"
    _description = "Forecast by Grade"

    @api.model
    def _get_report_values(self, docids, data=None):
        grades = self.env["crm.lead"]._fields["forecast_grade"]._description_selection(self.env)
        return {
            "doc_ids": docids,
            "doc_model": "crm.forecast.grade.print",
            "docs": self.env["crm.forecast.grade.print"].browse(docids),
            "grades": dict(grades),
        }
