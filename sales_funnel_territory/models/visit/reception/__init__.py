from . import (
    res_company,
    crm_customer_closing,
    crm_customer_status,
    res_partner,
    base_partner_merge,
    res_config_settings,
)
