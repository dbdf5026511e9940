from . import (
    crm_visit,
    crm_visit_plan,
    crm_visit_shortfall,
    crm_route,
    crm_route_stop,
    res_users,
)
