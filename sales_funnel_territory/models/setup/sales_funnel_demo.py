import logging

from odoo import api, models
from odoo.modules import Manifest
from odoo.tools import config, convert_file

_logger = logging.getLogger(__name__)

MODULE = "sales_funnel_territory"


class SalesFunnelDemo(models.AbstractModel):
    """The demo company: only where demo data is asked for, never into a database that has some.

    Odoo loads an app's demo data into every database that was once made with demo data. There
    it would add its opportunities to those that people look at already.
    """

    _name = "sales.funnel.demo"
    _description = "Sales Funnel Demo Data"

    @api.model
    def _load(self):
        if not config["with_demo"]:
            _logger.info("%s: demo data left out; start Odoo with --with-demo to have it", MODULE)
            return
        references = {}
        for file in Manifest.for_addon(MODULE)["oca_data_manual"]:
            convert_file(self.env, MODULE, file, references, mode="init", noupdate=True)
        leads = self._get_demo_leads()
        self._name_sources(leads)
        self._seed_history(leads)
        self._begin_customers()
        self._tell_forecasts()
        self._tell_supply()
