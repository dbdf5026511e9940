from odoo.tests import tagged

from .common import CountsQueries
from .test_crm_customer_place import PlaceCommon


@tagged("-at_install", "post_install")
class TestPlaceQueries(CountsQueries, PlaceCommon):
    def test_an_unrelated_write_costs_nothing(self):
        names = iter("abcdefgh")

        def write():
            self.customer.write({"phone": next(names), "comment": next(names)})

        count = self._count(write)
        self.patch(
            self.registry["res.partner"], "_follow_place", lambda *_args: self.fail("not asked for")
        )
        self.assertEqual(self._count(write), count)

    def test_an_address_costs_two_queries(self):
        streets = iter(f"Street {n}" for n in range(9))

        def write():
            self.customer.write({"street": next(streets)})

        count = self._count(write)
        self.patch(self.registry["res.partner"], "_follow_place", lambda *_args: None)
        self.assertLessEqual(count - self._count(write), 2)
