from . import (
    crm_funnel_checklist,
    crm_funnel_job,
    res_company,
    res_config_settings,
    sales_funnel_demo,
)
