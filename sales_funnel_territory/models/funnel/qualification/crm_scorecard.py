from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import frozendict, ormcache


class CrmScorecard(models.Model):
    """A set of questions that want answers before serious effort: MANCOOTH, BANT, MEDDIC, own."""

    _name = "crm.scorecard"
    _description = "Scorecard"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="A short name, e.g. the initials of its questions.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="For which kind of business, and how to use it.")
    question_ids = fields.One2many(
        "crm.scorecard.question", "scorecard_id", string="Questions", copy=True
    )
    question_count = fields.Integer("Number of Questions", compute="_compute_question_count")
    team_ids = fields.One2many("crm.team", "scorecard_id", string="Sales Teams")

    _code_unique = models.Constraint("UNIQUE(code)", "Another scorecard has this code already.")

    @api.depends("question_ids.active")
    def _compute_question_count(self):
        for scorecard in self:
            scorecard.question_count = len(scorecard.question_ids.filtered("active"))

    @api.constrains("active")
    def _check_active(self):
        scope = self._get_scope()
        used = {*scope.teams.values(), *scope.companies.values()}
        for scorecard in self:
            if not scorecard.active and scorecard.id in used:
                raise ValidationError(
                    self.env._(
                        "%(scorecard)s is used by sales teams or as the scorecard of a company. "
                        "Choose another one there first, then archive it.",
                        scorecard=scorecard.name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for scorecard, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%(name)s (copy)", name=scorecard.name)
            vals["code"] = False
        return vals_list

    def action_duplicate(self):
        """Open a copy, to be adapted."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }

    def _update_leads(self):
        """Score the leads with answers again, after the questions have changed."""
        self.env.registry.clear_cache()
        Lead = self.env["crm.lead"]
        Lead._update_qualification_of(
            Lead._scorecard_domain(self.ids) & Domain("answer_ids", "!=", False)
        )

    # ------------------------------------------------------------------ who uses which

    @api.model
    @ormcache()
    def _get_scope(self):
        """Return which scorecard teams and companies use, and its questions.

        Cached: every new lead asks, and the answer changes a few times a year.
        """
        # sudo: the answer is the same for every user and holds ids and weights only
        everything = self.sudo().with_context(active_test=False)
        teams = everything.env["crm.team"].search([("scorecard_id", "!=", False)])
        companies = everything.env["res.company"].search([("scorecard_id", "!=", False)])
        if not (teams or companies):
            return Scope(frozendict(), frozendict(), frozendict())
        questions = {}
        for question in everything.env["crm.scorecard.question"].search([("active", "=", True)]):
            row = Question(question.id, question.code, question.weight)
            questions.setdefault(question.scorecard_id.id, []).append(row)
        return Scope(
            frozendict((team.id, team.scorecard_id.id) for team in teams),
            frozendict((company.id, company.scorecard_id.id) for company in companies),
            frozendict((card_id, tuple(rows)) for card_id, rows in questions.items()),
        )


class Question(NamedTuple):
    """An active question, as far as the score needs it."""

    id: int
    code: str
    weight: int


class Scope(NamedTuple):
    """Scorecard ids by team id and by company id, questions by scorecard id."""

    teams: frozendict
    companies: frozendict
    questions: frozendict
