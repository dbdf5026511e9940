from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What charts of customers are narrowed down by: class, responsible, industry."""

    _inherit = "res.partner"

    @api.model
    def _facet_domain(self, filters, class_field="class_id"):
        """Return the domain that chosen facets make; unknown ones are left out.

        :param dict filters: class_id, user_id, industry_id, each an id or nothing
        :param class_field: name of the class on the model that is asked
        """
        names = {"class_id": class_field, "user_id": "user_id", "industry_id": "industry_id"}
        return Domain.AND(
            Domain(field, "=", int(filters[name]))
            for name, field in names.items()
            if filters.get(name)
        )

    @api.model
    def _get_facets(self):
        """Return what there is to choose among customers: lists of (id, name) for each facet."""
        customers = Domain("is_sales_customer", "=", True)
        fields = {
            "class_id": "customer_class_id",
            "user_id": "user_id",
            "industry_id": "industry_id",
        }
        return {
            name: [
                (record.id, record.display_name)
                for (record,) in self._read_group(
                    customers & Domain(field, "!=", False), [field], order=field
                )
            ]
            for name, field in fields.items()
        }
