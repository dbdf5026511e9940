from . import (
    crm_forecast_adjustment,
    crm_forecast_snapshot,
    crm_forecast_snapshot_submit,
    crm_personal_data,
)
