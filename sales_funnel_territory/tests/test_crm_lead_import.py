from odoo.tests import Form, tagged
from odoo.tools import file_open

from .common import FunnelCommon

OPTIONS = {
    "has_headers": True,
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "datetime_format": "%Y-%m-%d %H:%M:%S",
    "float_thousand_separator": "",
    "float_decimal_separator": ".",
    "advanced": True,
}
SHEET = (
    "name,type,team_id,stage_id,expected_revenue,probability,"
    "date_deadline,date_open,date_closed,active"
)


@tagged("post_install", "-at_install")
class TestCrmLeadImport(FunnelCommon):
    """Favorites > Import records brings in opportunities with their results."""

    def _wizard(self, content, file_type):
        return (
            self.env["base_import.import"]
            .with_user(self.administrator)
            .create({"res_model": "crm.lead", "file": content, "file_type": file_type})
        )

    def _import(self, *rows):
        content = "\n".join([SHEET, *rows]).encode()
        result = self._wizard(content, "text/csv").execute_import(
            SHEET.split(","), SHEET.split(","), OPTIONS
        )
        self.assertFalse(result["messages"])
        return self.env["crm.lead"].with_context(active_test=False).browse(result["ids"])

    def test_an_open_deal_follows_its_stage(self):
        """An empty cell is no probability of zero set by hand."""
        lead = self._import(
            "Hall,opportunity,Harbour,In,1000,,2026-06-30,2026-03-02 09:00:00,,True"
        )
        self.assertEqual(lead.probability, 40)
        self.assertEqual(lead.prorated_revenue, 400)
        self.assertTrue(lead.is_automated_probability)

    def test_a_zero_is_a_zero(self):
        lead = self._import("Hall,opportunity,Harbour,In,1000,0,2026-06-30,,,True")
        self.assertEqual(lead.probability, 0)
        self.assertEqual(lead.won_status, "pending")

    def test_a_won_deal_keeps_the_day_it_was_won(self):
        lead = self._import(
            "Hall,opportunity,Harbour,Order,1000,100,2026-02-13,2025-11-24 09:00:00,"
            "2026-02-13 15:30:00,True"
        )
        self.assertEqual(lead.won_status, "won")
        self.assertEqual(str(lead.forecast_date), "2026-02-13")
        self.assertEqual(str(lead.date_open.date()), "2025-11-24")

    def test_a_lost_deal_is_archived_with_its_day(self):
        lead = self._import(
            "Hall,opportunity,Harbour,In,1000,0,2026-01-16,,2026-01-16 11:00:00,False"
        )
        self.assertEqual(lead.won_status, "lost")
        self.assertFalse(lead.active)
        self.assertEqual(str(lead.date_closed.date()), "2026-01-16")

    def test_a_lost_deal_as_odoo_leaves_it(self):
        """Odoo's *lost* sets both probabilities to 0; given so, they stay so."""
        lead = self._create_lead(
            self.stage_in, active=False, probability=0, automated_probability=0
        )
        self.assertEqual(lead.won_status, "lost")
        self.assertEqual((lead.probability, lead.automated_probability), (0, 0))

    def test_the_template_names_fields_that_can_be_imported(self):
        """Every column of our template finds its field by itself."""
        templates = self.env["crm.lead"].get_import_templates()
        path = templates[-1]["template"].lstrip("/")
        with file_open(path, "rb") as file:
            wizard = self._wizard(
                file.read(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            )
        preview = wizard.parse_preview({"has_headers": True})
        self.assertFalse(preview.get("error"))
        matched = {
            preview["headers"][int(column)]: "/".join(path)
            for column, path in preview["matches"].items()
        }
        self.assertEqual(matched["Closed Date"], "date_closed")
        self.assertEqual(matched["Assignment Date"], "date_open")
        self.assertEqual(matched["Products/Unit Price"], "line_ids/price_unit")
        self.assertEqual(len(matched), len(preview["headers"]))

    def test_nobody_types_the_dates_of_the_past(self):
        lead = self._create_lead(self.stage_above)
        form = Form(lead.with_user(self.manager))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.date_closed = "2026-01-01 00:00:00"
