from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every
from odoo.tools.sql import column_exists, create_column

from ....planning.qualification import Item, band, score

BANDS = [
    ("not_started", "Not Started"),
    ("weak", "Weak"),
    ("fair", "Fair"),
    ("strong", "Strong"),
]
BATCH = 2000


class CrmLead(models.Model):
    """How well a lead is qualified: computed as answers change, never by a plain write."""

    _inherit = "crm.lead"

    scorecard_id = fields.Many2one(
        "crm.scorecard",
        compute="_compute_scorecard_id",
        search="_search_scorecard_id",
        compute_sudo=True,
    )
    answer_ids = fields.One2many("crm.scorecard.answer", "lead_id", string="Answers")
    qualification_score = fields.Integer(
        "Qualification (%)",
        compute="_compute_qualification",
        store=True,
        aggregator="avg",
        help="Yes counts full, partly half, no and unknown nothing: the share of the questions' "
        "weights that is answered in our favour.",
    )
    qualification_band = fields.Selection(
        BANDS,
        string="Qualification",
        compute="_compute_qualification",
        store=True,
        index="btree_not_null",
        help="Weak below 50 %, fair from 50 %, strong from 75 %.",
    )

    @api.depends("team_id", "company_id")
    def _compute_scorecard_id(self):
        scope = self.env["crm.scorecard"]._get_scope()
        default = self.env["crm.team"]._default_company().id if scope.companies else False
        for lead in self:
            company_id = lead.company_id._origin.id or default
            lead.scorecard_id = scope.teams.get(lead.team_id._origin.id) or scope.companies.get(
                company_id, False
            )

    def _search_scorecard_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self._scorecard_domain([one for one in value if one])
        if False in value:
            scope = self.env["crm.scorecard"]._get_scope()
            used = {*scope.teams.values(), *scope.companies.values()}
            found |= ~self._scorecard_domain(list(used))
        return found

    @api.model
    def _scorecard_domain(self, scorecard_ids):
        """Return a domain of the leads that have one of these scorecards."""
        scope = self.env["crm.scorecard"]._get_scope()
        teams = [team for team, card in scope.teams.items() if card in scorecard_ids]
        companies = self.env["res.company"].browse(
            company for company, card in scope.companies.items() if card in scorecard_ids
        )
        found = Domain("team_id", "in", teams)
        return found | companies._without_team_choice_domain() if companies else found

    # ------------------------------------------------------------------ score

    def _auto_init(self):
        """Add the columns empty: no scorecard is in use as they come, so nothing is computed."""
        for name, kind in (("qualification_score", "int4"), ("qualification_band", "varchar")):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.depends("team_id", "company_id")
    def _compute_qualification(self):
        """Follow a change of team or company; answers and questions write by SQL, in bulk."""
        judged = self._judge_qualification()
        for lead in self:
            lead.qualification_score, lead.qualification_band = judged[lead]

    def _judge_qualification(self):
        """Return {lead: (score, band)}; (0, False) without a scorecard. Two queries at most."""
        questions = self.env["crm.scorecard"]._get_scope().questions
        judged = dict.fromkeys(self, (0, False))
        for lead in self.filtered("scorecard_id"):
            levels = {answer.code: answer.level for answer in lead.answer_ids}
            items = [
                Item(question.id, question.weight, levels.get(question.code, "unknown"))
                for question in questions.get(lead.scorecard_id.id, ())
            ]
            judged[lead] = score(items), band(items)
        return judged

    def _read_group_select(self, aggregate_spec, query):
        """Average over those that have a scorecard: the others are not qualified at nothing."""
        if aggregate_spec != "qualification_score:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "AVG(%s) FILTER (WHERE %s IS NOT NULL)",
            self._field_to_sql(self._table, "qualification_score", query),
            self._field_to_sql(self._table, "qualification_band", query),
        )

    @api.model
    def _update_qualification_of(self, domain):
        """Score the leads of a domain again, archived and others' leads, too."""
        self.invalidate_model(["scorecard_id", "qualification_sheet", "is_qualification_shown"])
        # sudo: the score is the same for every reader
        leads = self.sudo().with_context(active_test=False).search(domain, order="id")
        for ids in split_every(BATCH, leads.ids):
            batch = leads.browse(ids).with_prefetch()
            batch._update_qualification()
            batch.invalidate_recordset(["answer_ids"])

    def _update_qualification(self):
        """Write the score of these leads: one statement, where it has changed.

        By SQL: the score is no change of the lead itself, which keeps its write date.
        """
        # sudo: whoever may answer changes the score
        leads = self.sudo()
        leads.flush_recordset(["team_id", "company_id", "qualification_score"])
        judged = leads._judge_qualification()
        changed = {
            lead.id: row
            for lead, row in judged.items()
            if (lead.qualification_score, lead.qualification_band) != row
        }
        if not changed:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE crm_lead
                      SET qualification_score = judged.score, qualification_band = judged.band
                     FROM unnest(%s::int[], %s::int[], %s::varchar[]) AS judged(id, score, band)
                    WHERE crm_lead.id = judged.id""",
                list(changed),
                [row[0] for row in changed.values()],
                [row[1] or None for row in changed.values()],
            )
        )
        leads.invalidate_recordset(["qualification_score", "qualification_band"], flush=False)

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), "crm.scorecard.answer"]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        opportunities.answer_ids._move_to(self)
        return result
