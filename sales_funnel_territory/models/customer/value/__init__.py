from . import (
    crm_customer_class_gap,
    crm_customer_figures_orders,
    crm_customer_figures_potential,
    res_partner_sleeping,
)
