from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_open

from .common import REP
from .test_crm_customer_status import CustomerCommon

COLUMNS = [
    "name",
    "is_company",
    "user_id",
    "customer_class_id",
    "contact_number",
    "contact_unit",
    "yearly_potential",
    "registered_capital",
    "founded_year",
]
UPDATED = ["name", "id", "customer_class_id", "contact_number", "contact_unit"]
GOOD = ["Row Good", "1", "Rosa Rep", "A Focus", "2", "Times a Month", "50000", "1000", "1987"]


@tagged("-at_install", "post_install")
class TestCustomerImport(CustomerCommon):
    """A sheet of customers, as a company brings them along."""

    def _row(self, name, **values):
        row = dict(zip(COLUMNS, GOOD, strict=True), name=name, **values)
        return [row[column] for column in COLUMNS]

    def _load(self, rows, user=None, columns=COLUMNS, **context):
        Partner = self.env["res.partner"].with_user(user or self.administrator)
        result = Partner.with_context(import_file=True, **context).load(list(columns), rows)
        self.env.flush_all()
        return result

    def _find(self):
        return self.env["res.partner"].search([("name", "=like", "Row %")], order="id")

    def _bad_rows(self):
        return [
            self._row("Row 0"),
            self._row("Row 1", customer_class_id="Z"),
            self._row("Row 2", contact_number="0", yearly_potential="-5"),
            self._row("Row 3", founded_year="3026", user_id="Nobody Known"),
            self._row("Row 4", registered_capital="-1"),
            self._row("Row 5"),
        ]

    def test_a_customer_comes_in_with_class_rhythm_and_potential(self):
        result = self._load([self._row("Row Good")])
        self.assertEqual(result["messages"], [])
        partner = self._find()
        status = partner.customer_status_id
        self.assertTrue(partner.is_sales_customer)
        self.assertEqual(partner.user_id, self.rep)
        self.assertEqual(status.class_id, self.class_a)
        self.assertEqual((status.contact_number, status.contact_unit), (2, "month"))
        self.assertTrue(status.next_contact_due)
        figures = self.env["crm.customer.figures"].search([("status_id", "=", status.id)])
        self.assertEqual(figures.potential, 50000)
        self.assertEqual(partner.founded_year, 1987)

    def test_a_class_by_its_letter_and_a_unit_by_its_key(self):
        self._load([self._row("Row Good", customer_class_id="a", contact_unit="week")])
        self.assertEqual(self._find().customer_class_id, self.class_a)
        self.assertEqual(self._find().contact_unit, "week")

    def test_all_mistakes_are_reported_at_once_and_nothing_comes_in(self):
        result = self._load(self._bad_rows())
        self.assertFalse(result["ids"])
        self.assertFalse(self._find())
        self.assertEqual(
            [(one["rows"]["from"], one["field"], one["value"]) for one in result["messages"]],
            [
                (1, "customer_class_id", "Z"),
                (2, "contact_number", "0"),
                (2, "yearly_potential", "-5"),
                (3, "user_id", "Nobody Known"),
                (3, "founded_year", "3026"),
                (4, "registered_capital", "-1"),
            ],
        )
        self.assertIn(
            "Row 2, Customer Class: Z is not possible. Enter one of: A Focus",
            result["messages"][0]["message"],
        )
        self.assertIn("1 to 366", result["messages"][1]["message"])

    def test_more_than_ten_mistakes(self):
        """Odoo stops at ten."""
        rows = [self._row(f"Row {n}", contact_number="0") for n in range(30)]
        self.assertEqual(len(self._load(rows)["messages"]), 30)

    def test_good_rows_come_in_when_asked(self):
        result = self._load(self._bad_rows(), customer_import="good")
        self.assertEqual(len(result["ids"]), 2)
        self.assertEqual(result["messages"], [])
        self.assertEqual(self._find().mapped("name"), ["Row 0", "Row 5"])

    def test_what_the_screen_says_by_column_holds(self):
        by_column = {"import_set_empty_fields": ["customer_class_id"]}
        rows = [self._row("Row 0", customer_class_id="Z"), self._row("Row 1")]
        self._load(rows, **by_column)
        self.assertEqual([one.customer_class_id.code for one in self._find()], [False, "A"])
        self._find().unlink()
        self._load(rows, import_skip_records=["customer_class_id"])
        self.assertEqual(self._find().mapped("name"), ["Row 1"])

    def test_empty_cells_of_an_update_change_nothing(self):
        self._load([["Row 0", "row_0", "B", "3", "week"]], columns=UPDATED)
        self._load([["Row 0", "row_0", "", "", ""]], columns=UPDATED)
        status = self._find().customer_status_id
        self.assertEqual((status.class_id.code, status.contact_number), ("B", 3))
        self._load([["Row 1", "row_1", "", "", ""]], columns=UPDATED)
        plain = self._find()[1]
        self.assertFalse(plain.is_sales_customer)
        self._load([["Row 1", "row_1", "C", "", ""]], columns=UPDATED)
        self.assertEqual(plain.customer_class_id.code, "C")

    def test_an_unknown_mode_is_the_strict_one(self):
        self.assertFalse(self._load(self._bad_rows(), customer_import="anything")["ids"])

    def test_a_customer_of_several_rows_stays_together(self):
        columns = ["name", "customer_class_id", "child_ids/name"]
        rows = [["Row 0", "Z", "Ann"], ["", "", "Ben"], ["Row 1", "B", "Cid"], ["", "", "Dan"]]
        (message,) = self._load(rows, columns=columns)["messages"]
        self.assertEqual(message["rows"], {"from": 0, "to": 1})
        self._load(rows, columns=columns, customer_import="good")
        self.assertEqual(self._find().mapped("name"), ["Row 1"])
        self.assertEqual(self._find().child_ids.mapped("name"), ["Cid", "Dan"])

    def test_other_mistakes_are_odoos_and_name_the_row_of_the_file(self):
        columns = ["name", "customer_class_id", "country_id"]
        rows = [["Row 0", "Z", ""], ["Row 1", "A Focus", "Nowhere Land"]]
        result = self._load(rows, columns=columns, customer_import="good")
        self.assertFalse(result["ids"])
        self.assertEqual(result["messages"][0]["rows"], {"from": 1, "to": 1})

    def test_plain_contacts_are_odoos(self):
        result = self._load([["Row 0", "Nobody Known"]], columns=["name", "user_id"])
        self.assertIn("No matching record", result["messages"][0]["message"])
        self._load([["Row 1"]], columns=["name"])
        self.assertFalse(self._find().is_sales_customer)

    def test_a_rep_brings_in_his_own(self):
        result = self._load([self._row("Row Good")], user=self.rep)
        self.assertEqual(result["messages"], [])
        self.assertEqual(self._find().customer_class_id, self.class_a)

    def test_the_template_comes_in_as_it_is(self):
        templates = self.env["res.partner"].with_user(self.rep).get_import_templates()
        with file_open(templates[-1]["template"].lstrip("/"), "rb") as file:
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": "res.partner",
                    "file": file.read(),
                    "file_type": "application/vnd.openxmlformats-officedocument"
                    ".spreadsheetml.sheet",
                }
            )
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        preview = wizard.parse_preview(options)
        fields = [path and "/".join(path) for path in map(preview["matches"].get, range(14))]
        result = wizard.execute_import(fields, fields, preview["options"])
        self.assertEqual(result["messages"], [])
        first, second = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(first.customer_class_id, self.class_a)
        self.assertEqual((first.visit_number, first.visit_unit), (1, "month"))
        self.assertEqual(second.yearly_potential, 12000)

    def test_created_with_a_class_one_has_it(self):
        partner = self.env["res.partner"].create(
            {"name": "Row 0", "is_sales_customer": True, "customer_class_id": self.class_d.id}
        )
        self.assertEqual(partner.customer_status_id.class_id, self.class_d)


@tagged("-at_install", "post_install")
class TestCustomerImportTour(HttpCase):
    def test_good_rows_come_in_when_asked(self):
        new_test_user(self.env, "sft_tour_rep", groups=f"{REP},base.group_partner_manager")
        self.start_tour(
            "/odoo/import?active_model=res.partner",
            "sales_funnel_customer_import",
            login="sft_tour_rep",
        )
        partners = self.env["res.partner"].search([("name", "=like", "% mill of the tour")])
        self.assertEqual(partners.mapped("name"), ["New mill of the tour"])
        self.assertEqual(partners.customer_class_id.code, "B")
