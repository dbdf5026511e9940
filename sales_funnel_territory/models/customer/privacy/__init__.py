from . import (
    crm_personal_data,
    crm_personal_data_export,
)
