from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ....tools.kept_fields import without_defaults

TIMELINESS = [("on_time", "On Time"), ("late", "Late")]
STATES = [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")]
# what only buttons, activities and the submission of its report write
KEPT = frozenset({"done_on", "activity_id", "date_agreed", "timeliness", "in_time_rate"})
# what may still change when its report was submitted
LIVING = frozenset({"state", "date_due", "user_id"})


class CrmCallReportAction(models.Model):
    """What was agreed to be done, by whom, by when: the truth that its activity follows."""

    _name = "crm.call.report.action"
    _inherit = "crm.call.report.part"
    _description = "Action Item"
    _order = "date_due, report_id, sequence, id"
    _named_records = ("contact_id", "lead_id")
    _named_people = ("user_id",)

    sequence = fields.Integer(default=10)
    name = fields.Char("What", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who of us does it; he gets an activity when the report is submitted.",
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
    date_agreed = fields.Date(
        "Agreed For", readonly=True, copy=False, help="When it was due as the report was submitted."
    )
    state = fields.Selection(STATES, required=True, default="open", index=True, copy=False)
    done_on = fields.Date(readonly=True, copy=False)
    timeliness = fields.Selection(TIMELINESS, readonly=True, copy=False, index=True)
    in_time_rate = fields.Float(
        "Done in Time (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Items done until the day that was agreed / items that were due, in percent.",
    )
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null", copy=False
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', 'in', opportunity_ids)]",
        help="The opportunity that its activity stands on; the customer where it is empty.",
    )
    customer_id = fields.Many2one(related="report_id.customer_id", string="Company Met")
    partner_id = fields.Many2one(related="report_id.partner_id", string="Customer")
    opportunity_ids = fields.Many2many(related="report_id.opportunity_ids")
    team_id = fields.Many2one(related="user_id.sale_team_id", string="Sales Team")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    may_decide = fields.Boolean(compute="_compute_may_decide")
    device_key = fields.Char(
        readonly=True,
        copy=False,
        help="What the phone that added it calls it: sent again, it is not added again.",
    )

    _once_for_a_device = models.UniqueIndex(
        "(report_id, device_key) WHERE device_key IS NOT NULL",
        "This action item was saved already: open the report again.",
    )

    @api.depends("user_id", "contact_id")
    def _compute_is_theirs(self):
        for item in self:
            item.is_theirs = bool(item.contact_id) and not item.user_id

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for item in self:
            due = item.date_due or today
            item.is_overdue = item.state == "open" and due < today

    def _search_is_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("state", "=", "open"), ("date_due", "<", fields.Date.context_today(self))]

    @api.depends("user_id", "report_id.user_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for item in self:
            item.may_decide = item._is_decider()

    def _is_decider(self):
        """Tell whether the user says what becomes of it: who does it, who reported it, leaders."""
        self.ensure_one()
        user = self.env.user
        # sudo: whose report it is, also of one that whoever has to do it may not read
        reporter = self.sudo().report_id.user_id
        return user == self.user_id or user._is_visit_decider(reporter)

    @api.constrains("name", "user_id", "contact_id")
    def _check_who(self):
        for item in self:
            if not (item.user_id or item.contact_id or item.state != "open"):
                raise ValidationError(
                    self.env._(
                        "Who does “%(what)s”? Name one of us, or of the customer.", what=item.name
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        kept = KEPT | {"state"}
        vals_list = [
            {name: value for name, value in vals.items() if name not in kept} for vals in vals_list
        ]
        return super(CrmCallReportAction, without_defaults(self, kept)).create(vals_list)

    def _check_part_writable(self, vals):
        """What was agreed stands; whether it was done, by when and by whom goes on."""
        if self.env.su:
            return
        if not KEPT.isdisjoint(vals):
            name = next(iter(KEPT & vals.keys()))
            raise AccessError(
                self.env._(
                    "“%(field)s” of an action item keeps itself: mark it done instead.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
        if not LIVING.issuperset(vals):
            self._check_report_open()
            return
        for item in self:
            if not item._is_decider():
                raise AccessError(
                    self.env._(
                        "What becomes of “%(what)s” is said by %(person)s, or by who reported it.",
                        what=item.name,
                        person=item.user_id.name or self.env._("its person"),
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_done(self):
        """It was done."""
        self.write({"state": "done"})
        return True

    def action_drop(self):
        """It is not to be done any more."""
        self.write({"state": "dropped"})
        return True

    def action_reopen(self):
        self.write({"state": "open"})
        return True

    def action_open_report(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.call.report",
            "res_id": self.report_id.id,
            "views": [(False, "form")],
        }
