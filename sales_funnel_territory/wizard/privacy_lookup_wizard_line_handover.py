from odoo import models


class PrivacyLookupWizardLine(models.TransientModel):
    """Erasing somebody's name reaches hand-overs and who was responsible."""

    _inherit = "privacy.lookup.wizard.line"

    def _erase_history(self):
        result = super()._erase_history()
        partner_ids, user_ids = self._get_person_ids()
        # sudo: rows of all companies; who may erase was checked before
        rows = self.env["crm.handover"].sudo()._erase_person(partner_ids, user_ids)
        done = self.env._(
            "Name erased in hand-overs and main responsibles: %(rows)s rows", rows=rows
        )
        self.execution_details = "; ".join(filter(None, [self.execution_details, done]))
        return result
