from odoo.tests import tagged

from .common import CountsQueries
from .test_crm_territory_assign import AssignCommon


@tagged("-at_install", "post_install")
class TestTerritoryQueries(CountsQueries, AssignCommon):
    """Nobody pays for territories who changes nothing that a rule looks at."""

    OURS = ("res.partner", "_note_territory", "_note_people")

    def test_an_unrelated_write_costs_nothing(self):
        names = iter("abcdefgh")

        def write():
            self.customer.write({"phone": next(names), "comment": "x", "ref": next(names)})

        self.assertEqual(self._count(write), self._count_without(write, *self.OURS))

    def test_a_contact_without_a_customer_above_costs_nothing(self):
        def create():
            self.env["res.partner"].create([{"name": f"Firm {n}", "zip": "1"} for n in range(9)])

        self.assertEqual(self._count(create), self._count_without(create, *self.OURS))

    def test_one_changed_customer_costs_six_queries(self):
        postcodes = iter(("20457", "80331", "20111", "80444"))

        def move():
            self.customer.zip = next(postcodes)

        self.customer.country_id = self.germany
        count = self._count(move)
        self.assertEqual(self._read_zone(), self.zone_beside.id)
        without = self._count_without(move, *self.OURS)
        self.assertGreater(count, without)
        self.assertLessEqual(count - without, 6)

    def test_many_cost_as_many_queries_as_one(self):
        customers = self.env["res.partner"].create(
            [
                {"name": f"Firm {n}", "is_company": True, "is_sales_customer": True}
                for n in range(150)
            ]
        )
        customers.write({"country_id": self.germany.id, "zip": "20457"})
        self.env.cr.flush()
        before = self.env.cr.sql_log_count
        customers._note_territory()
        self.env.cr.execute(
            "UPDATE res_partner SET zip = '80331' WHERE id = ANY(%s)", [customers.ids]
        )
        self.env.cr.flush()
        self.assertLessEqual(self.env.cr.sql_log_count - before - 1, 6)
        self.env.invalidate_all()
        self.assertEqual(customers.territory_id, self.zone_beside)

    def _read_zone(self):
        self.env.cr.execute(
            "SELECT territory_id FROM res_partner WHERE id = %s", [self.customer.id]
        )
        return self.env.cr.fetchone()[0]
