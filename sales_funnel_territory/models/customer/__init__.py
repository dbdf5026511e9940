from . import crm_cadence_mixin, crm_counted_mixin  # mixins, before who uses them

# isort: split
from . import (
    base_partner_merge,
    calendar_event,
    crm_customer_class,
    crm_customer_class_change,
    crm_customer_class_rule,
    crm_customer_class_rule_fit,
    crm_customer_figures,
    crm_customer_figures_merge,
    crm_customer_status,
    crm_customer_contact,  # isort: skip
    crm_customer_status_class,
    crm_customer_status_confirm,
    crm_customer_status_due,
    crm_customer_status_merge,
    crm_customer_status_recount,
    crm_customer_status_rhythm,
    crm_lead,
    duplicate,
    mail_activity_type,
    mail_message,
    privacy,
    res_partner,
    res_partner_candidate,
    res_partner_copy,
    res_partner_customer,  # after the fields it restricts
    res_partner_potential,
    res_partner_sorted,
    res_users_partner,
    resource_calendar_attendance,
    resource_calendar_leaves,
    resource_resource,
)

# isort: split
from . import responsible
from . import visitor  # isort: skip
from . import value
from . import handover  # isort: skip
from . import profile
from . import help_request  # isort: skip
from . import importing  # isort: skip
