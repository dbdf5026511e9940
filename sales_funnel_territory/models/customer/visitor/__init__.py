from . import (
    crm_lead_visitor,
    crm_lead_visitor_known,
    crm_lead_visitor_turn,
    res_partner,
)
