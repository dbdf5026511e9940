from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...planning.customer_class import ClassRange, propose


class CrmCustomerStatus(models.Model):
    """The proposed class beside the confirmed one, with its reasons."""

    _inherit = "crm.customer.status"

    @api.model
    def _propose_classes(self, status_ids=None):
        """Propose the class of each customer from the rules; write what has changed, in bulk.

        :param status_ids: only these (default: all active ones)
        :return: number of customers whose proposal has changed
        """
        self.flush_model()
        self.env["crm.customer.figures"].flush_model()
        rules = self.env["crm.customer.class.rule"].search([])
        classes = [
            ClassRange(one.id, one.sequence, one.least_value, one.least_urgency)
            for one in self.env["crm.customer.class"].search([])
        ]
        decided = [rule._prepare_rule() for rule in rules]
        matched = self._read_matched_rules(rules, status_ids)
        proposals = {
            row["id"]: propose(row, matched[row["id"]], decided, classes)
            for row in self._read_class_figures(status_ids)
        }
        return self._write_proposals(proposals)

    @api.model
    def _read_class_figures(self, status_ids):
        """Return what is measured of each customer; money of all companies, in the first's."""
        self.env.cr.execute(
            SQL(
                """SELECT status.id, SUM(figures.potential * rate.factor) AS potential,
                    SUM(figures.won_12_months * rate.factor) AS won_revenue,
                    SUM(figures.pipeline * rate.factor) AS pipeline,
                    (SELECT SUM(signal.urgency) FROM res_partner_need_signal_rel AS noticed
                        JOIN crm_need_signal AS signal ON signal.id = noticed.signal_id
                        WHERE noticed.partner_id = status.partner_id AND signal.active) AS signals
                FROM crm_customer_status AS status
                LEFT JOIN (
                    crm_customer_figures AS figures
                    JOIN unnest(%s::int[], %s::float8[]) AS rate(company_id, factor)
                        ON rate.company_id = figures.company_id
                ) ON figures.status_id = status.id
                WHERE %s GROUP BY status.id""",
                *self._get_rates(),
                self._scope_sql(status_ids),
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _get_rates(self):
        """Return ids of all companies, and what an amount of theirs is in the first one's money."""
        # sudo: currencies of all companies
        companies = self.env["res.company"].sudo().search([])
        base = self.env["crm.customer.class.rule"]._get_base_company()
        today = fields.Date.context_today(self)
        rates = [
            one.currency_id._get_conversion_rate(one.currency_id, base.currency_id, base, today)
            for one in companies
        ]
        return companies.ids, rates

    @api.model
    def _scope_sql(self, status_ids):
        if status_ids is None:
            return SQL("status.active")
        return SQL("status.id = ANY(%s)", list(status_ids))

    @api.model
    def _read_matched_rules(self, rules, status_ids):
        """Return {status id: ids of the rules on industry and tags that it matches}."""
        matched = defaultdict(list)
        for rule in rules.filtered(lambda rule: rule.measure in ("industry", "tag")):
            condition = (
                SQL("customer.industry_id = ANY(%s)", rule.industry_ids.ids)
                if rule.measure == "industry"
                else SQL(
                    "EXISTS (SELECT FROM res_partner_res_partner_category_rel AS tagged"
                    " WHERE tagged.partner_id = customer.id AND tagged.category_id = ANY(%s))",
                    rule.category_ids.ids,
                )
            )
            rows = self.env.execute_query(
                SQL(
                    """SELECT status.id FROM crm_customer_status AS status
                    JOIN res_partner AS customer ON customer.id = status.partner_id
                    WHERE %s AND %s""",
                    self._scope_sql(status_ids),
                    condition,
                )
            )
            for (status_id,) in rows:
                matched[status_id].append(rule.id)
        return matched

    @api.model
    def _write_proposals(self, proposals):
        if not proposals:
            return 0
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status AS status SET proposed_class_id = new.class_id,
                    value_score = new.value, urgency_score = new.urgency,
                    proposal_rule_ids = to_jsonb(string_to_array(new.rules, ',')::int[]),
                    proposed_on = %s
                FROM unnest(%s::int[], %s::int[], %s::float8[], %s::float8[], %s::text[])
                    AS new(id, class_id, value, urgency, rules)
                WHERE new.id = status.id
                  AND ROW(status.proposed_class_id, status.value_score, status.urgency_score,
                          status.proposal_rule_ids)
                    IS DISTINCT FROM ROW(new.class_id, new.value, new.urgency,
                          to_jsonb(string_to_array(new.rules, ',')::int[]))""",
                self.env.cr.now(),
                list(proposals),
                [one.class_id for one in proposals.values()],
                [one.value for one in proposals.values()],
                [one.urgency for one in proposals.values()],
                [",".join(map(str, one.rule_ids)) for one in proposals.values()],
            )
        )
        self.invalidate_model()
        return self.env.cr.rowcount
