from . import (
    crm_stage_gate_kind,  # isort: skip
    crm_lead_request,  # isort: skip
    crm_gate_request,  # isort: skip
    crm_stage_gate,  # isort: skip
    crm_funnel_template_gate,  # isort: skip
    crm_funnel_setup,
    crm_funnel_template_stage,
    crm_lead_checklist,
    crm_lead_gated,
    crm_lead_gated_load,
    crm_lead_merged_gates,
    crm_lead_received,
    crm_lead_refusal,
    crm_lead_request_decider,
    crm_stage,
    crm_stage_approval,
    crm_stage_gate_kind_activity,
    crm_stage_gate_kind_approval,
    crm_stage_gate_kind_attachment,
    crm_stage_gate_kind_buying_roles,
    crm_stage_gate_kind_field,
    crm_stage_gate_kind_filter,
    crm_stage_gate_kind_qualification,
    crm_stage_gate_kind_quotation,
    crm_stage_gate_kind_statement,
    crm_stage_gate_rollout,
    crm_stage_gate_scope,
    crm_stage_gate_statement,
    crm_stage_gate_use,
    crm_stage_waiver,
    crm_team,
    ir_attachment,
)
