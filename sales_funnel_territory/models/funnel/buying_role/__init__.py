from . import crm_buying_role

# isort: split
from . import (
    base_partner_merge,
    crm_buying_role_log,
    crm_buying_role_merge,
    crm_lead,
    crm_lead_bases,
    crm_lead_picture,
    crm_team,
    privacy_lookup_wizard,
    relationship_picture,
    res_partner,
    res_partner_picture,
)
