from . import (
    base_partner_merge,
    crm_lead_noted,
    crm_lead_placed,
    crm_lead_address,  # isort: skip
    crm_lead_salesperson,  # isort: skip
    crm_team,
    crm_team_assign,
    res_partner,
)
