from odoo import api, models

_MODELS = ("crm.stage.gate.statement", "crm.stage.waiver", "crm.stage.approval")


class CrmLead(models.Model):
    """Merging leads keeps what was stated, asked and decided about each, and what was signed."""

    _inherit = "crm.lead"

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), *_MODELS]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        for model in _MODELS:
            self.env[model]._merge_leads(self, opportunities)
        return result

    def _merge_dependences_attachments(self, opportunities):
        signed = self._read_signed(opportunities)
        result = super()._merge_dependences_attachments(opportunities)
        for file, mark in signed.items():
            file._write_mark(mark)
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
