from . import (
    crm_forecast_waiver,
    crm_lead_commit,
    crm_lead_commit_checklist,
    crm_lead_commit_facts,
    crm_lead_commit_load,
    crm_lead_commit_merge,
    crm_lead_commit_refusal,
    crm_lead_commit_word,
    crm_team,
)
