from odoo import api, models
from odoo.tools import format_list

from ...planning.customer_class import fit_ranges

MONEY = ("potential", "won_revenue", "pipeline")


class CrmCustomerClassRule(models.Model):
    """Limits that fit the customers one has: what is much for one company is little for another."""

    _inherit = "crm.customer.class.rule"

    @api.model
    def action_fit_to_customers(self):
        """Let the rules about money cut our own customers: above the median, the best fifth."""
        self.check_access("write")
        self.env.flush_all()
        # sudo: figures of all companies, of which only limits come out
        figures = self.env["crm.customer.status"].sudo()._read_class_figures(None)
        told = [self._fit_measure(measure, figures) for measure in MONEY]
        # sudo: a job of the nightly run, after the rules were written as the administrator
        self.env["crm.customer.status"].sudo()._propose_classes()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Rules fitted to your customers"),
                "message": "\n".join(filter(None, told)) or self.env._("No rule is about money."),
                "type": "success",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _fit_measure(self, measure, figures):
        """Give the rules of a measure the limits of our customers; return a sentence on it."""
        rules = self.search([("measure", "=", measure)], order="low")
        if not rules:
            return ""
        label = dict(self._fields["measure"]._description_selection(self.env))[measure]
        ranges = fit_ranges([row[measure] for row in figures if row[measure]], len(rules))
        if not ranges:
            return self.env._(
                "%(measure)s: too few customers have one, nothing changed.", measure=label
            )
        base = self._get_base_company()
        # the highest first: a range may never reach into the next one
        for rule, (low, high) in reversed(list(zip(rules, ranges, strict=True))):
            rule.write({"low": low, "high": high or 0, "currency_id": base.currency_id.id})
        limits = [base.currency_id.format(low) for low, _high in ranges]
        return self.env._(
            "%(measure)s: limits at %(limits)s.",
            measure=label,
            limits=format_list(self.env, limits),
        )
