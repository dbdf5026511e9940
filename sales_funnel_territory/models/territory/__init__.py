from . import (
    crm_territory,
    crm_territory_assignment,
    crm_territory_membership,
    crm_territory_rule,
    crm_lead,
    res_partner,
    work,
)

# isort: split
from . import crm_territory_use, lead, credit
from . import assign
from . import zones
from . import sales_map
from . import places
from . import visibility
from . import run  # isort: skip
from . import responsible  # isort: skip  # follows what assignment and runs do
