from . import (
    crm_lead,
    crm_lead_category_follow,
    crm_stage,
    crm_funnel_setup,
)
