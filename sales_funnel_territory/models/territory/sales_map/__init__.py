from . import (
    ir_actions_act_window_view,
    ir_ui_view,
    base,
    res_partner,
)
