from . import crm_customer_responsible_change
from . import crm_customer_territory_change
from . import crm_customer_tag_add
from . import crm_funnel_preferences
from . import crm_forecast_grade_print
from . import crm_lead_lost
from . import crm_stage_gate_rollout
from . import crm_territory_as_of
from . import crm_won_credit_correct
from . import privacy_lookup_wizard
from . import privacy_lookup_wizard_line
from . import privacy_lookup_wizard_export
from . import privacy_lookup_wizard_line_notes
from . import privacy_lookup_wizard_line_handover  # after the one it adds to
from . import crm_territory_import
from . import crm_territory_import_line
from . import crm_territory_merge
from . import crm_postcode_import
