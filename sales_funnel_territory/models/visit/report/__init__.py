from . import crm_plain_export_mixin, crm_call_report_named  # before what they are part of

# isort: split
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
    crm_call_report_figures,
    crm_call_report_visit,
    crm_call_report_naming,
    crm_call_report_people,
    crm_call_report_mail,
    crm_call_report_agreed,
    crm_call_report_action_activity,
    crm_call_report_action_address,
    crm_call_report_action_late,
    crm_call_report_contact,
    crm_call_report_backdate,
    crm_call_report_suggest,
    crm_call_report_remind,
    crm_customer_access_source_report,
    crm_customer_status,
    crm_funnel_job,
    crm_handover_source_report,
    crm_lead,
    crm_personal_data,
    crm_personal_data_copies,
    ir_attachment,
    mail_activity,
    mail_message,
    res_partner,
    res_config_settings,
    crm_visit,
    res_company,
)

# isort: split
from . import search  # isort: skip
from . import sending  # isort: skip
from . import loop  # isort: skip
