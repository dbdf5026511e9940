from . import (
    crm_lead_history,
    crm_forecast_waterfall,
    crm_forecast_waterfall_asked,
    crm_forecast_waterfall_filter,
    crm_forecast_waterfall_group,
    crm_forecast_waterfall_pair,
    crm_forecast_waterfall_sql,
    crm_forecast_waterfall_line,
    crm_forecast_waterfall_screen,
)
