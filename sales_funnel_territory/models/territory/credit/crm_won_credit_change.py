from odoo import fields, models

from ....tools.past_many2one import PastMany2one


class CrmWonCreditChange(models.Model):
    """A correction of who, and which territory, has won an opportunity: by whom, and why."""

    _name = "crm.won.credit.change"
    _description = "Correction of a Won Credit"
    _order = "id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="lead_id.company_id")  # stored, leads would pay for it
    territory_from_id = PastMany2one("crm.territory", string="From (territory)", readonly=True)
    territory_from_name = fields.Char("Territory Before", readonly=True)
    territory_to_id = PastMany2one("crm.territory", string="To (territory)", readonly=True)
    territory_to_name = fields.Char("Territory After", readonly=True)
    user_from_id = PastMany2one("res.users", string="From (person)", readonly=True)
    user_from_name = fields.Char("Won By Before", readonly=True)
    user_to_id = PastMany2one("res.users", string="To (person)", readonly=True)
    user_to_name = fields.Char("Won By After", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    changed_by_id = PastMany2one("res.users", string="Corrected By (record)", readonly=True)
    changed_by_name = fields.Char("Corrected By", readonly=True)
    changed_on = fields.Datetime("Corrected On", readonly=True)
