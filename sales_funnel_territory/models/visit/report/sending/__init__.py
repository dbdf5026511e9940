from . import crm_call_report_sheet, crm_call_report_send, crm_funnel_job
