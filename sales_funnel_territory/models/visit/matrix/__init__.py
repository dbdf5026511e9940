from . import (
    mail_activity_type,
    mail_activity,
    mail_activity_facts,
    crm_customer_class,
    res_company,
    res_config_settings,
    crm_time_plan,
    crm_activity_delegation,
    crm_activity_drop,
    crm_time_matrix,
    crm_time_matrix_move,
    crm_time_matrix_share,
)
