from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...planning.funnel import WON_PROBABILITY, is_valid_open_probability, stage_profile

FUNNEL_POSITIONS = [
    ("above", "Above the Funnel"),
    ("in", "In the Funnel"),
    ("best_few", "Best Few"),
    ("order", "Order"),
]
WORK_KINDS = [
    ("qualify", "Qualify"),
    ("cover", "Cover the Bases"),
    ("close", "Close"),
    ("deliver", "Deliver"),
]
GRADES = [("d", "D"), ("c", "C"), ("b", "B"), ("a", "A")]
FORECAST_CATEGORIES = [
    ("omitted", "Omitted"),
    ("pipeline", "Pipeline"),
    ("best_case", "Best Case"),
    ("commit", "Commit"),
    ("closed", "Closed"),
]
PROFILE_FIELDS = ("funnel_position", "work_kind", "grade", "forecast_category")
PLAYBOOK_FIELDS = (
    "playbook_input",
    "playbook_work",
    "playbook_output",
    "playbook_success",
    "playbook_milestone",
)


class CrmStagePlaybook(models.AbstractModel):
    """What a stage means and what to do in it: the same for a stage and for a template's."""

    _name = "crm.stage.playbook"
    _description = "Stage Probability and Playbook"

    probability = fields.Float(
        "Stage Probability",
        digits=(5, 2),
        help="Chance to win of an opportunity in this stage, in percent: 0.01 to 99.99, "
        "100 for a won stage. Empty means that the stage is not set up yet.",
    )
    funnel_position = fields.Selection(FUNNEL_POSITIONS)
    work_kind = fields.Selection(WORK_KINDS)
    grade = fields.Selection(GRADES, string="Funnel Grade")
    forecast_category = fields.Selection(FORECAST_CATEGORIES)
    playbook_input = fields.Text(
        "Input", translate=True, help="What must be there to start the work of this stage."
    )
    playbook_work = fields.Text("Work", translate=True, help="What to do in this stage.")
    playbook_output = fields.Text(
        "Output", translate=True, help="What the work of this stage leaves behind."
    )
    playbook_success = fields.Text(
        "Success", translate=True, help="What success looks like in this stage."
    )
    playbook_milestone = fields.Char(
        "Milestone", translate=True, help="The event that ends this stage."
    )
    activity_plan_id = fields.Many2one(
        "mail.activity.plan",
        domain="[('res_model', '=', 'crm.lead')]",
        ondelete="set null",
        help="Started once for each lead that enters this stage; activities without a fixed "
        "responsible go to the salesperson. Never on moves of more than 80 leads at a time.",
    )

    _probability_range = models.Constraint(
        """CHECK (
            COALESCE(probability, 0) = 0
            OR (is_won IS TRUE AND probability = 100)
            OR (is_won IS NOT TRUE AND probability BETWEEN 0.01 AND 99.99)
        )""",
        "A stage's probability is 0.01 to 99.99; only a won stage has 100.",
    )

    @api.constrains("probability", "is_won")
    def _check_probability(self):
        for stage in self.filtered("probability"):
            if stage.is_won and stage.probability != WON_PROBABILITY:
                raise ValidationError(
                    self.env._(
                        "%(stage)s is a won stage: its probability is 100, not %(value)s.",
                        stage=stage.name,
                        value=stage.probability,
                    )
                )
            if not stage.is_won and not is_valid_open_probability(stage.probability):
                raise ValidationError(
                    self.env._(
                        "%(stage)s: a probability of %(value)s is not possible. Enter 0.01 to "
                        "99.99; only a won stage has 100.",
                        stage=stage.name,
                        value=stage.probability,
                    )
                )

    @api.onchange("probability", "is_won")
    def _onchange_probability(self):
        for stage in self:
            if stage.is_won and stage.probability:
                stage.probability = WON_PROBABILITY
            if stage.is_won or is_valid_open_probability(stage.probability):
                stage.update(vars_of(stage_profile(stage.probability, is_won=stage.is_won)))

    @api.model
    def _profile_values(self, vals):
        """Return the usual profile of a stage with these values; nothing when not set up."""
        probability, is_won = vals.get("probability") or 0.0, bool(vals.get("is_won"))
        if not probability or not (is_won or is_valid_open_probability(probability)):
            return {}
        return vars_of(stage_profile(probability, is_won=is_won))


def vars_of(profile):
    """Return a stage profile as field values."""
    return {name: getattr(profile, name) for name in PROFILE_FIELDS}
