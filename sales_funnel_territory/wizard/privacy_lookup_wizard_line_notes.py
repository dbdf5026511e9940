from odoo import models


class PrivacyLookupWizardLine(models.TransientModel):
    """With the name in the history goes the name in all our other tables."""

    _inherit = "privacy.lookup.wizard.line"

    def _erase_history(self):
        super()._erase_history()
        partner_ids, user_ids = self._get_person_ids()
        rows = self.env["crm.personal.data"]._erase_person(
            partner_ids, user_ids, self.wizard_id.name.strip()
        )
        done = self.env._("in customers' records and notes: %(rows)s rows", rows=rows)
        self.execution_details = f"{self.execution_details}, {done}"
