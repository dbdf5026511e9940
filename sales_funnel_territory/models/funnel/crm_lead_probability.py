from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

SCORED_BATCH = 20_000
_MOVED = "sales_funnel_territory.moved_leads"


class CrmLead(models.Model):
    """Probability from the stage, where the team (or company) says so.

    "Automated" then means the stage's value wherever Odoo uses it; a value set by hand lives
    until the next stage move. Under predictive scoring nothing differs from plain Odoo.
    """

    _inherit = "crm.lead"

    # ------------------------------------------------------------------ who follows a stage

    def _filter_stage_probability(self):
        """Return the leads whose automated probability is their stage's."""
        if not self.env["crm.team"]._is_stage_probability_used():
            return self.browse()
        return self.filtered(lambda lead: lead._has_stage_probability())

    def _has_stage_probability(self):
        # sudo: a lead's source must not depend on who looks at it
        lead = self.sudo()
        return bool(lead._is_stage_source() and lead.stage_id.probability)

    def _is_stage_source(self):
        """Tell whether its team, or without one its company, goes by stages."""
        teams, companies, unowned = self.env["crm.team"]._stage_probability_scope()
        if self.team_id:
            return self.team_id._origin.id in teams
        return self.company_id._origin.id in companies if self.company_id else unowned

    # ------------------------------------------------------------------ Odoo's scoring

    def _pls_get_naive_bayes_probabilities(self, batch_mode=False, is_tooltip=False):
        staged = self._find_stage_probabilities(batch_mode)
        others = self.filtered(lambda lead: lead.id not in staged) if staged else self
        # Odoo returns a bare {} when there is nothing to score, where its callers unpack two
        scores, tooltip = super(CrmLead, others)._pls_get_naive_bayes_probabilities(
            batch_mode=batch_mode, is_tooltip=is_tooltip
        ) or ({}, {})
        if is_tooltip and staged:
            tooltip = {"probability": staged[self.id], "scores": []}
        return {**scores, **staged}, tooltip

    def _find_stage_probabilities(self, batch_mode):
        """Return {id: probability in percent} of the leads that follow their stage."""
        if not self.env["crm.team"]._is_stage_probability_used():
            return {}
        return self._read_stage_probabilities() if batch_mode else self._get_stage_probabilities()

    def _get_stage_probabilities(self):
        return {
            lead.id: lead.sudo().stage_id.probability for lead in self._filter_stage_probability()
        }

    def _read_stage_probabilities(self):
        """Read them for many stored leads that are open, in one query (the nightly job)."""
        self.flush_model(["stage_id", "team_id", "company_id", "active", "won_status"])
        self.env["crm.stage"].flush_model(["probability"])
        rows = self.env.execute_query(
            SQL(
                """SELECT crm_lead.id, stage.probability
                FROM crm_lead JOIN crm_stage AS stage ON stage.id = crm_lead.stage_id
                WHERE crm_lead.id = ANY(%s) AND crm_lead.active AND stage.probability > 0
                  AND crm_lead.won_status = 'pending' AND %s""",
                list(self.ids),
                self._stage_source_sql(),
            )
        )
        return dict(rows)

    def _compute_probabilities(self):
        if not self.env["crm.team"]._is_stage_probability_used():
            return super()._compute_probabilities()
        self.mapped("stage_id")  # a pending stage is computed, and noted as moved, first
        moved = self._take_moved().filtered(lambda lead: lead.active or lead.probability)
        super()._compute_probabilities()
        for lead in moved._filter_stage_probability():
            lead.probability = lead.automated_probability
        self.invalidate_recordset(["is_automated_probability"], flush=False)
        return None

    # ------------------------------------------------------------------ stage moves

    def _note_moved(self):
        if self:
            noted = self.env.cr.precommit.data.setdefault(_MOVED, set())
            noted.update(self._ids)

    def _forget_moved(self):
        self.env.cr.precommit.data.get(_MOVED, set()).difference_update(self._ids)

    def _take_moved(self):
        """Return, and forget, the leads of ``self`` that changed stage since last computed."""
        noted = self.env.cr.precommit.data.get(_MOVED, set())
        moved = self.filtered(
            lambda lead: lead.id in noted if isinstance(lead.id, int) else lead._is_moved_in_form()
        )
        moved._forget_moved()
        return moved

    def _is_moved_in_form(self):
        """Tell whether a form's draft has another stage than the record, its chance untouched."""
        origin = self._origin
        return bool(
            origin and origin.stage_id != self.stage_id and origin.probability == self.probability
        )

    def _compute_stage_id(self):
        if not self.env["crm.team"]._is_stage_probability_used():
            return super()._compute_stage_id()
        before = {lead.id: lead.stage_id for lead in self}
        super()._compute_stage_id()
        self.filtered(
            lambda lead: before[lead.id] and before[lead.id] != lead.stage_id
        )._note_moved()
        return None

    def _compute_company_id(self):
        before = self._get_stage_sources()
        super()._compute_company_id()
        self._score_again_where_source_changed(before)

    def _get_stage_sources(self):
        """Return {lead: does it go by stages} of stored leads that their company decides on."""
        if not self.env["crm.team"]._stage_probability_scope()[1]:
            return {}
        return {
            lead: lead._is_stage_source()
            for lead in self.sudo()
            if isinstance(lead.id, int) and not lead.team_id
        }

    def _score_again_where_source_changed(self, before):
        """Plain scoring does not depend on the company; who gives the value does."""
        changed = [lead.id for lead, source in before.items() if source != lead._is_stage_source()]
        for name in ("probability", "automated_probability"):
            self.env.add_to_compute(self._fields[name], self.browse(changed))

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        by_hand = [
            "probability" in vals and "automated_probability" not in vals for vals in vals_list
        ]
        leads = super().create(vals_list)
        if any(by_hand):
            chosen = [lead.id for lead, hand in zip(leads, by_hand, strict=True) if hand]
            # lost ones stay as Odoo loses them: once back, they follow again
            chosen = self.browse(chosen).filtered(lambda lead: lead.active or lead.probability)
            chosen._align_automated_probability()
        return leads

    def write(self, vals):
        if not self.env["crm.team"]._is_stage_probability_used():
            return super().write(vals)
        by_hand = "probability" in vals
        if "stage_id" in vals and not by_hand:
            self.filtered(lambda lead: lead.stage_id.id != vals["stage_id"])._note_moved()
        keep_automated = "automated_probability" in vals
        before = self._get_stage_sources() if "company_id" in vals else {}
        result = super().write(vals)
        if not by_hand:
            self._score_again_where_source_changed(before)
        if by_hand:
            self.mapped("stage_id")  # a stage that follows the team moves now, in this write
            self._forget_moved()
            if not keep_automated:
                self._align_automated_probability()
        return result

    def _align_automated_probability(self):
        """Write the stage's value as automated where a hand-set probability kept it from it."""
        staged = self._filter_stage_probability().filtered(
            lambda lead: lead.automated_probability != lead.stage_id.probability
        )
        for stage, leads in staged.grouped("stage_id").items():
            leads.write({"automated_probability": stage.sudo().probability})

    # ------------------------------------------------------------------ in bulk, by SQL

    @api.model
    def _follow_stages(self, stages=None, teams=None, companies=None):
        """Bring the open leads that follow a stage to their stage's value, in one statement.

        Leads set by hand keep their probability; only the value they would go back to moves.

        :param stages: only leads in these stages
        :param teams: only leads of these teams
        :param companies: only leads without a team, of these companies
        """
        if not self.env["crm.team"]._is_stage_probability_used():
            return
        self.env["crm.lead"].flush_model()
        self.env["crm.stage"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_lead SET %s FROM crm_stage AS stage
                WHERE stage.id = crm_lead.stage_id AND stage.probability > 0
                  AND crm_lead.active AND crm_lead.won_status = 'pending' AND %s AND %s""",
                self._assignments_sql(self._followed_values_sql(SQL("stage.probability"))),
                self._stage_source_sql(),
                self._follow_scope_sql(stages, teams, companies),
            )
        )
        self.env["crm.lead"].invalidate_model()

    @api.model
    def _stage_source_sql(self):
        """Return the condition that a lead's probability comes from its stage."""
        teams, companies, unowned = self.env["crm.team"]._stage_probability_scope()
        teams, companies = list(teams), list(companies)
        team = SQL.identifier("crm_lead", "team_id")
        company = SQL.identifier("crm_lead", "company_id")
        return SQL(
            "(%s = ANY(%s) OR (%s IS NULL AND (%s = ANY(%s) OR (%s AND %s IS NULL))))",
            team, teams, team, company, companies, unowned, company,
        )  # fmt: skip

    @api.model
    def _follow_scope_sql(self, stages, teams, companies):
        conditions = [SQL("TRUE")]
        if stages is not None:
            conditions.append(SQL("crm_lead.stage_id = ANY(%s)", stages.ids))
        if teams is not None:
            conditions.append(SQL("crm_lead.team_id = ANY(%s)", teams.ids))
        if companies is not None:
            conditions.append(SQL("crm_lead.team_id IS NULL"))
        return SQL(" AND ").join(conditions)

    @api.model
    def _follow_scoring(self, domain):
        """Give open leads that are not set by hand Odoo's score again (a source was changed).

        :param domain: which leads; those Odoo cannot score keep their probability
        """
        # sudo: which leads follow the source does not depend on who changes it
        leads = self.sudo().search(domain & Domain("won_status", "=", "pending"))
        for batch in split_every(SCORED_BATCH, leads.ids, leads.browse):
            scores, _tooltip = batch._pls_get_naive_bayes_probabilities(batch_mode=True)
            if scores:
                self._apply_scores(scores)

    @api.model
    def _apply_scores(self, scores):
        """Write Odoo's new scores, {id: probability}, in one statement."""
        self.env["crm.lead"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_lead SET %s
                FROM unnest(%s::int[], %s::float8[]) AS score(id, probability)
                WHERE score.id = crm_lead.id""",
                self._assignments_sql(self._followed_values_sql(SQL("score.probability"))),
                list(scores),
                list(scores.values()),
            )
        )
        self.env["crm.lead"].invalidate_model()

    @api.model
    def _followed_values_sql(self, value):
        """Return columns for a new automated value; hand-set probabilities stay as they are.

        For active leads only: archived ones, brought up to date once back, would look hand-set.
        """
        follows = SQL(
            """(round(COALESCE(crm_lead.probability, 0)::numeric, 2)
                = round(COALESCE(crm_lead.automated_probability, 0)::numeric, 2))"""
        )
        values = {"probability": value, **self._weighted_sql(probability=value)}
        followed = {
            column: SQL(
                "CASE WHEN %s THEN %s ELSE %s END", follows, new, SQL.identifier("crm_lead", column)
            )
            for column, new in values.items()
        }
        return {**followed, "automated_probability": value}

    @api.model
    def _keep_stage_probabilities_as_hand_set(self):
        """Before uninstalling: what followed a stage keeps its figure, whatever Odoo's job does.

        Odoo calls a probability automated when it equals the automated one; an unknown
        automated value equals nothing, and the next scoring fills it.
        """
        self.env["crm.lead"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_lead SET automated_probability = NULL
                FROM crm_stage AS stage
                WHERE stage.id = crm_lead.stage_id AND stage.probability > 0
                  AND crm_lead.won_status = 'pending' AND %s
                  AND round(COALESCE(crm_lead.probability, 0)::numeric, 2)
                    = round(COALESCE(crm_lead.automated_probability, 0)::numeric, 2)""",
                self._stage_source_sql(),
            )
        )
        self.env["crm.lead"].invalidate_model(["automated_probability"])
