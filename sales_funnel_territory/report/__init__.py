from . import crm_forecast_grade_report, crm_lead_line_report
