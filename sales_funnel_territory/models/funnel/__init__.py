from . import crm_stage_playbook  # the mixin, before the models that use it

# isort: split
from . import (
    crm_funnel_template,
    crm_funnel_template_stage,
    crm_lead,
    crm_lead_activity_plan,
    crm_lead_probability,
    crm_lead_weighted,
    crm_stage,
    crm_team,
)
