from . import (
    ir_actions_act_window_view,
    ir_ui_view,
    base,
    base_groups,
    res_partner,
)
