from odoo import fields, models


class CrmCallReportTemplateObjective(models.Model):
    """An objective that reports of a template start with."""

    _name = "crm.call.report.template.objective"
    _description = "Objective of a Call Report Template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "crm.call.report.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Objective", required=True, translate=True)
    wanted = fields.Char("Wanted Result", translate=True)
