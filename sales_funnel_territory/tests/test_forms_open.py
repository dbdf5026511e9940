from odoo.tests import tagged

from .test_crm_customer_access import NarrowCommon

X2MANY = ("one2many", "many2many")


@tagged("-at_install", "post_install")
class TestFormsOpen(NarrowCommon):
    """Settings and wizards open as the browser opens them: it asks for the names of what is listed.

    `odoo.tests.Form` does not ask, and lets pass what ends the browser's page.
    """

    def _open(self, model, **context):
        fields = self.env[model].fields_get(attributes=["type"])
        asked = {
            name: {"fields": {"display_name": {}}} if field["type"] in X2MANY else {}
            for name, field in fields.items()
        }
        return self.env[model].with_context(**context).onchange({}, [], asked)["value"]

    def _names(self, listed):
        return {values["display_name"] for _command, _id, values in listed if values}

    def test_settings_name_the_roles_that_need_every_customer(self):
        role = self.env["res.groups"].create({"name": "Till"})
        self.env["crm.customer.audience"]._exempt(role)
        shown = self._open("res.config.settings")["narrow_exempt_group_ids"]
        self.assertIn("Till", self._names(shown))

    def test_merging_zones_names_them(self):
        zones = self.zone | self.zone_beside
        shown = self._open(
            "crm.territory.merge", active_model="crm.territory", active_ids=zones.ids
        )
        self.assertEqual(self._names(shown["territory_ids"]), set(zones.mapped("display_name")))
