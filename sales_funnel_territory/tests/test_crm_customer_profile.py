import datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CountsQueries
from .test_crm_customer_status import CustomerCommon

MODULE = "sales_funnel_territory"


class ProfileCommon(CustomerCommon):
    """Of customers like Hale Tools we want to know four things, one of them counts double."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Template = cls.env["crm.profile.template"]
        Template.search([]).active = False
        cls.template = Template.create(
            {
                "name": "Workshops",
                "company_limit": 100,
                "people_limit": 0,
                "competition_limit": 30,
                "line_ids": [
                    (0, 0, cls._prepare_line("company", "head_count", weight=2)),
                    (0, 0, cls._prepare_line("company", "ownership")),
                    (0, 0, cls._prepare_line("people", "function", scope="people")),
                    (0, 0, cls._prepare_line("competition", "competitor_ids")),
                ],
            }
        )
        cls.env.cr.flush()

    @classmethod
    def _prepare_line(cls, group, field, **values):
        field_id = cls.env["ir.model.fields"]._get("res.partner", field).id
        return {"field_group": group, "field_id": field_id, **values}

    def _settle(self):
        """The transaction ends."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def _fill(self):
        self.customer.write({"head_count": 40, "ownership": "family"})
        self.customer.competitor_ids = [(0, 0, {"name": "Norton", "share": 30})]
        self.env["res.partner"].create(
            {"name": "Paul", "function": "Buyer", "parent_id": self.customer.id}
        )
        self._settle()

    def _age(self, days):
        """All that was confirmed was confirmed so many days ago."""
        moment = self.env.cr.now() - datetime.timedelta(days=days)
        self.status.profile_confirmation_ids.confirmed_on = moment.replace(microsecond=0)
        self.env["crm.customer.status"]._refresh_profiles()
        self._settle()

    def _get_part(self, key):
        parts = self.customer.profile_sheet["parts"]
        return next(part for part in parts if part["key"] == key)


@tagged("-at_install", "post_install")
class TestProfile(ProfileCommon):
    def test_completeness_counts_filled_fields_by_weight(self):
        self.assertEqual(self.status.profile_template_id, self.template)
        self.assertEqual(self.status.profile_completeness, 0)
        self.customer.head_count = 40
        self._settle()
        self.assertEqual(self.status.profile_completeness, 40, "2 of 5")
        self.assertEqual(
            self.customer.profile_missing,
            "Ownership, Job Position of a person, Competitors Present",
        )
        self._fill()
        self.assertEqual(self.status.profile_completeness, 100)
        self.assertEqual(self.customer.profile_missing, "")
        self.customer.ownership = False
        self._settle()
        self.assertEqual(self.status.profile_completeness, 80)

    def test_people_and_rows_that_go_are_missed_again(self):
        self._fill()
        self.customer.competitor_ids.unlink()
        self._settle()
        self.assertEqual(self.status.profile_completeness, 80)
        self.customer.child_ids.unlink()
        self._settle()
        self.assertEqual(self.status.profile_completeness, 60)
        self.env["res.partner"].create(
            {"name": "Pia", "function": "Head", "parent_id": self.customer.id}
        )
        self._settle()
        self.assertEqual(self.status.profile_completeness, 80)
        self.customer.child_ids.parent_id = False
        self._settle()
        self.assertEqual(self.status.profile_completeness, 60)

    def test_a_form_reads_what_it_saved(self):
        sheet = self.customer.with_user(self.rep).web_save(
            {"head_count": 12}, {"profile_sheet": {}, "profile_completeness": {}}
        )[0]
        self.assertEqual(sheet["profile_completeness"], 40)
        self.assertEqual(sheet["profile_sheet"]["completeness"], 40)

    def test_the_customers_row_is_not_written(self):
        self._fill()
        stamp = self.customer.write_date
        self.customer.with_user(self.rep).action_confirm_profile()
        self._age(500)
        self.assertEqual(self.customer.write_date, stamp)

    def test_the_first_template_that_fits(self):
        industry = self.env["res.partner.industry"].create({"name": "Breweries"})
        special = self.template.copy(
            {"sequence": 1, "industry_ids": [(6, 0, industry.ids)], "class_ids": self.class_a.ids}
        )
        self._settle()
        self.assertEqual(self.status.profile_template_id, self.template)
        self.customer.industry_id = industry
        self._settle()
        self.assertEqual(self.status.profile_template_id, special)
        self.status.class_id = self.class_d
        self._settle()
        self.assertEqual(self.status.profile_template_id, self.template)
        special.class_ids = False
        self._settle()
        self.assertEqual(self.status.profile_template_id, special)
        special.active = False
        self._settle()
        self.assertEqual(self.status.profile_template_id, self.template)

    def test_without_a_template_nothing_is_asked_for(self):
        self.template.active = False
        self._settle()
        self.assertFalse(self.status.profile_template_id or self.status.is_profile_due)
        self.assertEqual(self.customer.profile_sheet["parts"], [])

    def test_a_template_without_fields_asks_for_nothing(self):
        self.template.line_ids.unlink()
        self._settle()
        self.assertEqual(self.status.profile_template_id, self.template)
        self.assertEqual(self.status.profile_completeness, 100)
        self.assertFalse(self.status.is_profile_due)

    def test_only_fields_that_people_fill_count(self):
        for name in ("contact_address", "is_profile_due", "barcode", "message_ids"):
            with self.subTest(field=name), self.assertRaises(ValidationError):
                self.template.line_ids = [(0, 0, self._prepare_line("company", name))]

    def test_the_standard_template_reads_every_field(self):
        standard = self.env.ref(f"{MODULE}.crm_profile_template_standard")
        (self.template | standard).active = False
        standard.active = True
        self._fill()
        self.assertEqual(self.status.profile_template_id, standard)
        self.assertGreater(self.status.profile_completeness, 0)
        self.assertLess(self.status.profile_completeness, 100)


@tagged("-at_install", "post_install")
class TestProfileFreshness(ProfileCommon):
    def test_filling_a_part_confirms_it_and_half_of_it_does_not(self):
        self.customer.with_user(self.rep).head_count = 40
        self._settle()
        self.assertFalse(self.status.profile_confirmation_ids)
        self.customer.with_user(self.rep).ownership = "state"
        self._settle()
        done = self.status.profile_confirmation_ids
        self.assertEqual(done.mapped("field_group"), ["company"])
        self.assertEqual(done.confirmed_by_id, self.rep)

    def test_still_right_with_one_tap(self):
        self.customer.with_user(self.rep).action_confirm_profile(groups=["company"])
        self.assertEqual(self.status.profile_confirmation_ids.mapped("field_group"), ["company"])
        part = self._get_part("company")
        self.assertEqual((part["age"], part["by"], part["is_stale"]), (0, "Rosa Rep", False))
        self.assertTrue(self._get_part("competition")["is_stale"], "never confirmed")
        self.assertFalse(self._get_part("people")["is_stale"], "holds for ever")

    def test_due_by_the_part_that_is_too_old_first(self):
        self._fill()
        self.assertFalse(self.status.is_profile_due)
        today = datetime.date.today()
        self.assertEqual(self.status.profile_due_on, today + datetime.timedelta(days=30))
        self._age(29)
        self.assertFalse(self.status.is_profile_due)
        self._age(30)
        self.assertTrue(self.status.is_profile_due)
        self.customer.action_confirm_profile(["competition"])
        self.assertFalse(self.status.is_profile_due)

    def test_days_are_searched_and_never_stored(self):
        self._fill()
        self._age(29)
        Status = self.env["crm.customer.status"]
        self.assertFalse(Status._fields["profile_age_days"].store)
        for operator, value, found in (
            ("=", 29, True),
            ("=", 28, False),
            (">", 28, True),
            (">", 29, False),
            (">=", 29, True),
            ("<", 29, False),
            ("<=", 29, True),
            ("<", 30, True),
        ):
            with self.subTest(operator=operator, value=value):
                own = [("id", "=", self.status.id), ("profile_age_days", operator, value)]
                self.assertEqual(bool(Status.search(own)), found)
                rows = self.env["crm.customer.profile.confirmation"].search(
                    [("status_id", "=", self.status.id), ("age_days", operator, value)]
                )
                self.assertEqual(bool(rows), found)
                partner = [("id", "=", self.customer.id), ("profile_age_days", operator, value)]
                self.assertEqual(bool(self.env["res.partner"].search(partner)), found)
        self.assertEqual(self.status.profile_age_days, 29)

    def test_who_is_due_stands_in_the_list(self):
        due = [("id", "=", self.customer.id), ("is_profile_due", "=", True)]
        self.assertTrue(self.env["res.partner"].with_user(self.rep).search(due))
        self._fill()
        self.assertFalse(self.env["res.partner"].with_user(self.rep).search(due))
        self._age(31)
        self.assertTrue(self.env["res.partner"].with_user(self.rep).search(due))


@tagged("-at_install", "post_install")
class TestProfileFields(ProfileCommon):
    """What cannot be is refused, with the record, the value and what to do."""

    def _refuses(self, record, values, *words):
        with self.subTest(values=values), self.assertRaises(ValidationError) as caught:
            record.write(values)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_impossible_values(self):
        this_year = datetime.date.today().year
        for values, *words in (
            ({"registered_capital": -5}, "Hale Tools", "Registered Capital", "-5", "0 or more"),
            ({"yearly_revenue": -1}, "Yearly Revenue"),
            ({"head_count": -3}, "Head Count"),
            ({"sales_team_size": -3}, "Sales Team Size"),
            ({"founded_year": this_year + 1}, "Hale Tools", str(this_year + 1), str(this_year)),
            ({"founded_year": 12}, "12", "500"),
            ({"birthday": "2999-01-01"}, "Hale Tools", "2999-01-01"),
            ({"birthday": "1805-01-01"}, "1900-01-01"),
        ):
            self._refuses(self.customer, values, *words)

    def test_shares_and_products(self):
        row, other = self.env["crm.customer.competitor"].create(
            [
                {"partner_id": self.customer.id, "name": "Norton", "share": 60},
                {"partner_id": self.customer.id, "name": "Bosch", "share": 30},
            ]
        )
        self._refuses(row, {"share": 101}, "Norton", "Hale Tools", "101 %", "0 to 100")
        self._refuses(row, {"share": -1}, "-1 %")
        self._refuses(other, {"share": 50}, "Hale Tools", "110 %")
        self._refuses(row, {"name": " "}, "Hale Tools", "name")
        self._refuses(row, {"competitor_id": self.customer.id}, "Hale Tools")
        use = self.env["crm.customer.product.use"].create(
            {"partner_id": self.customer.id, "name": "Press", "year": 2016}
        )
        self.assertEqual(use.age_years, datetime.date.today().year - 2016)
        self.assertIn(use, use.search([("age_years", ">=", 5)]))
        self.assertNotIn(use, use.search([("age_years", "<", 5)]))
        self._refuses(use, {"year": 2999}, "Press", "Hale Tools", "2999")
        self._refuses(use, {"quantity": -2}, "Press", "-2")

    def test_names_follow_the_contact_or_product_and_outlive_them(self):
        rival = self.env["res.partner"].create({"name": "Norton Ltd", "is_company": True})
        product = self.env["product.product"].create({"name": "Press P3"})
        row = self.env["crm.customer.competitor"].create(
            {"partner_id": self.customer.id, "competitor_id": rival.id}
        )
        use = self.env["crm.customer.product.use"].create(
            {"partner_id": self.customer.id, "product_id": product.id}
        )
        self.assertEqual((row.name, use.name, use.is_ours), ("Norton Ltd", "Press P3", True))
        rival.unlink()
        self._settle()
        self.assertEqual(row.name, "Norton Ltd")

    def test_amounts_have_a_currency(self):
        self.assertFalse(self.customer.profile_currency_id)
        self.customer.yearly_revenue = 5_000_000
        self.assertEqual(self.customer.profile_currency_id, self.env.company.currency_id)
        yuan = self.env.ref("base.CNY")
        other = self.env["res.partner"].create(
            {"name": "Dalian Valves", "registered_capital": 9, "profile_currency_id": yuan.id}
        )
        self.assertEqual(other.profile_currency_id, yuan)

    def test_an_import_names_field_and_value(self):
        result = (
            self.env["res.partner"]
            .with_user(self.administrator)
            .load(
                ["name", "registered_capital", "ownership", "competitor_ids/name"],
                [["Good Ltd", "100", "Listed", "Norton"], ["Bad Ltd", "-7", "Listed", "Norton"]],
            )
        )
        self.assertFalse(result["ids"])
        message = result["messages"][-1]
        self.assertEqual(message["rows"], {"from": 1, "to": 1})
        for word in ("Registered Capital", "-7", "0 or more"):
            self.assertIn(word, message["message"])


@tagged("-at_install", "post_install")
class TestProfileQueries(CountsQueries, ProfileCommon):
    """Nobody pays for profiles who does not deal with them."""

    OURS = ("res.partner", "_note_profile")

    def test_an_unrelated_field_of_a_customer_costs_nothing(self):
        names = iter("abcdefgh")

        def write():
            self.customer.write({"phone": next(names), "street": next(names)})

        self.assertEqual(self._count(write), self._count_without(write, *self.OURS))

    def test_new_contacts_without_a_customer_cost_nothing(self):
        def create():
            self.env["res.partner"].create(
                [{"name": f"Firm {n}", "is_company": True, "head_count": n} for n in range(20)]
            )

        self.assertEqual(self._count(create), self._count_without(create, *self.OURS))

    def test_many_profiles_cost_what_one_does(self):
        customers = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "is_sales_customer": True} for n in range(30)]
        )
        numbers = iter(range(1, 99))

        def write_one():
            customers[0].head_count = next(numbers)

        def write_many():
            customers.write({"head_count": next(numbers)})

        one, many = self._count(write_one), self._count(write_many)
        self.assertEqual(one, many)
        self.assertLessEqual(one - self._count_without(write_one, *self.OURS), 5)

    def test_whoever_is_no_customer_costs_one_query(self):
        plain = self.env["res.partner"].create({"name": "Plain", "is_company": True})
        numbers = iter(range(1, 99))

        def write():
            plain.head_count = next(numbers)

        self.assertLessEqual(self._count(write) - self._count_without(write, *self.OURS), 1)
