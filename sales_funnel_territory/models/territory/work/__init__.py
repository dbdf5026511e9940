from . import (
    res_company,
    res_users,
    crm_travel_time,
    crm_travel,
    crm_load_mixin,
    crm_territory_load,
    crm_territory_load_capacity,
    crm_territory_load_refresh,
    crm_territory_person,
    crm_territory_figures,
    crm_territory,
    res_partner,
)
