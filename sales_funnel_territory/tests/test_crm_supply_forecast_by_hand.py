from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models.forecast.results.crm_supply_forecast import SAID
from .small_company import SmallCompany


@tagged("-at_install", "post_install")
class TestSupplyForecastByHand(SmallCompany):
    """What will be needed, and what sales, operations and finance agreed on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        supply = "sales_funnel_territory.group_supply_"
        cls.olga = new_test_user(cls.env, "sft_olga", groups=f"{supply}operations", name="Olga")
        cls.finn = new_test_user(cls.env, "sft_finn", groups=f"{supply}finance", name="Finn")
        # one press is expected for June at 40 %
        cls._create_lead(
            stage=cls.stage_in, date_deadline="2026-06-10", expected_revenue=100,
            line_ids=[(0, 0, {"product_id": cls.press.id, "quantity": 5})],
        )  # fmt: skip
        cls.env.flush_all()

    def _row(self, user, month, category=None):
        Supply = self.env["crm.supply.forecast"].with_user(user)
        category = category or self.machines
        return Supply.search([("month", "=", month), ("categ_id", "=", category.id)])

    def test_quantities(self):
        june = self._row(self.manager, "2026-06-01")
        self.assertEqual((june.won_quantity, june.open_quantity, june.weighted_quantity), (6, 5, 2))
        self.assertEqual(june.forecast_quantity, 8)
        april = self._row(self.manager, "2026-04-01")
        self.assertEqual((april.won_quantity, april.forecast_quantity), (2, 2))
        parts = self._row(self.manager, "2026-06-01", self.parts)
        self.assertEqual(parts.won_quantity, 10)
        deals = self.env["crm.lead.line.report"].search(june.action_open_deals()["domain"])
        self.assertEqual(sum(deals.mapped("quantity")), 11)

    def test_the_deals_behind_it_are_for_sales(self):
        self.assertEqual(
            self._row(self.manager, "2026-06-01").action_open_deals()["res_model"],
            "crm.lead.line.report",
        )
        for user in (self.olga, self.finn):
            row = self._row(user, "2026-06-01")
            self.assertEqual(row.won_quantity, 6)
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "June 2026"):
                row.action_open_deals()

    def test_each_row_is_itself_however_many_categories_there_are(self):
        number = self.env["crm.supply.forecast.number"]
        ids = (self.machines.id + 100_000, self.machines.id + 200_000, 60_000_000)
        self.env.cr.execute(
            """INSERT INTO product_category (id, name, complete_name, parent_path)
            SELECT id, 'Category ' || id, 'Category ' || id, id || '/' FROM unnest(%s) AS id""",
            [list(ids)],
        )
        number.create(
            [
                {"categ_id": categ_id, "month": month, "kind": "sales", "quantity": at}
                for at, categ_id in enumerate(ids)
                for month in ("2000-01-01", "2026-06-01", "2099-12-01")
            ]
        )
        Supply = self.env["crm.supply.forecast"]
        rows = Supply.search([("categ_id", "in", [*ids, self.machines.id])])
        self.assertEqual(len(set(rows.ids)), len(rows))
        self.assertLess(max(rows.ids), 2**53, "a browser reads it exactly")
        for row in rows:
            alone = Supply.browse(row.id).read(["categ_id", "month"], load="")[0]
            self.assertEqual((alone["categ_id"], alone["month"]), (row.categ_id.id, row.month))

    def test_agreed_when_all_say_the_same(self):
        row = self._row(self.manager, "2026-06-01")
        self.assertEqual(row.state, "none")
        row.sales_quantity = 9
        self.assertEqual((row.state, row.sales_by_id), ("partly", self.manager))
        self._row(self.olga, "2026-06-01").operations_quantity = 7
        self._row(self.finn, "2026-06-01").finance_quantity = 9
        row.invalidate_recordset()
        self.assertEqual((row.state, row.consensus_quantity), ("differ", 0))
        self._row(self.olga, "2026-06-01").operations_quantity = 9
        row.invalidate_recordset()
        self.assertEqual((row.state, row.consensus_quantity), ("agreed", 9))
        self.assertTrue(row.consensus_by_id and row.consensus_on)
        row.consensus_quantity = 8
        self.assertEqual((row.consensus_quantity, row.consensus_by_id), (8, self.manager))
        said = self.env["crm.supply.forecast.number"].search(row.action_open_numbers()["domain"])
        self.assertEqual(len(said), 5, "nothing that was said is lost")
        self.assertEqual(len(said.filtered("is_current")), 4)

    def test_each_says_his_own(self):
        refused = [
            (self.olga, "sales_quantity"), (self.olga, "finance_quantity"),
            (self.olga, "consensus_quantity"), (self.finn, "operations_quantity"),
        ]  # fmt: skip
        for user, field in refused:
            with self.subTest(user=user.name, field=field), self.assertRaises(AccessError):
                self._row(user, "2026-06-01")[field] = 3
        for user in (self.rep, self.leader, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._row(user, "2026-06-01")
        with self.assertRaises(AccessError):
            self.env["crm.lead"].with_user(self.olga).search([])

    def test_what_was_said_stands(self):
        self._row(self.olga, "2026-06-01").operations_quantity = 7
        number = self.env["crm.supply.forecast.number"].search([], limit=1, order="id desc")
        with self.assertRaises(AccessError):
            number.with_user(self.manager).unlink()
        for user in (self.manager, self.env.user):
            with self.assertRaises(UserError):
                number.with_user(user).write({"quantity": 1})
        with self.assertRaises(UserError):
            number.unlink()
        with self.assertRaises(UserError):
            number.copy({"month": "2026-06-02"})

    def test_other_companies_have_their_own(self):
        stranger = self._new_stranger()
        self.assertFalse(self._row(stranger, "2026-06-01"))

    def test_who_takes_a_number_back_has_said_nothing(self):
        """An emptied cell is empty, not a zero; that it was emptied stays on record."""
        row = self._row(self.manager, "2026-06-01")
        row.write({"sales_quantity": False})
        Number = self.env["crm.supply.forecast.number"]
        said = row.action_open_numbers()["domain"]
        self.assertFalse(Number.search(said), "there was nothing to take back")
        row.write({"sales_quantity": 9, "operations_quantity": 9, "finance_quantity": 9})
        self.assertEqual((row.state, row.consensus_quantity), ("agreed", 9))
        self._row(self.finn, "2026-06-01").write({"finance_quantity": False})
        row.invalidate_recordset()
        self.assertEqual((row.state, row.finance_by_id.id), ("partly", False))
        self.assertFalse(row.consensus_by_id)
        latest = Number.search(said, limit=1)
        self.assertEqual((latest.user_id, latest.is_withdrawn), (self.finn, True))
        self.assertEqual(len(Number.search(said)), 4)
        row.write({"finance_quantity": 0})
        self.assertEqual((row.state, row.finance_by_id), ("differ", self.manager), "zero is said")

    def test_the_consensus_that_is_taken_back_is_what_all_said(self):
        row = self._row(self.manager, "2026-06-01")
        row.write({"sales_quantity": 9, "operations_quantity": 9, "finance_quantity": 9})
        row.write({"consensus_quantity": 8})
        self.assertEqual(row.consensus_quantity, 8)
        row.write({"consensus_quantity": False})
        self.assertEqual((row.state, row.consensus_quantity), ("agreed", 9))

    def test_what_all_said_alike_is_not_taken_back(self):
        """Nobody set the consensus, so that it would come back at once: who said it is told."""
        row = self._row(self.manager, "2026-06-01")
        row.write({"sales_quantity": 9})
        self._row(self.olga, "2026-06-01").operations_quantity = 9
        self._row(self.finn, "2026-06-01").finance_quantity = 9
        row.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "June 2026.*Olga.*Finn.*Change one of the three"):
            row.write({"consensus_quantity": False})
        said = row.action_open_numbers()["domain"]
        Number = self.env["crm.supply.forecast.number"]
        self.assertEqual(set(Number.search(said).mapped("kind")), set(SAID))
        row.write({"sales_quantity": False, "consensus_quantity": False})
        self.assertEqual((row.state, row.consensus_by_id.id), ("partly", False))
        self.assertNotIn("consensus", Number.search(said).mapped("kind"), "it never was set")

    def test_a_month_that_only_a_number_holds(self):
        """Who takes it back sees his row again, empty."""
        self.env["crm.supply.forecast.number"].with_user(self.olga).create(
            {
                "categ_id": self.machines.id,
                "month": "2031-03-01",
                "kind": "operations",
                "quantity": 4,
            }
        )
        row = self._row(self.olga, "2031-03-01")
        specification = {"month": {}, "operations_by_id": {}, "state": {}}
        (seen,) = row.web_save({"operations_quantity": False}, specification)
        self.assertEqual(
            (str(seen["month"]), seen["operations_by_id"], seen["state"]),
            ("2031-03-01", False, "none"),
        )
        row.write({"operations_quantity": False})
        said = self.env["crm.supply.forecast.number"].search(row.action_open_numbers()["domain"])
        self.assertEqual(len(said), 2, "there was nothing to take back a second time")
