from . import (
    crm_customer_class_gap,
    crm_customer_figures_orders,
    crm_customer_figures_pareto,
    crm_customer_figures_potential,
    crm_white_space,
    res_partner_facets,
    res_partner_group,
    res_partner_sleeping,
)
