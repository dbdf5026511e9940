from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from ....planning.forecast import commit
from ....tools.remembered import forget, is_forgotten
from ..target.res_company import PERIOD_KINDS

# Kept until the transaction ends: the rules of some team have changed.
_CHANGED = "sales_funnel_territory.commit.changed"
_DEMANDED_BY = {
    "commit_needs_economic_buyer": commit.ECONOMIC_BUYER,
    "commit_needs_criteria": commit.CRITERIA,
    "commit_needs_date_in_period": commit.DATE_IN_PERIOD,
    "commit_limits_slips": commit.SLIPS,
}
_RULES = frozenset({"commit_mode", "commit_period", "commit_max_slips", *_DEMANDED_BY})


class CrmTeam(models.Model):
    """What a team demands of an opportunity before it is committed."""

    _inherit = "crm.team"

    commit_mode = fields.Selection(
        [
            ("none", "No Rules"),
            ("warn", "Warn: tell what is missing"),
            ("refuse", "Refuse: nothing is committed without"),
        ],
        string="Rules for Commit",
        default="none",
        required=True,
        tracking=True,
        help="What becomes of an opportunity that is set to Commit, by hand or by its stage, and "
        "misses what is demanded here. A leader can waive a demand for one opportunity.",
    )
    commit_needs_economic_buyer = fields.Boolean(
        "Economic Buyer Was Met",
        tracking=True,
        help="A submitted call report on the opportunity says that somebody who is its economic "
        "buyer was met.",
    )
    commit_needs_criteria = fields.Boolean(
        "Exit Criteria Are Met",
        tracking=True,
        help="All exit criteria of the stage the opportunity is in, advisory ones, too.",
    )
    commit_needs_date_in_period = fields.Boolean(
        "Closing Lies in the Period",
        tracking=True,
        help="The expected closing lies in the month, quarter or year it is now, as the company "
        "cuts its fiscal years.",
    )
    commit_period = fields.Selection(
        PERIOD_KINDS, string="Period", default="quarter", required=True, tracking=True
    )
    commit_limits_slips = fields.Boolean(
        "Closing Was Not Put Off Too Often",
        tracking=True,
        help="Counted by the history: each time the expected closing became a later day.",
    )
    commit_max_slips = fields.Integer(
        "Times at Most", default=2, tracking=True, help="How often it may have been put off."
    )

    _commit_max_slips_positive = models.Constraint(
        "CHECK(commit_max_slips >= 0)", "A closing is put off no time, once or more often."
    )

    @api.constrains("commit_mode", *_DEMANDED_BY)
    def _check_commit_demands(self):
        for team in self:
            if team.commit_mode != "none" and not team._get_commit_demands():
                raise ValidationError(
                    self.env._(
                        "%(team)s has rules for commit that demand nothing: choose what is "
                        "demanded, or \u201cNo Rules\u201d.",
                        team=team.name,
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if teams.filtered(lambda team: team.commit_mode != "none"):
            teams._forget_commit_rules()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if not _RULES.isdisjoint(vals):
            self._forget_commit_rules()
        return result

    def _forget_commit_rules(self):
        self.flush_recordset()
        forget(self.env, _CHANGED)

    # ------------------------------------------------------------------ which rules there are

    def _get_commit_demands(self):
        self.ensure_one()
        return frozenset(demand for name, demand in _DEMANDED_BY.items() if self[name])

    @api.model
    def _get_commit_rules(self):
        """Return {team id: (mode, Rules)} of the teams that have any; none costs no query."""
        if is_forgotten(self.env, _CHANGED):
            return self._read_commit_rules()
        return self._get_commit_rules_known()

    @api.model
    @ormcache()
    def _get_commit_rules_known(self):
        return self._read_commit_rules()

    @api.model
    def _read_commit_rules(self):
        """Asked while rows are written, where nothing may be flushed: hence by SQL."""
        columns = SQL(", ").join(SQL.identifier(name) for name in sorted(_RULES))
        rows = self.env.execute_query_dict(
            SQL("SELECT id, %s FROM crm_team WHERE commit_mode <> 'none'", columns)
        )
        return {
            row["id"]: (
                row["commit_mode"],
                commit.Rules(
                    frozenset(demand for name, demand in _DEMANDED_BY.items() if row[name]),
                    row["commit_period"] or "quarter",
                    row["commit_max_slips"] or 0,
                ),
            )
            for row in rows
        }

    @api.model
    def _get_commit_refusing(self):
        """Return {team id: Rules} of the teams that refuse."""
        return self._get_commit_rules_of("refuse")

    @api.model
    def _get_commit_warning(self):
        """Return {team id: Rules} of the teams that warn."""
        return self._get_commit_rules_of("warn")

    @api.model
    def _get_commit_rules_of(self, wanted):
        rules = self._get_commit_rules()
        return {team: rule for team, (mode, rule) in rules.items() if mode == wanted}
