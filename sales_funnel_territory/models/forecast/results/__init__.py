from . import (
    crm_lead_gross_profit,
    crm_sales_formula,
    crm_sales_formula_asked,
    crm_sales_formula_screen,
    crm_sales_formula_words,
    crm_supply_forecast_number,
    crm_supply_forecast_said,
    crm_supply_forecast,
)
