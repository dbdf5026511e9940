from . import (
    crm_call_report_heard,  # isort: skip
    crm_call_report_person,
    crm_call_report_deal,
    crm_call_report_answer,
    crm_call_report_fact,
    crm_call_report_rival,
    crm_call_report_change_kind,
    crm_call_report_change_fields,
    crm_call_report_change_made,
    crm_call_report_change,
    crm_call_report_change_undo,
    crm_call_report_change_words,
    crm_call_report,
)

# isort: split
from . import (
    base_partner_merge,
    crm_call_report_change_kind_attitude,
    crm_call_report_change_kind_competitor,
    crm_call_report_change_kind_gate,
    crm_call_report_change_kind_lead,
    crm_call_report_change_kind_lead_new,
    crm_call_report_change_kind_met,
    crm_call_report_change_kind_next_visit,
    crm_call_report_change_kind_profile,
    crm_call_report_change_kind_role,
    crm_call_report_change_kind_scorecard,
    crm_call_report_change_kind_urgency,
    crm_call_report_change_kind_waiver,
    crm_lead,
    crm_personal_data,
    crm_stage_gate_statement,
    res_partner,
)
