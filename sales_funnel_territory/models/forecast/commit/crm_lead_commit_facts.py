from odoo import api, models
from odoo.tools import SQL

from ....planning.forecast.commit import CRITERIA, Deal, find_missing, find_unmet
from ....planning.forecast.periods import period_of
from ...funnel.gate.crm_stage_gate_use import today_in

_WRITTEN = {
    "crm.lead": ("date_deadline", "stage_id", "team_id", "company_id", "active", "won_status"),
    "crm.buying.role": ("lead_id", "role", "partner_id", "active"),
    "crm.call.report": ("state", "opportunity_ids"),
    "crm.call.report.person": ("report_id", "contact_id", "is_met"),
    "crm.forecast.waiver": ("lead_id", "demand", "state"),
}


class CrmLead(models.Model):
    """How leads stand to what their teams demand of a commit: judged in one statement."""

    _inherit = "crm.lead"

    @api.model
    def _find_commit_missing(self, lead_ids, rules):
        """Return {lead: demands it misses} of those leads that are committed, in their teams.

        :param rules: {team id: Rules}; leads of other teams are not asked
        """
        deals = self._prepare_deals(lead_ids, rules, SQL("lead.forecast_category = 'commit'"))
        missing = {
            lead: find_missing(rules[lead.team_id.id], deal, lead._get_commit_period(rules))
            for lead, deal in deals.items()
        }
        return {lead: demands for lead, demands in missing.items() if demands}

    @api.model
    def _find_commit_standing(self, lead_ids, rules):
        """Return {lead: (demands it does not meet, Deal)} of open leads of these teams."""
        deals = self._prepare_deals(lead_ids, rules, SQL("TRUE"))
        return {
            lead: (find_unmet(rules[lead.team_id.id], deal, lead._get_commit_period(rules)), deal)
            for lead, deal in deals.items()
        }

    def _get_commit_period(self, rules):
        """Return the period in which it would have to close, as its company cuts its years."""
        self.ensure_one()
        company = self.company_id or self.env["crm.team"]._default_company()
        today = today_in(company._get_time_zone())
        return period_of(today, rules[self.team_id.id].period_kind, company._get_fiscal_scheme())

    # ------------------------------------------------------------------ gathering

    @api.model
    def _prepare_deals(self, lead_ids, rules, condition):
        """Return {lead: Deal} of open opportunities of the teams that have rules."""
        for model, names in _WRITTEN.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(self._commit_facts_sql(lead_ids, rules, condition))
        # sudo: a team's rules hold whatever their judge may read
        leads = self.sudo().with_context(active_test=False).browse([row[0] for row in rows])
        unmet = leads._find_unmet_criteria(rules)
        return {
            lead: Deal(is_met, lead not in unmet, closing, slips, frozenset(waived))
            for lead, (_id, closing, is_met, slips, waived) in zip(leads, rows, strict=True)
        }

    def _find_unmet_criteria(self, rules):
        """Return those of these leads that miss a criterion of their stage, where it matters."""
        asked = self.filtered(lambda lead: CRITERIA in rules[lead.team_id.id].demands)
        if not asked:
            return self.browse()
        _demands, unmet = self._find_unmet(asked._get_gates_here())
        return self.browse([lead.id for lead in unmet])

    @api.model
    def _commit_facts_sql(self, lead_ids, rules, condition):
        """Return the statement that reads what is known of leads, for however many.

        A closing that was put off in this very transaction is not in the history yet.
        """
        return SQL(
            """SELECT lead.id, lead.date_deadline,
                EXISTS (
                    SELECT FROM crm_buying_role AS role
                    JOIN crm_call_report_person AS person
                      ON person.contact_id = role.partner_id AND person.is_met
                    JOIN crm_call_report AS report ON report.id = person.report_id
                      AND report.state IN ('submitted', 'acknowledged')
                    JOIN %(link)s AS link ON link.%(report)s = report.id
                      AND link.%(lead)s = lead.id
                    WHERE role.lead_id = lead.id AND role.role = 'economic' AND role.active),
                (SELECT count(*) FILTER (WHERE past.slipped_days > 0)
                      + count(*) FILTER (WHERE past.valid_to IS NULL
                          AND past.date_deadline < lead.date_deadline)
                    FROM crm_lead_history AS past
                    WHERE past.lead_id = lead.id AND past.chain = 0),
                ARRAY(SELECT waiver.demand FROM crm_forecast_waiver AS waiver
                    WHERE waiver.lead_id = lead.id AND waiver.state = 'granted')
            FROM crm_lead AS lead
            WHERE lead.id = ANY(%(leads)s) AND lead.team_id = ANY(%(teams)s)
              AND lead.type = 'opportunity' AND lead.active AND lead.won_status = 'pending'
              AND %(condition)s
            ORDER BY lead.id""",
            **self._commit_link_sql(),
            leads=sorted(lead_ids),
            teams=list(rules),
            condition=condition,
        )

    @api.model
    def _commit_link_sql(self):
        link = self.env["crm.call.report"]._fields["opportunity_ids"]
        return {
            "link": SQL.identifier(link.relation),
            "report": SQL.identifier(link.column1),
            "lead": SQL.identifier(link.column2),
        }
