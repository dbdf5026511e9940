from odoo import api, models
from odoo.tools import SQL

from .crm_lead_history_values import SAME_NAME, STATE_COLUMNS

SCORED = {"probability": "probability", "weighted_revenue": "prorated_revenue"}
# What a new state is compared with, to tell what has moved.
BEFORE = (
    "type", "stage_id", "stage_name", "stage_since", "stage_from_id", "stage_from_name",
    "date_deadline",
)  # fmt: skip


class CrmLeadHistory(models.Model):
    """One statement compares open rows with live leads: as it happens, and each night."""

    _inherit = "crm.lead.history"

    @api.model
    def _record(self, lead_ids=None, origin="live", with_scores=False, company=None):
        """Bring the history up to the present and return how many rows were opened.

        A row opened in this very transaction is replaced, an older one is closed; a lead that
        is back where it was before the transaction gets its older row opened again. Compiling
        the statement (jit) would take PostgreSQL many times longer than running it.

        :param lead_ids: only these leads (default: all)
        :param origin: how the difference was noticed: live / detected
        :param with_scores: also for a change of nothing but Odoo's own score (weekly close)
        :param company: only leads of this company (and of none, if it is the first one)
        """
        self.env["crm.lead"].flush_model()
        self.env["crm.stage"].flush_model()
        scope = self._scope_sql(lead_ids, company)
        self.env.cr.execute(self._record_sql(scope, origin, with_scores))
        count = self.env.cr.rowcount
        self.invalidate_model()
        return count

    @api.model
    def _record_sql(self, scope, origin, with_scores):
        return SQL(
            """
            SET LOCAL jit = off;
            WITH own AS MATERIALIZED (%(own)s),
            different AS MATERIALIZED (%(different)s),
            changed AS MATERIALIZED (%(changed)s),
            %(ended)s
            INSERT INTO crm_lead_history
                (valid_from, chain, origin, changed_by_id, changed_by_name, %(columns)s)
            SELECT %(now)s, 0, %(origin)s, author.id, author_person.name, %(values)s
            FROM done, changed JOIN crm_lead ON crm_lead.id = changed.lead_id
            %(joins)s
            LEFT JOIN res_users AS author
                ON author.id = crm_lead.write_uid AND %(origin)s = 'live'
            LEFT JOIN res_partner AS author_person ON author_person.id = author.partner_id
            WHERE NOT changed.is_back AND done.n >= 0
            """,
            own=self._own_company_sql(),
            different=self._different_sql(scope, with_scores),
            changed=self._changed_sql(with_scores),
            ended=self._ended_sql(),
            now=self.env.cr.now(),
            columns=SQL(", ").join(SQL.identifier(name) for name in STATE_COLUMNS),
            origin=origin,
            values=self._state_values_sql(),
            joins=self._name_joins_sql(),
        )

    @api.model
    def _ended_sql(self):
        """Return the parts that close the rows of ``changed``, or take them away; ``done`` when
        they have.
        """
        return SQL(
            """closed AS (
                UPDATE crm_lead_history AS past SET valid_to = %s FROM changed
                WHERE past.id = changed.past_id AND NOT changed.is_fresh
                RETURNING past.id
            ),
            replaced AS (
                DELETE FROM crm_lead_history AS past USING changed
                WHERE past.id = changed.past_id AND changed.is_fresh
                RETURNING past.id
            ),
            done AS (
                SELECT (SELECT COUNT(*) FROM closed) + (SELECT COUNT(*) FROM replaced) AS n
            ),
            reopened AS (
                UPDATE crm_lead_history AS past SET valid_to = NULL FROM changed, done
                WHERE past.id = changed.base_id AND changed.is_back AND done.n >= 0
            )""",
            self.env.cr.now(),
        )

    @api.model
    def _scope_sql(self, lead_ids, company):
        scope = SQL("TRUE") if lead_ids is None else SQL("crm_lead.id = ANY(%s)", list(lead_ids))
        if company is None:
            return scope
        is_first = company == self.env["crm.team"]._default_company()
        return SQL(
            "%s AND (crm_lead.company_id = %s OR (%s AND crm_lead.company_id IS NULL))",
            scope,
            company.id,
            is_first,
        )

    @api.model
    def _different_sql(self, scope, with_scores):
        """Select leads of a scope whose open row is missing or says something else."""
        return SQL(
            """SELECT crm_lead.id AS lead_id, past.id AS past_id, past.valid_from AS past_from,
                %s
            FROM crm_lead
            LEFT JOIN crm_stage AS stage ON stage.id = crm_lead.stage_id
            LEFT JOIN crm_lead_history AS past
                ON past.lead_id = crm_lead.id AND past.valid_to IS NULL
            WHERE %s AND (past.id IS NULL OR %s)""",
            SQL(", ").join(SQL.identifier("past", name) for name in BEFORE),
            scope,
            self._differs_sql("past", with_scores),
        )

    @api.model
    def _changed_sql(self, with_scores):
        """Add the row that was valid before this transaction (``base``), if it is another."""
        return SQL(
            """SELECT different.lead_id, different.past_id,
                COALESCE(different.past_from >= %(now)s, FALSE) AS is_fresh,
                base.id AS base_id,
                COALESCE(base.id IS NOT NULL AND NOT %(differs)s, FALSE) AS is_back,
                %(before)s
            FROM different
            JOIN crm_lead ON crm_lead.id = different.lead_id
            LEFT JOIN crm_stage AS stage ON stage.id = crm_lead.stage_id
            LEFT JOIN LATERAL (
                SELECT before.* FROM crm_lead_history AS before
                WHERE different.past_from >= %(now)s AND before.lead_id = different.lead_id
                  AND before.valid_to = different.past_from
                ORDER BY before.id DESC LIMIT 1
            ) AS base ON TRUE""",
            now=self.env.cr.now(),
            differs=self._differs_sql("base", with_scores),
            before=SQL(", ").join(
                SQL(
                    "CASE WHEN base.id IS NULL THEN %s ELSE %s END AS %s",
                    SQL.identifier("different", name),
                    SQL.identifier("base", name),
                    SQL.identifier(f"base_{name}"),
                )
                for name in BEFORE
            ),
        )

    @api.model
    def _differs_sql(self, alias, with_scores):
        """Return the condition that a row says something else than the lead does now.

        Odoo's own score moves each night: while a lead has nothing but that score, its
        probability and weighted amount are compared at the weekly close only.
        """
        kept, live = [], []
        for column in SAME_NAME:
            kept.append(SQL.identifier(alias, column))
            live.append(SQL.identifier("crm_lead", column))
        pairs = {
            "status": self._status_sql(),
            "is_active": SQL("crm_lead.active"),
            "is_scored": self._is_scored_sql(),
        }
        for column, value in pairs.items():
            kept.append(SQL.identifier(alias, column))
            live.append(value)
        for column, own in (
            ("probability", "probability"),
            ("weighted_revenue", "prorated_revenue"),
        ):
            then, now = SQL.identifier(alias, column), SQL.identifier("crm_lead", own)
            if not with_scores:
                # the row's word for it will do: where the lead's differs, the row does anyway
                scored = SQL.identifier(alias, "is_scored")
                then = SQL("CASE WHEN %s THEN NULL ELSE %s END", scored, then)
                now = SQL("CASE WHEN %s THEN NULL ELSE %s END", scored, now)
            kept.append(then)
            live.append(now)
        return SQL("ROW(%s) IS DISTINCT FROM ROW(%s)", SQL(", ").join(kept), SQL(", ").join(live))

    @api.model
    def _status_sql(self):
        return SQL(
            """(CASE crm_lead.won_status
                WHEN 'won' THEN 'won' WHEN 'lost' THEN 'lost' ELSE 'open' END)"""
        )

    @api.model
    def _is_scored_sql(self):
        """Return the condition that a lead's probability is Odoo's score, untouched by hand."""
        return SQL(
            """(crm_lead.won_status = 'pending'
            AND NOT COALESCE(%s AND stage.probability > 0, FALSE)
            AND (COALESCE(crm_lead.probability = crm_lead.automated_probability, FALSE)
              OR round(COALESCE(crm_lead.probability, 0)::numeric, 2)
                = round(COALESCE(crm_lead.automated_probability, 0)::numeric, 2)))""",
            self.env["crm.lead"]._stage_source_sql(),
        )

    @api.model
    def _name_of_day_sql(self, alias, column):
        """Return a translated name in the language of the lead's company, else English."""
        return SQL(
            "COALESCE(%(value)s->>COALESCE(house.lang, %(lang)s), %(value)s->>'en_US')",
            value=SQL.identifier(alias, column),
            lang=SQL("(SELECT lang FROM own)"),
        )

    @api.model
    def _own_company_sql(self):
        """Select currency and language of the first company: leads of no company count there.

        Whatever company their writer works in. Read within the statement: it costs no query of its
        own.
        """
        return SQL(
            """SELECT company.currency_id, partner.lang FROM res_company AS company
            JOIN res_partner AS partner ON partner.id = company.partner_id
            WHERE company.active ORDER BY company.id LIMIT 1"""
        )

    @api.model
    def _name_joins_sql(self):
        return SQL(
            """LEFT JOIN crm_stage AS stage ON stage.id = crm_lead.stage_id
            LEFT JOIN crm_team AS team ON team.id = crm_lead.team_id
            LEFT JOIN res_users AS login ON login.id = crm_lead.user_id
            LEFT JOIN res_partner AS person ON person.id = login.partner_id
            LEFT JOIN res_company AS company ON company.id = crm_lead.company_id
            LEFT JOIN res_partner AS house ON house.id = company.partner_id
            LEFT JOIN res_partner AS contact ON contact.id = crm_lead.partner_id
            LEFT JOIN res_partner AS customer ON customer.id = contact.commercial_partner_id
            LEFT JOIN utm_source AS source ON source.id = crm_lead.source_id
            LEFT JOIN utm_campaign AS campaign ON campaign.id = crm_lead.campaign_id
            LEFT JOIN crm_territory AS territory ON territory.id = crm_lead.territory_id"""
        )
