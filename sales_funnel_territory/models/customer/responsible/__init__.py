from . import (
    base_partner_merge,
    crm_customer_responsible,
    res_partner_responsible,
    res_partner_claims,  # isort: skip
)
