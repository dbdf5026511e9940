from . import (
    crm_said_mixin,
    crm_forecast_adjustment,
    crm_forecast_snapshot,
    crm_forecast_snapshot_deal,
    crm_forecast_snapshot_line,
    crm_forecast_snapshot_submit,
    crm_forecast_snapshot_said,
    crm_personal_data,
    res_users,
)
