from odoo.tests import tagged

from .test_crm_customer_place import HAMBURG, PlaceCommon


@tagged("-at_install", "post_install")
class TestPlaceMerge(PlaceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls.env["res.partner"].create(
            {"name": "Hale Ltd", "is_company": True, "is_sales_customer": True, **HAMBURG}
        )
        cls.env.cr.flush()

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.administrator)
        partners = self.customer | self.double
        wizard.sudo()._merge(partners.ids, self.customer)
        self.env.cr.flush()
        self.env.invalidate_all()

    def test_the_better_position_stays(self):
        self._place("city", (53.5, 9.9))
        self.double.with_user(self.rep).write({"partner_latitude": 53.3, "partner_longitude": 9.3})
        self._merge()
        self.assertEqual(self._position(), (53.3, 9.3))
        self.assertEqual(self.customer.customer_status_id.geo_quality, "hand")
        self.assertTrue(self.customer.customer_status_id.geo_locked)

    def test_that_of_the_one_kept_stays_if_it_is_as_good(self):
        self.double.sudo().write({"partner_latitude": 53.3, "partner_longitude": 9.3})
        self._place("street", (53.5, 9.9))
        self._merge()
        self.assertEqual(self._position(), (53.5, 9.9))
        self.assertEqual(self.customer.customer_status_id.geo_quality, "street")
        self.assertFalse(self.customer.customer_status_id.geo_locked)
