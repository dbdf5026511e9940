from . import (
    crm_forecast_board,
    crm_forecast_board_figures,
    crm_forecast_board_told,
    crm_forecast_board_changes,
    crm_forecast_board_said,
    crm_forecast_board_do,
    crm_forecast_board_xlsx,
)
