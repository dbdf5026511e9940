from . import (
    res_company,
    crm_sales_measure,
    crm_sales_measure_won,
    crm_sales_measure_visits,
    crm_team,
    crm_sales_target_version,
    crm_sales_target,
    crm_sales_target_grid,
    crm_sales_target_grid_rows,
    crm_sales_target_cells,
    crm_sales_target_split,
)
