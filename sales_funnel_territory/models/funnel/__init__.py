from . import (
    crm_lead,
    crm_lead_activity_plan,
    crm_lead_probability,
    crm_lead_weighted,
    crm_stage,
    crm_team,
)
