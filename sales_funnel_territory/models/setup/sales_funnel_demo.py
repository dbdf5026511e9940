import logging

from odoo import api, models
from odoo.modules import Manifest
from odoo.tools import config, convert_file

_logger = logging.getLogger(__name__)

MODULE = "sales_funnel_territory"
FILES = (
    "demo/res_users_demo.xml",
    "demo/crm_team_demo.xml",
    "demo/crm_stage_demo.xml",
    "demo/res_partner_demo.xml",
    "demo/res_partner_people_demo.xml",
    "demo/product_demo.xml",
    "demo/crm_lost_reason_demo.xml",
    "demo/crm_lead_demo.xml",
    "demo/crm_lead_line_demo.xml",
    "demo/crm_buying_role_demo.xml",
    "demo/mail_activity_demo.xml",
)


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
