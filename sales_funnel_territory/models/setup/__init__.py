from . import (
    crm_funnel_checklist,
    crm_funnel_checklist_customers,
    crm_funnel_checklist_duplicates,
    crm_funnel_checklist_gates,
    crm_funnel_checklist_places,
    crm_funnel_checklist_load,
    crm_funnel_job,
    crm_funnel_job_customer,
    crm_funnel_job_help,
    crm_funnel_job_history,
    crm_funnel_job_narrow_view,
    crm_funnel_job_load,
    crm_funnel_job_responsible,  # after the job it adds to
    crm_funnel_job_profile,
    crm_funnel_job_places,
    crm_funnel_job_territory,
    crm_funnel_job_visit,
    crm_funnel_job_visit_plan,
    ir_module_module,
    res_company,
    res_config_settings,
    res_config_settings_places,
    res_config_settings_narrow_view,
    res_config_settings_travel,
    sales_funnel_demo,
    sales_funnel_source,
    sales_funnel_source_order,
    sales_funnel_source_quotation,
    sales_funnel_source_won,
)

# isort: split
from . import sales_funnel_demo_past, sales_funnel_demo_territory
