from . import (
    crm_lead,
    crm_lead_activity_plan,
    crm_lead_history,
    crm_lead_history_writer,
    crm_lead_history_check,
    crm_lead_probability,
    crm_lead_recorded,
    crm_lead_weighted,
    crm_stage,
    crm_team,
)
