from . import (
    crm_route_times,
    crm_route_stop_times,
    crm_route_order,
    crm_route_split,
    crm_route_visits,
    crm_route_stop_visits,
    crm_visit,
    res_company,
    base_partner_merge,
    crm_funnel_job,
    crm_handover_source_route,
)
