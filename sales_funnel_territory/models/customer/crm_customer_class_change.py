from odoo import fields, models


class CrmCustomerClassChange(models.Model):
    """Which class a customer had from when on, and who decided it. Never edited by hand."""

    _name = "crm.customer.class.change"
    _description = "Change of a Customer Class"
    _order = "changed_on desc, id desc"
    _rec_name = "status_id"

    status_id = fields.Many2one(
        "crm.customer.status", string="Customer", required=True, index=True, ondelete="cascade"
    )
    before_id = fields.Many2one("crm.customer.class", ondelete="restrict")
    after_id = fields.Many2one("crm.customer.class", ondelete="restrict")
    proposed_id = fields.Many2one(
        "crm.customer.class",
        string="Proposed then",
        ondelete="restrict",
        help="What the rules proposed when the class was confirmed.",
    )
    changed_on = fields.Datetime("Confirmed On", required=True)
    changed_by_id = fields.Many2one("res.users", string="Confirmed By", ondelete="restrict")
