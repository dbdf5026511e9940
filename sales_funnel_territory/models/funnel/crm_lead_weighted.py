import logging

from odoo import api, fields, models
from odoo.modules import module
from odoo.tools import SQL, split_every, str2bool
from psycopg2.errors import SerializationFailure

from ...tools.rounding_sql import (
    currency_round_sql,
    product_percent_sql,
    python_round_cents_sql,
)

_logger = logging.getLogger(__name__)

REPAIR_PARAMETER = "sales_funnel_territory.repair_weighted"
REPAIR_BATCH = 5000
REPAIR_ATTEMPTS = 3


class CrmLead(models.Model):
    """Weighted revenue: always the rounding of expected revenue x probability Odoo's code gives."""

    _inherit = "crm.lead"

    prorated_revenue = fields.Monetary(string="Weighted Revenue")
    recurring_revenue_prorated = fields.Monetary(string="Weighted Recurring Revenues")
    recurring_revenue_monthly_prorated = fields.Monetary(string="Weighted MRR")

    # ------------------------------------------------------------------ SQL expressions

    @api.model
    def _weighted_sql(self, alias: str = "crm_lead", probability: SQL | None = None) -> dict:
        """Return the stored weighted amounts as SQL, by column, exactly as the ORM computes them.

        :param alias: the table's alias in the statement
        :param probability: an expression to use instead of the row's own probability
        """
        if probability is None:
            probability = SQL.identifier(alias, "probability")

        def percent_of(column):
            return product_percent_sql(SQL.identifier(alias, column), probability)

        return {
            "prorated_revenue": self._weighted_cents_sql(alias, percent_of("expected_revenue")),
            "recurring_revenue_prorated": self._in_company_currency_sql(
                alias, percent_of("recurring_revenue")
            ),
            "recurring_revenue_monthly_prorated": self._in_company_currency_sql(
                alias, percent_of("recurring_revenue_monthly")
            ),
        }

    @api.model
    def _weighted_cents_sql(self, alias, value):
        """Round to cents as the compute does, then to the currency as the field does."""
        cents = python_round_cents_sql(value)
        if set(self._currency_precisions().values()) == {(0.01, 2)}:
            return cents
        return self._in_company_currency_sql(alias, SQL("%s::float8", cents))

    @api.model
    def _in_company_currency_sql(self, alias, value):
        """Round to the currency of the row's company (the reader's, as Odoo, without one)."""
        by_company = self._currency_precisions()
        default = by_company[self.env.company.id]
        company = SQL.identifier(alias, "company_id")
        cases = [
            SQL("WHEN %s = %s THEN %s", company, company_id, currency_round_sql(value, *precision))
            for company_id, precision in by_company.items()
            if precision != default
        ]
        rounded = currency_round_sql(value, *default)
        if not cases:
            return rounded
        return SQL("(CASE %s ELSE %s END)", SQL(" ").join(cases), rounded)

    @api.model
    def _currency_precisions(self):
        """Return {company id: (rounding, digits)} of every company."""
        # sudo: only currencies' precisions of all companies are read, to round their own rows
        companies = self.env["res.company"].sudo().with_context(active_test=False).search([])
        return {
            company.id: (company.currency_id.rounding, company.currency_id.decimal_places)
            for company in companies
        }

    # ------------------------------------------------------------------ stale amounts

    @api.model
    def _stale_weighted_condition(self) -> SQL:
        return SQL(" OR ").join(
            SQL("COALESCE(%s, 0) <> %s", SQL.identifier("crm_lead", column), value)
            for column, value in self._weighted_sql().items()
        )

    @api.model
    def _count_stale_weighted(self) -> int:
        """Count leads whose weighted amounts are not what expected x probability gives."""
        self.env["crm.lead"].flush_model()
        stale = self._stale_weighted_condition()
        [(count,)] = self.env.execute_query(SQL("SELECT COUNT(*) FROM crm_lead WHERE %s", stale))
        return count

    @api.model
    def _repair_stale_weighted(self, in_job: bool = False) -> int:
        """Set stale weighted amounts right, in batches; return how many leads.

        A lead that somebody saves meanwhile is left alone: saving computes its amounts, and what
        it leaves the next run finds.

        :param in_job: keep what is done after each batch
        """
        self.env["crm.lead"].flush_model()
        stale = self._stale_weighted_condition()
        rows = self.env.execute_query(SQL("SELECT id FROM crm_lead WHERE %s ORDER BY id", stale))
        repair = self._repair_and_commit if in_job else self._repair_batch
        count = sum(
            repair(ids) for ids in split_every(REPAIR_BATCH, [row[0] for row in rows], list)
        )
        self.env["crm.lead"].invalidate_model(list(self._weighted_sql()))
        return count

    @api.model
    def _repair_and_commit(self, ids) -> int:
        """Repair a batch in a transaction of its own; again when a lead was saved meanwhile."""
        for _attempt in range(REPAIR_ATTEMPTS):
            try:
                count = self._repair_batch(ids)
            except SerializationFailure:
                self.env.cr.rollback()
            else:
                self.env["ir.cron"]._commit_progress(count)
                return count
        _logger.info("Weighted amounts of leads %s-%s wait for the next run", ids[0], ids[-1])
        return 0

    @api.model
    def _repair_batch(self, ids) -> int:
        """Repair those of the leads that nobody has locked."""
        self.env.cr.execute(
            SQL(
                """UPDATE crm_lead SET %s WHERE id IN (
                    SELECT id FROM crm_lead WHERE id = ANY(%s) AND (%s)
                    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)""",
                self._assignments_sql(self._weighted_sql()),
                ids,
                self._stale_weighted_condition(),
            ),
            log_exceptions=False,
        )
        return self.env.cr.rowcount

    @api.model
    def _assignments_sql(self, values):
        return SQL(", ").join(
            SQL("%s = %s", SQL.identifier(column), value) for column, value in values.items()
        )

    # ------------------------------------------------------------------ Odoo's nightly job

    @api.model
    def _is_weighted_repair_accepted(self) -> bool:
        # sudo: one yes/no setting of ours, the same for everyone
        value = self.env["ir.config_parameter"].sudo().get_param(REPAIR_PARAMETER)
        return str2bool(value or "", False)

    @api.model
    def _accept_weighted_repair(self) -> None:
        """Keep weighted amounts right from now on (the administrator's answer to the offer)."""
        # sudo: called by the administrator of sales, who has no right on parameters
        self.env["ir.config_parameter"].sudo().set_param(REPAIR_PARAMETER, "True")

    def _update_automated_probabilities(self):
        """Odoo's scoring writes probabilities by raw SQL and leaves weighted amounts stale."""
        result = super()._update_automated_probabilities()
        if self._is_weighted_repair_accepted():
            # as Odoo's own job, which commits its batches except under test
            self._repair_stale_weighted(in_job=not module.current_test)
        return result

    @api.model
    def _check_weighted_amounts(self) -> int:
        """Repair stale amounts when that was accepted, else only count them (nightly job)."""
        if self._is_weighted_repair_accepted():
            return self._repair_stale_weighted(in_job=not module.current_test)
        return self._count_stale_weighted()
