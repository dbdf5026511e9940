from . import (
    crm_today,
    crm_today_activity,
    crm_today_lead,
    crm_today_visit,
    crm_today_late,
    crm_today_report,
    crm_today_submit,
    crm_way_mixin,
    crm_phone_submission,
    crm_funnel_setup,
    crm_visit,
    crm_call_report,
)
