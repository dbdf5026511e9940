from odoo.tests import TransactionCase


class TestIrModuleModule(TransactionCase):
    """What Odoo calls otherwise in its own translations has this app's name in each language."""

    def test_renamed_field_is_translated_when_a_language_is_added(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = self.env["ir.module.module"]
        modules._load_module_terms(["crm", "sales_funnel_territory"], ["zh_CN"])
        self.assertEqual(self._label("zh_CN"), "加权金额")
        modules._load_module_terms(["crm"], ["zh_CN"])
        self.assertEqual(self._label("zh_CN"), "加权金额", "Odoo's own file changes it back")
        self.assertEqual(self._label("en_US"), "Weighted Revenue")

    def _label(self, lang):
        leads = self.env["crm.lead"].with_context(lang=lang)
        return leads.fields_get(["prorated_revenue"])["prorated_revenue"]["string"]
