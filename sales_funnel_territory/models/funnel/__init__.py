from . import (
    company_currency_mixin,
    crm_lead_merge,
    crm_stage_playbook,
    plan_week_mixin,
)  # before who uses them

# isort: split
from . import (
    crm_funnel_setup,
    crm_funnel_setup_apply,
    crm_funnel_setup_checks,
    crm_funnel_setup_figures,
    crm_funnel_setup_lead,
    crm_funnel_setup_line,
    crm_funnel_setup_undo,
    crm_funnel_template,
    crm_funnel_template_stage,
    crm_lead,
    crm_lead_activity_plan,
    crm_lead_funnel_chart,
    crm_lead_funnel_setup,
    crm_lead_import,
    crm_lead_line,
    crm_lead_probability,
    crm_lead_product_lines,
    crm_lead_weighted,
    crm_stage,
    crm_team,
    crm_team_product_lines,
)

# isort: split
from . import buying_role, history, qualification

# isort: split
from . import gate  # looks at the answers
