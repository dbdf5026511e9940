from . import crm_call_report, crm_call_report_log, sales_funnel_source_timeline_report
