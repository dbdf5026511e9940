from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ....planning.forecast.periods import period_of
from ....tools.kept_fields import without_defaults

MANAGER = "sales_team.group_sale_salesman_all_leads"
STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("superseded", "Superseded"),
]
KEPT = frozenset(
    {
        "state",
        "submitted_by_id",
        "submitted_on",
        "approved_by_id",
        "approved_on",
        "previous_id",
    }
)


class CrmSalesTargetVersion(models.Model):
    """The targets of a fiscal year: entered as a draft, submitted, approved by somebody else.

    Approved targets stand; who wants others makes a new version, which takes their place once it
    is approved.
    """

    _name = "crm.sales.target.version"
    _inherit = ["mail.thread"]
    _description = "Version of Sales Targets"
    _order = "year desc, id desc"

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    year = fields.Integer(
        "Fiscal Year",
        required=True,
        aggregator=None,
        default=lambda self: self._default_year(),
        help="Named by the calendar year in which it ends.",
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, tracking=True)
    note = fields.Text()
    target_ids = fields.One2many("crm.sales.target", "version_id", string="Targets")
    previous_id = fields.Many2one("crm.sales.target.version", "Made From", readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True)
    submitted_on = fields.Datetime(readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True)
    approved_on = fields.Datetime(readonly=True)

    _one_approved = models.UniqueIndex(
        "(company_id, year) WHERE state = 'approved'",
        "A fiscal year has one approved version of targets.",
    )

    @api.model
    def _default_year(self):
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        return period_of(today, "year", self.env.company._get_fiscal_scheme()).year

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        return super(CrmSalesTargetVersion, without_defaults(self, KEPT)).create(vals_list)

    def write(self, vals):
        self._check_kept(vals)
        fixed = self.filtered(lambda version: version.state != "draft")
        if fixed and not {"name", "note"}.issuperset(vals) and not self.env.su:
            fixed._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self.filtered(lambda version: version.state != "draft")._refuse_change()

    @api.model
    def _check_kept(self, vals):
        if not self.env.su and not KEPT.isdisjoint(vals):
            raise AccessError(self.env._("Targets are submitted and approved with their buttons."))

    def _refuse_change(self):
        for version in self:
            raise UserError(
                self.env._(
                    "%(version)s is %(state)s and stands as it is. Make a new version to change "
                    "targets.",
                    version=version.name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        version.state
                    ],
                )
            )

    # ------------------------------------------------------------------ deciding

    def action_submit(self):
        """Hand a draft over to be approved."""
        self._move("draft", "submitted", who="submitted_by_id", when="submitted_on")

    def action_return(self):
        """Give it back to be worked on."""
        self._move("submitted", "draft")

    def action_approve(self):
        """Let these targets count from now on; nobody approves what he submitted."""
        self.check_access("write")
        for version in self.sudo():  # sudo: who submitted it, whoever approves
            if version.submitted_by_id.id == self.env.uid:
                raise UserError(
                    self.env._(
                        "You submitted %(version)s yourself: let another sales manager approve it.",
                        version=version.name,
                    )
                )
            same = [("company_id", "=", version.company_id.id), ("year", "=", version.year)]
            version.search([*same, ("state", "=", "approved")]).state = "superseded"
            version.flush_model(["state"])  # one approved at a time, as the database sees it
        self._move("submitted", "approved", who="approved_by_id", when="approved_on")

    def _move(self, before, after, who=None, when=None):
        self.check_access("write")
        for version in self:
            if version.state != before:
                version._refuse_change()
        values = {"state": after}
        if who:
            values |= {who: self.env.uid, when: fields.Datetime.now()}
        self.sudo().write(values)  # sudo: the right to write was checked, states are nobody's

    def action_new_version(self):
        """Copy it as a draft that can take its place."""
        self.ensure_one()
        copy = self.create(
            {
                "name": self.env._("%(version)s, changed", version=self.name),
                "company_id": self.company_id.id,
                "year": self.year,
                "note": self.note,
            }
        )
        copy.sudo().previous_id = self  # sudo: a fact of its making
        self.target_ids.copy({"version_id": copy.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "views": [(False, "form")],
        }
