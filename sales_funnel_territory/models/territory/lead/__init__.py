from . import (
    base_partner_merge,
    crm_lead_noted,
    crm_lead_placed,
    res_partner,
)
