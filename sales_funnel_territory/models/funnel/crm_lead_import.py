from odoo import api, fields, models


class CrmLead(models.Model):
    """Bringing in opportunities with their past: Favorites > Import records."""

    _inherit = "crm.lead"

    # Odoo offers no readonly field for import. In the form both stay readonly.
    date_open = fields.Datetime(readonly=False)
    date_closed = fields.Datetime(readonly=False)

    @api.model
    def get_import_templates(self):
        return [
            *super().get_import_templates(),
            {
                "label": self.env._("Import Template for Opportunities with Products and Results"),
                "template": "/sales_funnel_territory/static/xls/crm_lead.xlsx",
            },
        ]

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("import_file"):
            vals_list = [_without_empty_probability(vals) for vals in vals_list]
        return super().create(vals_list)


def _without_empty_probability(vals):
    """Drop the empty cell of a sheet, which is no probability of zero set by hand.

    A sheet's 0 is 0.0, its empty cell is False.
    """
    if vals.get("probability") is not False:
        return vals
    return {name: value for name, value in vals.items() if name != "probability"}
