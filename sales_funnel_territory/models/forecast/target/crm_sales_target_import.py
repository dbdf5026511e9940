from odoo import api, models
from odoo.exceptions import UserError


class CrmSalesTarget(models.Model):
    """Targets brought in from a spreadsheet: those that are there get the sheet's amounts."""

    _inherit = "crm.sales.target"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Sales Targets"),
                "template": "/sales_funnel_territory/static/xls/crm_sales_target.xlsx",
            }
        ]

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("import_file"):
            return super().create(vals_list)
        found = [self._find_imported(vals) for vals in vals_list]
        new = [vals for vals, target in zip(vals_list, found, strict=True) if not target]
        created = iter(super().create(new))
        result = self.browse()
        for vals, target in zip(vals_list, found, strict=True):
            if target:
                target.write({"value": vals.get("value")})
            result += target or next(created)
        return result

    @api.model
    def _find_imported(self, vals):
        """Return the target that a line of the sheet is about, if it is there."""
        version_id = vals.get("version_id") or self.env.context.get("default_version_id")
        if not version_id:
            raise UserError(
                self.env._("Say of which version the target is: a column Version, or its name.")
            )
        names = ("team_id", "user_id", "territory_id", "categ_id")
        defaults = self.default_get(["measure", "period_kind"])
        return self.search(
            [
                ("version_id", "=", version_id),
                ("measure", "=", vals.get("measure") or defaults["measure"]),
                ("period_kind", "=", vals.get("period_kind") or defaults["period_kind"]),
                ("date_from", "=", vals.get("date_from")),
                *((name, "=", vals.get(name) or False) for name in names),
            ],
            limit=1,
        )
