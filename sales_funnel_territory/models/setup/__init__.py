from . import (
    crm_funnel_checklist,
    crm_funnel_job,
    crm_funnel_job_history,
    res_company,
    res_config_settings,
    sales_funnel_demo,
)
