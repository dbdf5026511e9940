from odoo import models


class PrivacyLookupWizardLine(models.TransientModel):
    """Erasing a person keeps the figures of his roles, without him."""

    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        # sudo: as Odoo's own; only who may erase people can open these lines
        Role = self.env["crm.buying.role"].sudo().with_context(active_test=False)
        if self.res_model == "crm.buying.role" and not self.is_unlinked:
            Role.browse(self.res_id).exists()._erase_person()
            self.execution_details = self.env._(
                "Anonymized %(model)s #%(id)s", model=self.res_model_id.name, id=self.res_id
            )
            self.is_unlinked = True
            return None
        if self.res_model == "res.partner":
            Role.search([("partner_id", "=", self.res_id)])._erase_person()
        return super().action_unlink()
