from . import (
    crm_customer_responsible,
    crm_handover_source_territory,
    crm_territory,
    crm_territory_move,
    crm_territory_run,
    res_company,
    res_config_settings,
    res_partner_owner,
    res_partner_owner_leads,  # isort: skip
)
