from odoo import api, models

from ..tools.paper_fonts import paper_fonts


class CrmPreparationReport(models.AbstractModel):
    """The preparation on paper: the same parts as on the screen, with room for notes."""

    _name = "report.sales_funnel_territory.crm_preparation_document"
    _description = "Printed Preparation"

    @api.model
    def _get_report_values(self, docids, data=None):
        target = data if data and "model" in data else {"model": "res.partner", "res_id": docids[0]}
        preparation = self.env["crm.preparation"].get_preparation(target["model"], target["res_id"])
        return {
            "doc_ids": docids,
            "doc_model": target["model"],
            "docs": self.env[target["model"]].browse(int(target["res_id"])),
            "preparation": preparation,
            "fonts": paper_fonts(self.env.lang),
        }
