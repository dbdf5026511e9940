from . import (
    res_partner,
    res_partner_duplicate,
    res_partner_double,
)
