from odoo import fields, models

OUTCOMES = [("reached", "Reached"), ("partly", "Partly"), ("not", "Not Reached")]


class CrmCallReportObjective(models.Model):
    """What a contact was to bring, in a way that can be measured, and what it brought."""

    _name = "crm.call.report.objective"
    _inherit = "crm.call.report.part"
    _description = "Objective of a Call Report"
    _order = "report_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char("Objective", required=True)
    wanted = fields.Char("Wanted Result", help="Measurable: a number, a date, a name, a yes.")
    outcome = fields.Selection(OUTCOMES, index=True)
    why = fields.Char(help="Why it came out so; asked for where it was not reached.")
