from odoo import models


class PrivacyLookupWizard(models.TransientModel):
    """The history of leads is not a list of records to delete: names in it are erased."""

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        return [*super()._get_query_models_blacklist(), "crm.lead.history"]
