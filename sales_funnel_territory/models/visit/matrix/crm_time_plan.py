from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..crm_visit import WORK_KINDS

# what visits are for, and work with customers that belongs to no opportunity and no route
TIME_KINDS = [
    *((key, label) for key, label in WORK_KINDS if key not in ("internal", "travel")),
    ("other", "Other Customer Work"),
    *((key, label) for key, label in WORK_KINDS if key in ("internal", "travel")),
]


class CrmTimePlan(models.Model):
    """How somebody means to divide his week: shares of his hours, by kind of work."""

    _name = "crm.time.plan"
    _description = "Time Plan"
    _order = "company_id, team_id, user_id, id"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        help="Empty: for everybody in the team, or in the company.",
    )
    team_id = fields.Many2one(
        "crm.team",
        "Sales Team",
        index=True,
        ondelete="cascade",
        help="Empty: for everybody in the company. A person's own plan comes first.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    hours = fields.Float("Hours a Week", default=40.0, required=True)
    share_qualify = fields.Integer("Qualify (%)")
    share_cover = fields.Integer("Cover the Bases (%)")
    share_close = fields.Integer("Close (%)")
    share_deliver = fields.Integer("Deliver (%)")
    share_fixed_route = fields.Integer("Fixed Route (%)")
    share_other = fields.Integer("Other Customer Work (%)")
    share_internal = fields.Integer("Internal (%)")
    share_travel = fields.Integer("Travel (%)")
    share_total = fields.Integer("Sum (%)", compute="_compute_share_total")

    _person_unique = models.UniqueIndex(
        "(user_id, company_id) WHERE user_id IS NOT NULL",
        "This person has a time plan already: change that one.",
    )
    _team_unique = models.UniqueIndex(
        "(team_id, company_id) WHERE user_id IS NULL AND team_id IS NOT NULL",
        "This team has a time plan already: change that one.",
    )
    _company_unique = models.UniqueIndex(
        "(company_id) WHERE user_id IS NULL AND team_id IS NULL",
        "This company has a time plan for everybody already: change that one.",
    )
    _person_or_team = models.Constraint(
        "CHECK(user_id IS NULL OR team_id IS NULL)",
        "A time plan is a person's, a team's, or everybody's: choose a person or a team.",
    )
    _hours_possible = models.Constraint(
        "CHECK(hours > 0 AND hours <= 168)", "A week has more than 0 and at most 168 hours."
    )
    _shares_positive = models.Constraint(
        """CHECK(LEAST(share_qualify, share_cover, share_close, share_deliver, share_fixed_route,
            share_other, share_internal, share_travel) >= 0)""",
        "A share of the time is 0 percent or more.",
    )

    @api.depends(*(f"share_{key}" for key, _label in TIME_KINDS))
    def _compute_share_total(self):
        for plan in self:
            plan.share_total = sum(plan._get_shares().values())

    @api.depends("user_id", "team_id", "company_id")
    def _compute_display_name(self):
        for plan in self:
            # sudo: the name of a colleague, team or company, as many2one fields show it
            whose = (plan.user_id or plan.team_id or plan.company_id).sudo()
            plan.display_name = self.env._("Time plan of %(whose)s", whose=whose.display_name or "")

    @api.constrains(*(f"share_{key}" for key, _label in TIME_KINDS))
    def _check_shares(self):
        for plan in self.filtered(lambda one: one.share_total != 100):
            raise ValidationError(
                self.env._(
                    "%(plan)s: the shares add up to %(total)s percent. Change them so that "
                    "together they are 100.",
                    plan=plan.display_name,
                    total=plan.share_total,
                )
            )

    @api.model
    def _share_names(self):
        return [f"share_{key}" for key, _label in TIME_KINDS]

    def _get_shares(self):
        """Return the planned percentage of each kind of work."""
        return {key: self[f"share_{key}"] for key, _label in TIME_KINDS}

    @api.model
    def _find_for(self, person):
        """Return the plan that counts for a person: his own, his team's, or everybody's."""
        # sudo: whose team and company it is
        person = person.sudo()
        plans = self.search_fetch(
            [
                ("company_id", "=", person.company_id.id),
                ("user_id", "in", [person.id, False]),
                ("team_id", "in", [person.sale_team_id.id, False]),
            ],
            ["user_id", "team_id", "company_id", "hours", *self._share_names()],
        )
        return plans.sorted(lambda plan: (not plan.user_id, not plan.team_id))[:1]
