from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ....planning.forecast.periods import period_of, with_parts
from ....planning.forecast.target_grid import entered, key_of, to_columns
from .res_company import PERIOD_KINDS

SCOPES = ("user_id", "team_id", "territory_id")


class CrmSalesTarget(models.Model):
    """What a company, team, person or territory is to reach in a period."""

    _name = "crm.sales.target"
    _description = "Sales Target"
    _order = "date_from, measure, id"
    _rec_name = "measure"

    version_id = fields.Many2one(
        "crm.sales.target.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    state = fields.Selection(related="version_id.state")
    measure = fields.Selection(
        selection=lambda self: self.env["crm.sales.measure"]._get_labels(),
        required=True,
        default="revenue",
        index=True,
    )
    is_money = fields.Boolean(compute="_compute_is_money")
    period_kind = fields.Selection(PERIOD_KINDS, required=True, default="month")
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date("To", compute="_compute_date_to", store=True)
    team_id = fields.Many2one("crm.team", "Sales Team", index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Salesperson", index=True, ondelete="restrict")
    territory_id = fields.Many2one("crm.territory", index=True, ondelete="restrict")
    categ_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null", ondelete="restrict"
    )
    value = fields.Float("Target", digits=(16, 2), required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    _once = models.UniqueIndex(
        """(version_id, measure, period_kind, date_from, COALESCE(team_id, 0),
        COALESCE(user_id, 0), COALESCE(territory_id, 0), COALESCE(categ_id, 0))""",
        "There is a target for this period already: change it.",
    )
    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(team_id, user_id, territory_id) <= 1)",
        "A target is a person's, a team's or a territory's; without any, the company's.",
    )

    @api.depends("measure")
    def _compute_is_money(self):
        measures = self.env["crm.sales.measure"]._get_measures()
        for target in self:
            target.is_money = target.measure in measures and measures[target.measure]._is_money

    @api.depends("date_from", "period_kind", "company_id")
    def _compute_date_to(self):
        for target in self:
            period = target._get_period()
            target.date_to = period and period.last

    def _get_period(self):
        """Return the fiscal period that the target is for."""
        if not self.date_from or not self.period_kind:
            return False
        company = self.company_id or self.env.company
        return period_of(self.date_from, self.period_kind, company._get_fiscal_scheme())

    @api.constrains("date_from", "period_kind", "version_id")
    def _check_date_from(self):
        for target in self:
            period = target._get_period()
            if period.year != target.version_id.year:
                raise ValidationError(
                    self.env._(
                        "%(version)s is of the fiscal year %(year)s: %(day)s is none of its days.",
                        version=target.version_id.name,
                        year=target.version_id.year,
                        day=format_date(self.env, target.date_from),
                    )
                )
            if target.date_from != period.first:
                raise ValidationError(
                    self.env._(
                        "A target begins with its period: %(first)s, not %(day)s.",
                        first=format_date(self.env, period.first),
                        day=format_date(self.env, target.date_from),
                    )
                )

    @api.constrains("value", "measure")
    def _check_value(self):
        if any(target.value < 0 for target in self):
            raise ValidationError(self.env._("A target is not below zero."))
        broken = self.filtered(lambda target: target.value % 1 and not target.is_money)
        for target in broken:
            raise ValidationError(
                self.env._(
                    "%(measure)s are counted: %(value)s is not a whole number.",
                    measure=dict(self.env["crm.sales.measure"]._get_labels())[target.measure],
                    value=target.value,
                )
            )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._check_open()
        return targets

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        result = super().write(vals)
        if not {*SCOPES, "version_id"}.isdisjoint(vals):
            self._check_open()
            self.check_access("write")  # not given to somebody whose targets are others'
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standing(self):
        self._check_open()

    def _check_open(self):
        """Refuse what changes a version that stands; a merge of zones goes past it."""
        if self.env.su and self.env.context.get("is_handed_over"):
            return
        fixed = self.version_id.filtered(lambda version: version.state != "draft")
        if fixed:
            fixed._refuse_change()

    # ------------------------------------------------------------------ what counts

    @api.model
    def _read_targets(self, company, period, measure, by):
        """Return {id: target} of the approved version, of what the reader may see.

        Where none was set for the period itself, those of its parts add up to it: a quarter's
        months, a year's quarters.

        :param by: user_id, team_id, territory_id; empty: the company's own, under ``False``
        """
        domain = [
            ("company_id", "=", company.id),
            ("version_id.state", "=", "approved"),
            ("measure", "=", measure),
            ("date_from", ">=", period.first),
            ("date_from", "<=", period.last),
            ("categ_id", "=", False),
        ]
        domain += [(name, "!=" if name == by else "=", False) for name in SCOPES]
        columns = to_columns(with_parts(period, company._get_fiscal_scheme()))
        own = {}
        for target in self.search(domain):
            scope = own.setdefault(target[by].id if by else False, {})
            scope[f"{target.period_kind}-{target.date_from}"] = round(target.value * 100)
        found = {key: entered(columns, row)[key_of(period)].entered for key, row in own.items()}
        return {key: cents / 100 for key, cents in found.items() if cents is not None}
