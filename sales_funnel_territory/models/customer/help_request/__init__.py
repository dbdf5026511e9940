from . import (
    crm_handover_source_help,
    crm_help_department,
    crm_help_request,
    crm_help_request_answer,  # isort: skip
    crm_help_request_due,
    crm_help_request_escalate,
    crm_help_request_report,
    crm_lead,
    res_partner,
    res_users,
)
