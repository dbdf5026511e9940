from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ....planning.forecast.periods import period_of
from ...funnel.crm_stage import FORECAST_CATEGORIES
from ..target.res_company import PERIOD_KINDS

LEVELS = [
    ("person", "Own Number"),
    ("leader", "Leader's Number"),
    ("head", "Leader Above's Number"),
    ("manager", "Manager's Number"),
]
MANAGER = "sales_team.group_sale_salesman_all_leads"


class CrmForecastAdjustment(models.Model):
    """What somebody expects, over what the deals say: his own number, never anybody else's."""

    _name = "crm.forecast.adjustment"
    _inherit = ["crm.said.mixin"]
    _description = "Forecast Adjustment"
    _rec_name = "note"

    _said_about = (
        "company_id",
        "level",
        "about_user_id",
        "about_team_id",
        "category",
        "period_kind",
        "date_from",
    )

    level = fields.Selection(LEVELS, "Whose Number", required=True, default="person", index=True)
    # Restricted: a number about a team that is gone would become one about the company.
    about_user_id = fields.Many2one(
        "res.users", "About Salesperson", index=True, ondelete="restrict"
    )
    about_team_id = fields.Many2one("crm.team", "About Sales Team", index=True, ondelete="restrict")
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_team_id",
        store=True,
        index=True,
        help="The team the number was about on that day: a person's home on the board, or itself.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    category = fields.Selection(FORECAST_CATEGORIES, required=True, default="commit")
    period_kind = fields.Selection(PERIOD_KINDS, required=True, default="quarter")
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date("To", compute="_compute_date_to", store=True)
    amount = fields.Monetary(currency_field="currency_id", required=True)
    computed_amount = fields.Monetary(
        "From Below",
        currency_field="currency_id",
        readonly=True,
        help="What the level below said, or the deals, on that day.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    note = fields.Text(required=True)

    _one_current = models.UniqueIndex(
        """(company_id, level, COALESCE(about_user_id, 0), COALESCE(about_team_id, 0), category,
        period_kind, date_from) WHERE is_current"""
    )
    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(about_user_id, about_team_id) <= 1)",
        "A number is about a person or a team; without either, about the company.",
    )

    @api.depends("about_user_id", "about_team_id", "company_id")
    def _compute_team_id(self):
        for company, numbers in self.grouped("company_id").items():
            homes = numbers.about_user_id._find_forecast_homes(company)
            for one in numbers:
                one.team_id = one.about_team_id.id or homes.get(one.about_user_id.id, False)

    @api.depends("date_from", "period_kind", "company_id")
    def _compute_date_to(self):
        for one in self:
            scheme = one.company_id._get_fiscal_scheme()
            one.date_to = one.date_from and period_of(one.date_from, one.period_kind, scheme).last

    @api.constrains("date_from", "period_kind", "note")
    def _check_period(self):
        for one in self:
            scheme = one.company_id._get_fiscal_scheme()
            if one.date_from != period_of(one.date_from, one.period_kind, scheme).first:
                raise UserError(self.env._("A number is for a whole period: begin with its start."))
            if not (one.note or "").strip():
                raise UserError(self.env._("Say why you expect another number."))

    # ------------------------------------------------------------------ append only

    @api.model
    def _said_by_itself(self):
        return {**super()._said_by_itself(), "computed_amount": False}

    @api.model
    def _refusal(self):
        return self.env._("A number that was set stays on record. Set another one over it.")

    def _check_speaker(self):
        """Let nobody speak for another level."""
        self.ensure_one()
        if self.env.su:
            return
        if self.company_id not in self.env.companies or not self._is_own_level():
            raise AccessError(
                self.env._(
                    "%(level)s is not yours to set here: each sets his own, a person about "
                    "himself, a leader about his team and its people, a leader above about the "
                    "teams below his own and their people, a sales manager about anybody.",
                    level=dict(self._fields["level"]._description_selection(self.env))[self.level],
                )
            )

    def _is_own_level(self):
        user = self.env.user
        if self.level == "person":
            return self.about_user_id == user
        if self.level == "manager":
            return user.has_group(MANAGER)
        # about himself he speaks as a person
        return self.about_user_id != user and self._get_level_over(self.team_id) == self.level

    @api.model
    def _get_level_over(self, team):
        """Return as whom the user speaks of a team and its people: as its leader, or as one above.

        Who leads it directly speaks as its leader, even if he leads a team above it, too. Who
        leads neither does not speak of it: False.
        """
        team = team.sudo()  # sudo: who leads it
        if team.user_id == self.env.user:
            return "leader"
        return "head" if self.env.user in team.leader_ids else False

    # ------------------------------------------------------------------ what counts

    @api.model
    def _read_numbers(self, company, period):
        """Return {(level, about_user id, about_team id, category): amount} of what counts."""
        found = self.search(self._current_domain(company, period))
        return {
            (one.level, one.about_user_id.id, one.about_team_id.id, one.category): one.amount
            for one in found
        }

    @api.model
    def _current_domain(self, company, period):
        """Return the numbers that count for a period."""
        return [
            ("company_id", "=", company.id),
            ("period_kind", "=", period.kind),
            ("date_from", "=", period.first),
            ("is_current", "=", True),
        ]
