from odoo import api, models

from ....tools.import_rows import row_errors
from .crm_lead_commit import DEFERRED


class CrmLead(models.Model):
    """An import judges all its leads together, once the last row is in, and reports at once."""

    _inherit = "crm.lead"

    @api.model
    def load(self, fields, data):
        if not self.env["crm.team"]._get_commit_refusing():
            return super().load(fields, data)
        # whatever goes wrong on the way, nothing stays that was not judged
        with self.env.cr.savepoint() as savepoint:
            waiting = self.env.cr.postcommit.data[DEFERRED] = set()
            try:
                result = super().load(fields, data)
            finally:
                self.env.cr.postcommit.data.pop(DEFERRED, None)
            refused = self._find_commit_refused(waiting) if result["ids"] else {}
            if refused and self._get_import_mode() != "first":
                messages = self._prepare_commit_messages(refused, result["ids"], fields, data)
                savepoint.rollback()
                result.update(ids=False, messages=[*result["messages"], *messages])
            elif result["ids"]:
                self._leave_uncommitted(refused)
                self._log_commits(waiting)
        return result

    @api.model
    def _prepare_commit_messages(self, refused, ids, fields, data):
        """Return an error for each row whose lead may not be committed."""
        sentences = {
            lead.id: lead._get_commit_sentence(demands) for lead, demands in refused.items()
        }
        return row_errors(self, fields, data, ids, "forecast_category", sentences)
