from . import (
    crm_lead_board,
    crm_lead_forecast_date,
    crm_lead_forecast_grade,
    crm_lead_measures,
    crm_lead_period,
    crm_team,
    res_company,
    res_partner,
    resource_calendar,
)

from . import category, waterfall  # isort: skip
from . import target, judgement, board  # isort: skip
from . import commit  # isort: skip
from . import results  # isort: skip
