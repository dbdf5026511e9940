from . import crm_forecast_board, crm_territory
