from . import (
    crm_territory_boundary,
    crm_territory_geojson,
    crm_territory_cut,
    crm_territory_targets,
    crm_territory_clash,
    crm_territory_map,
    crm_territory_map_settings,
    res_config_settings,
)
