from . import (
    crm_postcode_place,
    base_geo_provider,
    base_geocoder,
    base_geocoder_nominatim,
    crm_customer_status,
    crm_customer_status_locate,
    crm_customer_status_outside,
    crm_customer_status_merge,
    res_partner,
    res_partner_locate,
)
