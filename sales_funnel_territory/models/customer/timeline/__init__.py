from . import sales_funnel_source_timeline  # before the sources

# isort: split
from . import sales_funnel_source_timeline_message

# isort: split
from . import (
    crm_relationship_picture,
    res_partner,
    sales_funnel_source_timeline_activity,
    sales_funnel_source_timeline_call,
    sales_funnel_source_timeline_class,
    sales_funnel_source_timeline_help,
    sales_funnel_source_timeline_mail,
    sales_funnel_source_timeline_meeting,
    sales_funnel_source_timeline_note,
    sales_funnel_source_timeline_order,
    sales_funnel_source_timeline_outcome,
    sales_funnel_source_timeline_stage,
    sales_funnel_source_timeline_visitor,
)
