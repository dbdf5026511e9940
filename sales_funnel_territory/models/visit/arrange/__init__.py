from . import (
    crm_visit_free_days,
    res_partner,
    crm_lead,
)
