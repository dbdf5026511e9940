from odoo import fields, models


class CrmStageGateStatement(models.Model):
    """A statement that a call report made: the report is its evidence."""

    _inherit = "crm.stage.gate.statement"

    report_id = fields.Many2one(
        "crm.call.report",
        string="Call Report",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
