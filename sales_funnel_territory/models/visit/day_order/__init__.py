from . import (
    crm_visit_plan,
    crm_visit,
)
