from odoo import api, fields, models
from odoo.exceptions import ValidationError

STATES = [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")]


class CrmCallReportAction(models.Model):
    """What was agreed to be done, by whom, by when: the truth that its activity follows."""

    _name = "crm.call.report.action"
    _inherit = "crm.call.report.part"
    _description = "Action Item"
    _order = "date_due, report_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char("What", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who of us does it; he gets an activity.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Who (Customer)",
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=', customer_id)]",
        help="Who of the customer does it; there is no activity for it.",
    )
    is_theirs = fields.Boolean("Theirs", compute="_compute_is_theirs", store=True)
    date_due = fields.Date("Due", required=True, index=True, default=fields.Date.context_today)
    state = fields.Selection(STATES, required=True, default="open", index=True, copy=False)
    done_on = fields.Date(readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "On",
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', 'in', opportunity_ids)]",
        help="The opportunity that its activity stands on; the customer where it is empty.",
    )
    customer_id = fields.Many2one(related="report_id.customer_id")
    partner_id = fields.Many2one(related="report_id.partner_id", string="Customer")
    opportunity_ids = fields.Many2many(related="report_id.opportunity_ids")

    @api.depends("user_id", "contact_id")
    def _compute_is_theirs(self):
        for item in self:
            item.is_theirs = bool(item.contact_id) and not item.user_id

    @api.constrains("user_id", "contact_id")
    def _check_who(self):
        for item in self:
            if not (item.user_id or item.contact_id or item.state != "open"):
                raise ValidationError(
                    self.env._(
                        "Who does “%(what)s”? Name one of us, or of the customer.", what=item.name
                    )
                )
