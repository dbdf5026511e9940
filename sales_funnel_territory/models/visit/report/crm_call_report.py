from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("visit", "Visit"),
    ("phone", "Phone"),
    ("online", "Online"),
    ("reception", "Reception"),
    ("other", "Other"),
]
STATES = [
    ("prepared", "Prepared"),
    ("in_progress", "In Progress"),
    ("submitted", "Submitted"),
    ("acknowledged", "Acknowledged"),
]
OPEN_STATES = ("prepared", "in_progress")
# the headed parts of the message, in the order they are told
MESSAGE_PARTS = ("product", "budget", "organisation", "decision", "competitors", "needs")


class CrmCallReport(models.Model):
    """What was said at a customer and what follows, by one person about one contact.

    Prepared before it, written during it, submitted when it is over: from then on it stands as
    it is, and what is to be added is dated and signed.
    """

    _name = "crm.call.report"
    _inherit = ["mail.thread", "mail.activity.mixin", "sales.plan.week.mixin"]
    _description = "Call Report"
    _order = "date desc, id desc"
    # whoever reads a report may remark on it
    _mail_post_access = "read"

    name = fields.Char(
        "Number", readonly=True, copy=False, index=True, default=lambda self: self.env._("New")
    )
    kind = fields.Selection(KINDS, required=True, default="visit", index=True)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="prepared",
        index=True,
        copy=False,
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_sales_customer', '=', True)]",
        help="The customer, or the place of his that was visited.",
    )
    # whose people may have been met: also those of the company that a place belongs to
    customer_id = fields.Many2one(related="partner_id.commercial_partner_id", string="Company Met")
    contact_ids = fields.Many2many(
        "res.partner",
        "crm_call_report_contact_rel",
        string="People Met",
        domain="[('commercial_partner_id', '=', customer_id), ('is_company', '=', False)]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Written By",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    companion_ids = fields.Many2many(
        "res.users",
        "crm_call_report_companion_rel",
        string="Our People",
        domain="[('share', '=', False)]",
        help="Colleagues who were there as well.",
    )
    to_ids = fields.Many2many(
        "res.users",
        "crm_call_report_to_rel",
        string="TO",
        domain="[('share', '=', False)]",
        help="Who must act on it: the leader and everybody with an action item stand here.",
    )
    cc_ids = fields.Many2many(
        "res.users",
        "crm_call_report_cc_rel",
        string="CC",
        domain="[('share', '=', False)]",
        help="Who should know of it.",
    )
    date = fields.Datetime(
        "From",
        required=True,
        index=True,
        default=lambda self: fields.Datetime.now().replace(second=0),
    )
    date_end = fields.Datetime("Until")
    visit_id = fields.Many2one("crm.visit", index="btree_not_null", ondelete="set null", copy=False)
    opportunity_ids = fields.Many2many(
        "crm.lead",
        "crm_call_report_lead_rel",
        string="Opportunities",
        domain="[('type', '=', 'opportunity'), ('partner_id', 'child_of', customer_id)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    template_id = fields.Many2one(
        "crm.call.report.template", index="btree_not_null", ondelete="set null"
    )
    active = fields.Boolean(default=True)
    # before
    purpose = fields.Char(tracking=True, help="What success looks like; set while preparing.")
    objective_ids = fields.One2many("crm.call.report.objective", "report_id", "Objectives")
    # during
    message_product = fields.Text("Product")
    message_budget = fields.Text("Budget")
    message_organisation = fields.Text("Organisation")
    message_decision = fields.Text("Decision Model")
    message_competitors = fields.Text("Competitors")
    message_needs = fields.Text("Needs")
    reaction = fields.Text("Customer's Reaction")
    risk = fields.Text("Risks")
    # after
    action_ids = fields.One2many("crm.call.report.action", "report_id", "Action Items")
    next_step = fields.Char()
    next_step_date = fields.Date("Next Step On", index="btree_not_null")
    photo_ids = fields.Many2many(
        "ir.attachment", "crm_call_report_photo_rel", string="Photos and Files", copy=False
    )
    addition_ids = fields.One2many(
        "crm.call.report.addition", "report_id", "Additions", readonly=True, copy=False
    )
    # to group by, joined and not copied
    team_id = fields.Many2one(related="user_id.sale_team_id", string="Sales Team")
    territory_id = fields.Many2one(related="partner_id.territory_id")
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")

    _visit_unique = models.Constraint(
        "UNIQUE(visit_id)", "There is a report on this visit already: open it from the visit."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date)", "A contact cannot end before it begins."
    )
    _person_date = models.Index("(user_id, date)")

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for report in self:
            # sudo: the name, as many2one fields show it
            customer = report.partner_id.sudo().name
            report.display_name = ", ".join(filter(None, [report.name, customer]))

    @api.constrains("date", "date_end")
    def _check_length(self):
        for report in self.filtered("date_end"):
            if report.date_end - report.date > timedelta(hours=24):
                raise ValidationError(
                    self.env._(
                        "The contact of %(report)s lasts longer than a day: correct its end.",
                        report=report.display_name,
                    )
                )

    @api.constrains("partner_id")
    def _check_customer(self):
        for report in self:
            # sudo: what kind of partner it is
            partner = report.partner_id.sudo()
            if not partner.commercial_partner_id.is_sales_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no customer: mark him as one first, then report on him.",
                        partner=partner.display_name,
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self._get_next_number(vals.get("company_id"))
        reports = super().create(vals_list)
        reports._adopt_photos()
        return reports

    def write(self, vals):
        result = super().write(vals)
        if "photo_ids" in vals:
            self._adopt_photos()
        return result

    @api.model
    def _get_next_number(self, company_id=None):
        company = self.env["res.company"].browse(company_id or self.env.company.id)
        # sudo: everybody who writes a report takes a number
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        return sequences.next_by_code("crm.call.report")

    def _adopt_photos(self):
        """Files that were sent before the report was saved belong to it from now on.

        Those of other records are copied: what somebody does to these is no change of the report.
        """
        for report in self:
            own = {"res_model": self._name, "res_id": report.id}
            # sudo: only what its writer has just sent himself, and copies of what he may read
            files = report.photo_ids.sudo()
            loose = files.filtered(lambda one: not one.res_id and one.create_uid == self.env.user)
            loose.write(own)
            others = files.filtered(lambda one, of=own: {name: one[name] for name in of} != of)
            if others:
                report.sudo().photo_ids = files - others + others.copy(own)
