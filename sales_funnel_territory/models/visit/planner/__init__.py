from . import (
    crm_visit_plan_planner,
    crm_visit_plan_planner_days,
    crm_visit_plan_planner_visits,
    crm_visit_plan_planner_tray,
    crm_visit_plan_planner_words,
    crm_visit_plan_planner_check,
    crm_visit_plan_planner_move,
    crm_visit_plan_planner_near,
    crm_visit_plan_planner_limits,
    crm_visit_plan_planner_load,
    crm_visit_plan_planner_replan,
)
