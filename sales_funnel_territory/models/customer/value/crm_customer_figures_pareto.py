from odoo import api, models
from odoo.fields import Domain

from ....planning.pareto import VITAL_SHARE, pareto

GROUPS = ("partner_id", "class_id", "user_id", "industry_id")
MEASURES = ("won_12_months", "won_this_year", "won_last_year")
SHOWN = 50


class CrmCustomerFigures(models.Model):
    """Who makes up most of the won revenue, in the currency of the reader's company."""

    _inherit = "crm.customer.figures"

    @api.model
    def get_pareto(self, filters=None, limit=SHOWN):
        """Return won revenue from the largest part on, with cumulative shares.

        Read with the reader's rights, by a fixed number of queries. Only so many parts are
        returned; total, shares and the vital few are those of all.

        :param dict filters: by (partner_id, class_id ...), measure, class_id, user_id, industry_id
        """
        filters = filters or {}
        by = filters.get("by") if filters.get("by") in GROUPS else "partner_id"
        measure = filters.get("measure") if filters.get("measure") in MEASURES else MEASURES[0]
        domain = self.env["res.partner"]._facet_domain(filters)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        function = self.env["crm.lead"]._sum_function()
        groups = self._read_group(domain, [by], [f"{measure}:{function}", "__count"])
        result = pareto([amount for _group, amount, _count in groups])
        shown = list(zip(result.order, result.shares, strict=True))[: int(limit)]
        return {
            "by": by,
            "measure": measure,
            "rows": [
                self._describe_part(*groups[index], share, by, measure) for index, share in shown
            ],
            "count": len(result.order),
            "vital_few": result.vital_few,
            "vital_share": VITAL_SHARE,
            "without": len(groups) - len(result.order),
            "total": sum(groups[index][1] for index in result.order),
            "currency_id": self.env.company.currency_id.id,
            "facets": self.env["res.partner"]._get_facets(),
        }

    @api.model
    def _describe_part(self, group, amount, count, share, by, measure):
        return {
            "id": group.id,
            "name": group.display_name or self.env._("None"),
            "amount": amount,
            "count": count,
            "share": share,
            "domain": [(by, "=", group.id), (measure, ">", 0)],
        }
