from odoo import models


class CrmLead(models.Model):
    """Merging leads keeps what was stated, asked and decided about each, and what was signed."""

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        signed = self._read_signed(opportunities)
        result = super()._merge_dependences(opportunities)
        for file, mark in signed.items():
            file._write_mark(mark)
        for model in ("crm.stage.gate.statement", "crm.stage.waiver", "crm.stage.approval"):
            self.env[model]._merge_leads(self, opportunities)
        return result

    def _read_signed(self, leads):
        """Return {file: its mark as signed}: files lose it as they change hands."""
        # sudo: files of leads that the merging person may not all read
        files = self.env["ir.attachment"].sudo()
        marked = files.search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                ("signed_on", "!=", False),
            ]
        )
        return {
            file: {"signed_by_id": file.signed_by_id.id, "signed_on": file.signed_on}
            for file in marked
        }
