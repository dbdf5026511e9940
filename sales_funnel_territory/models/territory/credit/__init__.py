from . import crm_won_credit_change

# isort: split
from . import crm_lead_credit, crm_lead_merge
