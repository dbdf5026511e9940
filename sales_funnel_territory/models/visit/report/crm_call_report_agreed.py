from odoo import models


class CrmCallReport(models.Model):
    """Submitting a report fixes what was agreed, and gives it to whoever does it."""

    _inherit = "crm.call.report"

    def _submit(self):
        result = super()._submit()
        items = self.sudo().action_ids  # sudo: what was agreed is fixed by the submission
        for day, same in items.grouped("date_due").items():
            same.write({"date_agreed": day})
        items.filtered(lambda item: item.state == "done")._note_outcome()
        items._schedule()
        return result

    def _get_link(self):
        """Return the address of the report, for colleagues."""
        self.ensure_one()
        return f"/odoo/{self._name}/{self.id}"
