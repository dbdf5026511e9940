from odoo import api, models
from odoo.exceptions import AccessError

from ....tools.import_rows import row_errors
from .crm_lead_gated import _DEFERRED

# What an import does with leads that miss criteria: report them all (nothing is brought in),
# put them into the first stage, or take them over as they are, with waivers (administrators).
MODES = ("report", "first", "inherited")


class CrmLead(models.Model):
    """An import judges all its leads together, once the last row is in, and reports at once."""

    _inherit = "crm.lead"

    @api.model
    def load(self, fields, data):
        if not self.env["crm.stage.gate"]._is_used():
            return super().load(fields, data)
        mode = self._get_import_mode()
        # whatever goes wrong on the way, nothing stays that was not judged
        with self.env.cr.savepoint() as savepoint:
            waiting = self.env.cr.postcommit.data[_DEFERRED] = set()
            try:
                result = super().load(fields, data)
            finally:
                self.env.cr.postcommit.data.pop(_DEFERRED, None)
            refused = self._find_refused(waiting) if result["ids"] else {}
            messages = self._settle_import(mode, refused, result["ids"], fields, data)
            if messages:
                savepoint.rollback()
                result.update(ids=False, messages=[*result["messages"], *messages])
        return result

    @api.model
    def _get_import_mode(self):
        mode = self.env.context.get("gate_import", "report")
        if mode == "inherited" and not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._(
                    "Only an administrator brings opportunities in as inherited: leave those "
                    "that miss exit criteria to the report, or put them into the first stage."
                )
            )
        return mode if mode in MODES else "report"

    @api.model
    def _settle_import(self, mode, refused, ids, fields, data):
        """Do with the refused leads what was asked for, or return a message for each row."""
        if not refused:
            return []
        if mode == "first":
            self._land(refused)
            return []
        # what was there before is not inherited: it obeys as in any other place
        created = self._filter_created(refused) if mode == "inherited" else self.browse()
        self.env["crm.stage.waiver"]._inherit_on_import(
            {lead: gates for lead, gates in refused.items() if lead in created}
        )
        rest = {lead: gates for lead, gates in refused.items() if lead not in created}
        return self._prepare_import_messages(rest, ids, fields, data) if rest else []

    @api.model
    def _prepare_import_messages(self, refused, ids, fields, data):
        """Return an error for each row whose lead may not stand where the file puts it."""
        sentences = {lead.id: lead._get_refusal_sentence(gates) for lead, gates in refused.items()}
        return row_errors(self, fields, data, ids, "stage_id", sentences)
