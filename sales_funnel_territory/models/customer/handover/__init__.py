from . import (
    base_partner_merge,
    crm_customer_responsible,
    crm_handover,
    crm_handover_apply,  # isort: skip
    crm_handover_item,
    crm_handover_kind,
    crm_handover_line,
    crm_handover_people,
    crm_handover_preview,
    crm_handover_privacy,
    crm_handover_source,
    crm_handover_source_activity,  # isort: skip
    crm_handover_source_contact,
    crm_handover_source_customer,
    crm_handover_source_lead,
    crm_handover_undo,
)
