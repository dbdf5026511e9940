from . import (
    crm_customer_status_hours,
    crm_team,
    crm_visit,
    crm_visit_run,
    crm_visit_plan_days,
    crm_visit_plan_customers,
    crm_visit_plan_demand,
    crm_visit_plan_apply,
    crm_visit_plan_feasibility,
    crm_visit_plan_run,
    crm_visit_plan_workflow,
    res_users_agenda,
)
