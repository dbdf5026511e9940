from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ....planning.forecast.periods import parts, period_of, same_of_last_year
from ....planning.forecast.targets import split
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
    team_id = fields.Many2one("crm.team", "Sales Team", index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Salesperson", index=True, ondelete="cascade")
    territory_id = fields.Many2one("crm.territory", index=True, ondelete="cascade")
    categ_id = fields.Many2one("product.category", "Product Category", ondelete="cascade")
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

    @api.constrains("date_from", "period_kind")
    def _check_date_from(self):
        for target in self:
            period = target._get_period()
            if target.date_from != period.first:
                raise ValidationError(
                    self.env._(
                        "A target begins with its period: %(first)s, not %(day)s.",
                        first=format_date(self.env, period.first),
                        day=format_date(self.env, target.date_from),
                    )
                )

    @api.constrains("value")
    def _check_value(self):
        if any(target.value < 0 for target in self):
            raise ValidationError(self.env._("A target is not below zero."))

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
        if "version_id" in vals:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standing(self):
        self._check_open()

    def _check_open(self):
        fixed = self.version_id.filtered(lambda version: version.state != "draft")
        if fixed:
            fixed._refuse_change()

    # ------------------------------------------------------------------ splitting

    def split_over_parts(self, kind="month", by_season=True):
        """Split a year's (or quarter's) target over its parts, to the cent; return these.

        :param kind: of the parts: quarter or month
        :param by_season: like last year's figures, else evenly
        """
        self.ensure_one()
        scheme = self.company_id._get_fiscal_scheme()
        periods = parts(self._get_period(), kind, scheme)
        if kind == self.period_kind or len(periods) < 2:
            raise UserError(self.env._("Split a target over shorter periods than its own."))
        weights = [period.days for period in periods]
        if by_season:
            weights = [self._measure_of(same_of_last_year(one, scheme)) for one in periods]
        cents = split(round(self.value * 100), weights)
        return self._set_parts(kind, periods, [part / 100 for part in cents])

    def _measure_of(self, period):
        """Return what whoever the target is for reached in a period."""
        measure = self.env["crm.sales.measure"]._get_measures()[self.measure]
        scope = next((name for name in SCOPES if self[name]), "")
        found = measure._measure(self.company_id, period.first, period.last, scope)
        return found.get(self[scope].id if scope else False, 0)

    def _set_parts(self, kind, periods, values):
        same = {
            "version_id": self.version_id.id,
            "measure": self.measure,
            "period_kind": kind,
            **{name: self[name].id for name in (*SCOPES, "categ_id")},
        }
        found = self.search([(name, "=", value) for name, value in same.items()])
        by_start = {target.date_from: target for target in found}
        for period, value in zip(periods, values, strict=True):
            if period.first in by_start:
                by_start[period.first].value = value
        missing = [
            {**same, "date_from": period.first, "value": value}
            for period, value in zip(periods, values, strict=True)
            if period.first not in by_start
        ]
        return found | self.create(missing)

    # ------------------------------------------------------------------ what counts

    @api.model
    def _read_targets(self, company, period, measure, by):
        """Return {id: target} of the approved version, of what the reader may see.

        :param by: user_id, team_id, territory_id; empty: the company's own, under ``False``
        """
        domain = [
            ("company_id", "=", company.id),
            ("version_id.state", "=", "approved"),
            ("measure", "=", measure),
            ("period_kind", "=", period.kind),
            ("date_from", "=", period.first),
            ("categ_id", "=", False),
        ]
        domain += [(name, "!=" if name == by else "=", False) for name in SCOPES]
        found = self.search(domain)
        return {target[by].id if by else False: target.value for target in found}
