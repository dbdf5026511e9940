from . import (
    crm_call_report_part,
    crm_call_report,
    crm_call_report_objective,
    crm_call_report_action,
    crm_call_report_addition,
    crm_call_report_template,
    crm_call_report_template_objective,
)

# isort: split
from . import (
    crm_call_report_state,
    crm_call_report_due,
    crm_call_report_visit,
    crm_call_report_people,
    crm_call_report_mail,
    crm_visit,
    res_company,
)
