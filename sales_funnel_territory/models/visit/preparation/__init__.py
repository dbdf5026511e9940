from . import crm_preparation_part  # before the parts

# isort: split
from . import (
    crm_call_report,
    crm_lead,
    crm_preparation,
    crm_preparation_part_action,
    crm_preparation_part_opportunity,
    crm_preparation_part_person,
    crm_preparation_part_profile,
    crm_preparation_part_purchase,
    crm_preparation_part_report,
    crm_visit,
    res_partner,
)
