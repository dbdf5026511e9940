from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import plaintext2html

from ....tools.kept_fields import without_defaults
from ..res_partner_customer import SALES

STATES = [("asked", "Asked"), ("answered", "Answered"), ("withdrawn", "Withdrawn")]
TIMELINESS = [("on_time", "On Time"), ("late", "Late")]
# What only its buttons and the hourly job write.
KEPT = frozenset(
    {
        "state",
        "requester_id",
        "asked_on",
        "answered_on",
        "answered_by_id",
        "hours_to_answer",
        "timeliness",
        "on_time_rate",
        "escalated_on",
        "escalated_to_id",
        "company_id",
        "team_id",
    }
)


class CrmHelpRequest(models.Model):
    """A colleague is asked for help with a customer: who, what, by when.

    Among colleagues only: nothing of it ever goes to a customer.
    """

    _name = "crm.help.request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Help Request"
    _order = "due_on, id"

    name = fields.Char("What", required=True, tracking=True)
    description = fields.Text("Details")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="set null",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        index="btree_not_null",
        ondelete="set null",
        groups=SALES,
    )
    lead_name = fields.Char("About", compute="_compute_lead_name", store=True)
    requester_id = fields.Many2one(
        "res.users",
        string="Asked By",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    helper_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('id', '!=', uid), ('company_ids', 'in', [company_id])]",
    )
    department_id = fields.Many2one(
        "crm.help.department",
        index="btree_not_null",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        help="Of the helper; proposed from the last request he was asked.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    asked_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    due_on = fields.Datetime(
        "Answer Due",
        required=True,
        index=True,
        compute="_compute_due_on",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
        help="24 hours, or the end of the helper's next working day if that is later, unless "
        "another time is agreed.",
    )
    state = fields.Selection(
        STATES, default="asked", required=True, readonly=True, index=True, tracking=True
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    answer = fields.Text()
    answered_on = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)
    hours_to_answer = fields.Float(
        "Hours to Answer",
        readonly=True,
        aggregator="avg",
        help="Working hours of the helper from question to answer.",
    )
    timeliness = fields.Selection(TIMELINESS, readonly=True, index=True)
    on_time_rate = fields.Float(
        "On Time (%)",
        readonly=True,
        aggregator="avg",
        help="Answers within the agreed time / answers due, in percent.",
    )
    escalated_on = fields.Datetime(readonly=True)
    escalated_to_id = fields.Many2one("res.users", readonly=True, index=True)
    may_answer = fields.Boolean(compute="_compute_may_answer")

    # ------------------------------------------------------------------ computes

    @api.depends("lead_id")
    def _compute_partner_id(self):
        for request in self:
            customer = request._get_told_lead().partner_id.commercial_partner_id
            request.partner_id = customer or request.partner_id

    @api.depends("lead_id")
    def _compute_lead_name(self):
        """Keep the name of the opportunity as it was, also when it is deleted."""
        for request in self:
            request.lead_name = request._get_told_lead().name or request.lead_name

    def _get_told_lead(self):
        """Return the opportunity, whose name and customer are told; while a request is entered
        only if the user may read it. What is saved was checked.
        """
        lead = self.sudo().lead_id  # sudo: the field is not for everybody who helps
        return lead if self.id or lead.sudo(False).has_access("read") else lead.browse()

    @api.depends("helper_id")
    def _compute_department_id(self):
        for request in self.filtered("helper_id"):
            # sudo: only the department, of a request one may not see
            last = self.sudo().search(
                [("helper_id", "=", request.helper_id.id), ("department_id", "!=", False)],
                order="asked_on desc, id desc",
                limit=1,
            )
            request.department_id = last.department_id or request.department_id

    @api.constrains("helper_id", "requester_id")
    def _check_helper(self):
        for request in self:
            if request.helper_id == request.requester_id:
                raise ValidationError(
                    self.env._("%(name)s: ask somebody else than yourself.", name=request.name)
                )
            helper = request.helper_id.sudo()  # sudo: what kind of user it is, and where
            if helper.share or request.company_id not in helper.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(helper)s is no colleague: help is asked for within the company.",
                        helper=helper.name,
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        kept = frozenset() if self.env.su else KEPT | {"answer"}
        vals_list = [
            {key: value for key, value in vals.items() if key not in kept} for vals in vals_list
        ]
        requests = super(CrmHelpRequest, without_defaults(self, kept)).create(vals_list)
        requests._check_lead()
        for request in requests:
            request.sudo().team_id = request.requester_id.sale_team_id  # sudo: for the analysis
        requests._check_due()
        requests._ask_helper()
        return requests

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        result = super().write(vals)
        if "lead_id" in vals:
            self._check_lead()
        if "due_on" in vals:
            self._check_due()
        if {"helper_id", "due_on"} & set(vals):
            self._ask_helper()
        return result

    def _check_writable(self, vals):
        if KEPT & set(vals):
            raise AccessError(
                self.env._("A help request is answered or withdrawn with its buttons.")
            )
        for request in self:
            if request.state != "asked":
                raise UserError(self.env._("“%(name)s” is closed: ask anew.", name=request.name))
            if "answer" in vals and not request.may_answer:
                raise AccessError(
                    self.env._(
                        "“%(name)s” is for %(helper)s to answer.",
                        name=request.name,
                        helper=request.helper_id.name,
                    )
                )

    def _check_lead(self):
        """Nobody asks about an opportunity that he may not read himself."""
        # sudo: its id only, also where the field is not for the user
        self.env["crm.lead"].browse(self.sudo().lead_id.ids).check_access("read")

    def _check_due(self):
        for request in self:
            if not self.env.su and request.due_on < fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "“%(name)s” would be due in the past: choose a later time.",
                        name=request.name,
                    )
                )

    # ------------------------------------------------------------------ the helper's activity

    def _ask_helper(self):
        """Give the helper one activity with the due day; the former one goes."""
        opened = self.filtered(lambda request: request.state == "asked")
        # sudo: the activity belongs to the helper
        opened.sudo().activity_ids.unlink()
        for request in opened.sudo():
            request.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=request._get_due_day(request.helper_id),
                user_id=request.helper_id.id,
                summary=request._get_summary(),
                note=plaintext2html(request.description) if request.description else False,
            )

    def _get_due_day(self, user):
        return fields.Datetime.context_timestamp(
            self.with_context(tz=str(user._get_zone())), self.due_on
        ).date()

    def _get_summary(self):
        about = self.partner_id.name or self.lead_name
        if not about:
            return self.env._("Help: %(what)s", what=self.name)
        return self.env._("Help with %(customer)s: %(what)s", customer=about, what=self.name)

    # ------------------------------------------------------------------ actions

    @api.model
    def _get_ask_action(self, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Help"),
            "res_model": self._name,
            "views": [
                (self.env.ref("sales_funnel_territory.crm_help_request_view_form_ask").id, "form")
            ],
            "target": "new",
            "context": context,
        }

    @api.model
    def _get_list_action(self, domain):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Help Requests"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
        }

    # ------------------------------------------------------------------ colleagues only

    def _mail_get_partner_fields(self, introspect_fields=False):
        """No field of a request proposes a recipient: its partner is the customer."""
        return []

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Only colleagues are told, whoever follows."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [one for one in recipients if one.get("uid") and not one.get("ushare")]
