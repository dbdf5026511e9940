from . import (
    crm_funnel_checklist,
    crm_funnel_job,
    ir_module_module,
    res_company,
    res_config_settings,
    sales_funnel_demo,
)
