from . import crm_forecast_board, crm_territory, plain_export
