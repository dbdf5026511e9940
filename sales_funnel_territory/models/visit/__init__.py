from . import (
    crm_visit,
    crm_visit_state,
    crm_visit_nearness,
    crm_visit_check_in,
    crm_visit_event,
    crm_visit_follow,
    crm_visit_mail,
    crm_visit_contact,
    crm_visit_clash,
    crm_visit_map,
    crm_visit_plan,
    crm_visit_shortfall,
    crm_route,
    crm_route_stop,
    calendar_event,
    crm_customer_access_source_visit,
    crm_customer_status,
    crm_handover_source_visit,
    crm_lead,
    crm_personal_data,
    res_partner,
    res_partner_responsible,
    res_users,
    sales_funnel_source_timeline_visit,
    planner,
)

# isort: split
from . import plan
from . import reception  # isort: skip
from . import route  # isort: skip
from . import arrange  # isort: skip
from . import day_order  # isort: skip
from . import report  # isort: skip
from . import today  # isort: skip
from . import preparation  # isort: skip
from . import matrix  # isort: skip
