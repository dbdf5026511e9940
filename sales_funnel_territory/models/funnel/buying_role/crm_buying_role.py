from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ....planning.buying_roles import RoleHolder

ROLES = [
    ("economic", "Economic Buyer"),
    ("technical", "Technical Buyer"),
    ("user", "User Buyer"),
    ("coach", "Coach"),
    ("influencer", "Influencer"),
]
ATTITUDES = [
    ("opponent", "Opponent"),
    ("skeptic", "Skeptic"),
    ("neutral", "Neutral"),
    ("friendly", "Friendly"),
    ("supporter", "Supporter"),
]
INFLUENCES = [
    ("1", "1 - Very Low"),
    ("2", "2 - Low"),
    ("3", "3 - Medium"),
    ("4", "4 - High"),
    ("5", "5 - Very High"),
]


class CrmBuyingRole(models.Model):
    """The part that a person plays in one purchase, and how he stands to us there.

    A person may play several parts, one row each. What holds for a person in every purchase,
    as his style or how well we know him, stands on the contact.
    """

    _name = "crm.buying.role"
    _description = "Buying Role"
    _order = "lead_id, sequence, id"
    _check_company_auto = True

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('is_company', '=', False)]",
        help="Empty only after the contact was deleted: the figures of the role stay.",
    )
    role = fields.Selection(ROLES, required=True, index=True)
    influence = fields.Selection(
        INFLUENCES,
        required=True,
        default="3",
        help="How much this person's word weighs in the decision, from 1 (very low) to 5.",
    )
    attitude = fields.Selection(
        ATTITUDES,
        required=True,
        default="neutral",
        help="How this person stands to us in this purchase.",
    )
    attitude_date = fields.Datetime(
        "Attitude Since",
        compute="_compute_attitude_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    met_on = fields.Date(help="The day of the last meeting in person, by phone or on video.")
    met_by_id = fields.Many2one("res.users", domain="[('share', '=', False)]")
    is_met = fields.Boolean("Met", compute="_compute_is_met", store=True, precompute=True)
    handling = fields.Text(
        "How the Opponent Is Handled",
        help="What is done about an opponent: who talks to him, what he is offered, or who "
        "outweighs him. Without it the bases are not covered.",
    )
    is_unhandled_opponent = fields.Boolean(
        "Unhandled Opponent", compute="_compute_is_unhandled_opponent", store=True, precompute=True
    )
    notes = fields.Text()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # joined: to filter and to group by
    company_id = fields.Many2one(related="lead_id.company_id")
    user_id = fields.Many2one(related="lead_id.user_id")
    team_id = fields.Many2one(related="lead_id.team_id")
    stage_id = fields.Many2one(related="lead_id.stage_id")
    customer_id = fields.Many2one(
        "res.partner", string="Customer", related="lead_id.partner_id.commercial_partner_id"
    )
    function = fields.Char(related="partner_id.function", string="Job Position")
    relationship_level = fields.Selection(related="partner_id.relationship_level", readonly=False)

    _once_per_person = models.Constraint(
        "unique(lead_id, partner_id, role)",
        "This person already has this role on this opportunity; it may be archived.",
    )

    @api.depends("partner_id", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for row in self:
            row.display_name = self.env._(
                "%(person)s (%(role)s)", person=row._get_person_name(), role=roles.get(row.role, "")
            )

    @api.depends("attitude")
    def _compute_attitude_date(self):
        self.attitude_date = fields.Datetime.now()

    @api.depends("met_on")
    def _compute_is_met(self):
        for row in self:
            row.is_met = bool(row.met_on)

    @api.depends("attitude", "handling")
    def _compute_is_unhandled_opponent(self):
        for row in self:
            row.is_unhandled_opponent = (
                row.attitude == "opponent" and not (row.handling or "").strip()
            )

    @api.onchange("met_on")
    def _onchange_met_on(self):
        if self.met_on and not self.met_by_id:
            self.met_by_id = self.env.user
        elif not self.met_on:
            self.met_by_id = False

    @api.constrains("met_on")
    def _check_met_on(self):
        today = fields.Date.context_today(self)
        for row in self:
            if row.met_on and row.met_on > today:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot have been met on %(day)s, which is still to come. "
                        "Enter the day of a meeting that has taken place.",
                        person=row._get_person_name(),
                        day=format_date(self.env, row.met_on),
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(
            [
                {"met_by_id": self.env.uid, **vals} if vals.get("met_on") else vals
                for vals in vals_list
            ]
        )
        if rows.filtered(lambda row: not row.partner_id):
            rows._refuse_nobody()
        return rows

    def write(self, vals):
        if "lead_id" in vals:
            self.env["crm.lead"].browse(vals["lead_id"]).check_access("write")
        is_erased = self.env.su and self.env.context.get("erases_person")
        if not vals.get("partner_id", True) and not is_erased:
            self._refuse_nobody()
        if vals.get("met_on") and "met_by_id" not in vals:
            vals = {**vals, "met_by_id": self.env.uid}
        return super().write(vals)

    def _refuse_nobody(self):
        raise ValidationError(self.env._("Choose the person who plays this role."))

    # ------------------------------------------------------------------ actions

    def action_mark_met(self):
        """Note that these people were met today, by the user, in all their roles there."""
        today = fields.Date.context_today(self)
        for lead, rows in self.grouped("lead_id").items():
            met = lead.buying_role_ids.filtered(lambda row, rows=rows: _same_person(row, rows))
            (rows | met).write({"met_on": today, "met_by_id": self.env.uid})

    def action_open_lead(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [[False, "form"]],
        }

    # ------------------------------------------------------------------ business

    def _get_person_name(self):
        # sudo: the name of a person on a lead that the reader may see, as many2one fields show it
        return self.partner_id.sudo().name or self.env._("Erased Contact")

    def _prepare_holders(self):
        """Return what planning has to know of these rows; one without a person is nobody else's."""
        return [
            RoleHolder(
                key=row._get_holder_key(),
                person=row.partner_id._origin.id or -row._get_holder_key(),
                role=row.role,
                is_met=row.is_met,
                is_unhandled_opponent=row.is_unhandled_opponent,
            )
            for row in self
            if row.role and row.active
        ]

    def _get_holder_key(self):
        """Return the id of a row, also of one that a form has not saved yet."""
        return self._origin.id or id(self.id)

    def _erase_person(self):
        """Keep the figures of these roles and forget whose they are; no note tells of it."""
        # sudo: who may erase was checked before; without it the flag says nothing
        for row in self.sudo().with_context(erases_person=True, tracking_disable=True):
            handling = row.handling and self.env._("(erased)")
            row.write({"partner_id": False, "notes": False, "handling": handling})


def _same_person(row, rows):
    return bool(row.partner_id & rows.partner_id)
