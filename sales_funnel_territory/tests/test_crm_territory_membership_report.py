from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_crm_territory import TerritoryCommon


@tagged("-at_install", "post_install")
class TestTerritoryMembershipReport(TerritoryCommon):
    """Whose customer was it on that day? As it was then, whatever moved since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create(
            {"name": "Beside Ltd", "is_company": True, "is_sales_customer": True}
        )
        cls.env.cr.flush()
        cls.env["crm.territory.membership"].search(
            [("partner_id", "in", (cls.customer | cls.other).ids)]
        ).unlink()
        cls._belong(cls.customer, cls.zone, date(2026, 2, 1), date(2026, 8, 31))
        cls._belong(cls.customer, cls.zone_beside, date(2026, 9, 1))
        cls._belong(cls.other, cls.zone, date(2026, 2, 1))
        # the zone of the rep goes to the colleague on the first of June, but not at once
        cls.ownership.date_to = date(2026, 5, 20)
        cls.env.flush_all()
        cls.env["crm.territory.assignment"].create(
            {
                "territory_id": cls.zone.id,
                "user_id": cls.rep_beside.id,
                "date_from": date(2026, 6, 1),
            }
        )
        cls.Report = cls.env["crm.territory.membership.report"].with_user(cls.rep)

    @classmethod
    def _belong(cls, customer, zone, first, last=None):
        cls.env["crm.territory.membership"].create(
            {
                "partner_id": customer.id,
                "territory_id": zone.id,
                "date_from": first,
                "date_to": last,
            }
        )

    def _read(self, day, customer=None):
        """Return {customer: (territory, owner)} as of a day."""
        domain = [
            ("as_of", "=", day),
            ("partner_id", "in", (customer or self.customer | self.other).ids),
        ]
        return {
            row.partner_id: (row.territory_id, row.user_id) for row in self.Report.search(domain)
        }

    def test_as_of_any_day(self):
        nobody = self.env["res.users"]
        for day, territory, owner in (
            ("2026-02-01", self.zone, self.rep),
            ("2026-05-20", self.zone, self.rep),
            ("2026-05-21", self.zone, nobody),
            ("2026-05-31", self.zone, nobody),
            ("2026-06-01", self.zone, self.rep_beside),
            ("2026-08-31", self.zone, self.rep_beside),
            ("2026-09-01", self.zone_beside, self.colleague),
            ("2031-01-01", self.zone_beside, self.colleague),
        ):
            with self.subTest(day=day):
                self.assertEqual(
                    self._read(day, self.customer), {self.customer: (territory, owner)}
                )
        self.assertEqual(self._read("2026-01-31"), {}, "nobody belonged anywhere yet")

    def test_each_customer_once_on_every_day(self):
        for month in range(2, 13):
            for day in (1, 15, 20, 21, 28):
                with self.subTest(month=month, day=day):
                    found = self.Report.search(
                        [
                            ("as_of", "=", date(2026, month, day)),
                            ("partner_id", "in", (self.customer | self.other).ids),
                        ]
                    )
                    self.assertEqual(len(found), 2)
                    self.assertEqual(found.partner_id, self.customer | self.other)

    def test_before_and_after_another_owner_in_the_pivot(self):
        def totals(day):
            domain = [("as_of", "=", day), ("territory_id", "=", self.zone.id)]
            groups = self.Report.formatted_read_group(domain, ["user_id"], ["customer_count:sum"])
            return {
                group["user_id"] and group["user_id"][0]: group["customer_count:sum"]
                for group in groups
            }

        self.assertEqual(totals("2026-05-20"), {self.rep.id: 2})
        self.assertEqual(totals("2026-06-01"), {self.rep_beside.id: 2})
        self.assertEqual(totals("2026-09-01"), {self.rep_beside.id: 1})

    def test_a_territory_that_never_had_an_owner(self):
        free = self.env["crm.territory"].create({"name": "Free"})
        self.env["crm.territory.membership"].search([("partner_id", "=", self.other.id)]).unlink()
        self._belong(self.other, free, date(2026, 2, 1))
        self.assertEqual(
            self._read("2026-03-01", self.other), {self.other: (free, self.env["res.users"])}
        )

    def test_rows_are_told_apart_and_read_again(self):
        rows = self.Report.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(rows), 4)
        self.env.invalidate_all()
        for row in rows:
            self.assertEqual(self.Report.search([("id", "=", row.id)]), row)
        self.assertEqual(rows[0].action_open_customer()["res_id"], self.customer.id)

    def test_today_is_one_of_the_days(self):
        current = self.Report.search([("is_current", "=", True)])
        self.assertEqual(current, self.Report.search([("as_of", "=", "today")]))
        self.assertTrue(all(current.mapped("is_current")))
        past = self.Report.search([("is_current", "=", False)])
        self.assertFalse(any(past.mapped("is_current")))

    def test_a_day_is_chosen_in_a_dialog(self):
        form = Form(self.env["crm.territory.as.of"].with_user(self.rep))
        form.date = date(2026, 5, 20)
        form.territory_id = self.region
        action = form.save().action_open()
        self.assertIn("05/20/2026", action["name"])
        found = self.Report.search(action["domain"])
        self.assertEqual(found.partner_id & (self.customer | self.other), found.partner_id)
        self.assertEqual(found.user_id, self.rep)

    def test_who_may_read_it(self):
        for person in (self.rep, self.leader, self.manager, self.administrator):
            self.assertTrue(self.Report.with_user(person).search([("as_of", "=", "2026-03-01")]))
        self.customer.company_id = self.other_company
        found = self.Report.search([("as_of", "=", "2026-03-01")])
        self.assertNotIn(self.customer, found.partner_id, "a customer of another company")
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.Report.with_user(person).search([])
