from . import crm_cadence_mixin  # mixin, before who uses it

# isort: split
from . import (
    calendar_event,
    crm_customer_class,
    crm_customer_class_rule,
    crm_customer_figures,
    crm_customer_status,
    crm_customer_contact,  # isort: skip
    crm_customer_status_class,
    crm_customer_status_due,
    crm_lead,
    mail_activity_type,
    mail_message,
    res_partner,
    resource_calendar_attendance,
    resource_calendar_leaves,
    resource_resource,
)
