from . import (
    crm_customer_competitor,
    crm_customer_product_use,
    crm_customer_profile_confirmation,
    crm_profile_template,
    crm_profile_template_line,
    res_partner,
    crm_customer_status,  # isort: skip
    base_partner_merge,
    crm_customer_status_refresh,
    crm_customer_status_request,
    mail_activity,
    res_partner_note,
    res_partner_sheet,
)
