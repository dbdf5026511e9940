"""Names of the providers of positions that this app adds to Odoo's."""

OFFLINE = "sft_offline"  # our lists of postcodes and cities; asks nobody
NOMINATIM = "sft_nominatim"  # a Nominatim server of the company's own
NOMINATIM_SERVER = "sales_funnel_territory.nominatim_server"  # parameter: where it is
