from . import (
    crm_forecast_grade_report,
    crm_lead_line_report,
    crm_preparation_report,
    crm_result_report,
    crm_result_report_fiscal,
    crm_stage_transition_report,
    crm_territory_membership_report,
    crm_time_report,
    crm_visit_completion_report,
    crm_visitor_report,
)

# isort: split
from . import crm_stage_flow
