from odoo import api, models
from odoo.tools.translate import TranslationImporter, get_po_paths

MODULE = "sales_funnel_territory"
RENAMED_FIELDS = [
    f"{MODULE}.field_crm_lead__{name}"
    for name in (
        "prorated_revenue",
        "recurring_revenue_prorated",
        "recurring_revenue_monthly_prorated",
    )
]


class IrModuleModule(models.Model):
    """Translations of the fields of Odoo that this app gives another name."""

    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Translate the renamed fields, too: Odoo keeps the translation of their former names."""
        super()._load_module_terms(modules, langs, overwrite=overwrite)
        if MODULE in modules:
            self._translate_renamed_fields(langs)

    @api.model
    def _translate_renamed_fields(self, langs):
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            for path in get_po_paths(MODULE, lang):
                importer.load_file(path, lang, xmlids=RENAMED_FIELDS)
        importer.save(overwrite=True)
