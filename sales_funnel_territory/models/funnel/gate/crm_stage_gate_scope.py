import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime, safe_eval, time

from .crm_stage_gate_use import today_in

_logger = logging.getLogger(__name__)


class CrmStageGate(models.Model):
    """For which leads a criterion is meant: of which teams, how large, matching which filter."""

    _inherit = "crm.stage.gate"

    def _filter_applicable(self, leads):
        """Return {gate: the leads it is meant for}, by team, amount and filter."""
        return {gate: gate._filter_leads(leads) for gate in self}

    def _filter_leads(self, leads):
        self.ensure_one()
        # an archived team's criterion is nobody else's
        if teams := self.with_context(active_test=False).team_ids:
            leads = leads.filtered(lambda lead: lead.team_id in teams)
        if self.amount_from:
            leads = self._filter_large(leads)
        if self.lead_domain and leads:
            leads = self._filter_matching(self.lead_domain, leads, leads.browse())
        return leads

    def _filter_large(self, leads):
        """Return the leads of at least the amount, which is converted once for each company."""
        large = leads.browse()
        for company, own in _by_company(leads):
            least = self._convert_amount(company)
            large |= own.filtered(lambda lead, least=least: lead.expected_revenue >= least)
        return large

    def _convert_amount(self, company):
        if self.currency_id == company.currency_id:
            return self.amount_from
        today = today_in(company._get_time_zone())
        return self.currency_id._convert(self.amount_from, company.currency_id, company, today)

    def _filter_matching(self, text, leads, otherwise):
        """Return the leads that match a filter.

        :param otherwise: what to return when the filter can no longer be used: it names a field
            that is gone. The caller chooses so that the criterion holds nobody then.
        """
        found = leads.browse()
        for company, own in _by_company(leads):
            try:
                domain = self._parse_domain(text, company)
                domain.validate(leads)
            except Exception:
                _logger.warning("Exit criterion %s: its filter cannot be used: %s", self.id, text)
                return otherwise
            found |= own._search_among(domain, company)
        return found

    @api.model
    def _parse_domain(self, text, company):
        names = {
            "uid": self.env.uid,
            "time": time,
            "datetime": datetime,
            "context_today": lambda: today_in(company._get_time_zone()),
        }
        return Domain(safe_eval(text or "[]", names))


def _by_company(leads):
    """Return [(company, its leads)]: days, amounts and words count as they do there.

    Never as in the company that is open: whoever moves a lead chooses that.
    """
    house = leads.env["crm.team"]._default_company()
    return [(company or house, own) for company, own in leads.grouped("company_id").items()]
