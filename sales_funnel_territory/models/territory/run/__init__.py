from . import (
    crm_territory_run,
    crm_territory_run_line,
    crm_territory_move,
    crm_territory_run_work,
    crm_territory_run_undo,
    crm_territory,
)
