from . import crm_lead_history, crm_lead_recorded

# isort: split
from . import (
    base_partner_merge,
    crm_lead_ageing,
    crm_lead_history_check,
    crm_lead_history_log,
    crm_lead_history_privacy,
    crm_lead_history_rebuild,
    crm_lead_history_rebuilt,
    crm_lead_history_split,
    crm_lead_history_values,
    crm_lead_history_writer,
    crm_stage_pace,
    res_company,
)
