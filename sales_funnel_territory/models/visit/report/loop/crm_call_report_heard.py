from odoo import fields, models


class CrmCallReportHeard(models.AbstractModel):
    """A row of a call report that tells what was heard, to be offered as changes elsewhere."""

    _name = "crm.call.report.heard"
    _inherit = "crm.call.report.part"
    _description = "What a Call Report Tells"

    sequence = fields.Integer(default=10)
    customer_id = fields.Many2one(related="report_id.customer_id")
    user_id = fields.Many2one(related="report_id.user_id")
