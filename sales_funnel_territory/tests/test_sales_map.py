from itertools import accumulate

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_crm_territory import TerritoryCommon

PLACE = {"latitude": "partner_latitude", "longitude": "partner_longitude"}
THROUGH = {**PLACE, "through": ["partner_id", "partner_id.commercial_partner_id"]}


class SalesMapCommon(TerritoryCommon):
    """Three customers by the sea, one of them the colleague's, and one nobody has placed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        cls.at_quay, cls.at_dock, cls.at_pier, cls.nowhere = cls.places = Partner.create(
            [
                {**values, "is_company": True, "is_sales_customer": True}
                for values in (
                    {
                        "name": "Quay Ltd",
                        "partner_latitude": 53.54321,
                        "partner_longitude": 9.98765,
                        "user_id": cls.rep.id,
                    },
                    {
                        "name": "Dock Ltd",
                        "partner_latitude": 53.5,
                        "partner_longitude": -0.00001,
                        "user_id": cls.colleague.id,
                    },
                    {
                        "name": "Pier Ltd",
                        "partner_latitude": -33.9,
                        "partner_longitude": 18.4,
                        "user_id": cls.rep.id,
                    },
                    {"name": "Nowhere Ltd", "user_id": cls.rep.id},
                )
            ]
        )

    def ask(self, user=None, records=None, **spec):
        records = self.places if records is None else records
        model = records.with_user(user or self.rep).with_context(active_test=True).browse()
        return model.sales_map_data([("id", "in", records.ids)], {**PLACE, **spec})

    def read_ids(self, payload):
        return list(accumulate(payload["ids"]))


@tagged("-at_install", "post_install")
class TestSalesMap(SalesMapCommon):
    def test_columns_say_where_everybody_is(self):
        payload = self.ask()
        self.assertEqual(
            list(zip(self.read_ids(payload), payload["lat"], payload["lon"], strict=True)),
            [
                (self.at_quay.id, 5354321, 998765),
                (self.at_dock.id, 5350000, -1),
                (self.at_pier.id, -3390000, 1840000),
            ],
        )

    def test_who_has_no_position_is_counted_and_found(self):
        payload = self.ask()
        self.assertEqual(payload["without"], 1)
        found = self.env["res.partner"].search(payload["without_domain"])
        self.assertEqual(found, self.nowhere)

    def test_what_is_no_place_on_earth_is_no_position(self):
        self.env.cr.execute(
            "UPDATE res_partner SET partner_latitude = 95 WHERE id = %s", [self.at_quay.id]
        )
        payload = self.ask()
        self.assertNotIn(self.at_quay.id, self.read_ids(payload))
        self.assertEqual(payload["without"], 2)

    def test_a_group_by_gives_the_colours(self):
        payload = self.ask(color="user_id")
        self.assertEqual(
            payload["groups"],
            [{"label": "Carl Colleague", "count": 1}, {"label": "Rosa Rep", "count": 2}],
        )
        self.assertEqual(payload["color"], [1, 0, 1])

    def test_only_eight_groups_have_a_colour(self):
        many = self.env["res.partner"].create(
            [
                {"name": f"Firm {n}", "city": f"City {n // 2}", "partner_latitude": 1 + n}
                for n in range(24)
            ]
        )
        payload = self.ask(records=many, color="city")
        self.assertEqual(len(payload["groups"]), 9)
        self.assertEqual(payload["groups"][-1], {"label": "Other", "count": 8})
        self.assertEqual(payload["color"].count(8), 8)

    def test_who_has_several_tags_stands_there_once(self):
        tags = self.env["res.partner.category"].create(
            [{"name": "Harbour", "color": 4}, {"name": "Ship", "color": 0}]
        )
        self.at_quay.category_id = tags
        payload = self.ask(color="category_id")
        self.assertEqual(len(payload["ids"]), 3)
        self.assertEqual(payload["groups"][0], {"label": "Harbour", "count": 1, "color": 4})
        self.assertNotIn("color", payload["groups"][-1], "of those without a tag")

    def test_months_and_yes_and_no_are_groups_too(self):
        self.assertEqual(self.ask(color="is_company")["groups"], [{"label": "Yes", "count": 3}])
        months = self.ask(color="create_date:month")["groups"]
        self.assertEqual([group["count"] for group in months], [3])
        self.assertIn("20", months[0]["label"])

    def test_size_grows_with_the_root(self):
        self.at_quay.yearly_potential = 400
        self.at_dock.yearly_potential = 100
        payload = self.ask(size="yearly_potential")
        large, small, none = payload["size"]
        self.assertEqual(large, 31)
        self.assertAlmostEqual(small, 31 / 2, delta=1)
        self.assertEqual(none, 0)

    def test_nobody_sees_what_he_may_not_read(self):
        self.at_dock.company_id = self.other_company
        self.assertNotIn(self.at_dock.id, self.read_ids(self.ask()))
        payload = self.ask(user=self.foreigner)
        self.assertIn(self.at_dock.id, self.read_ids(payload))
        for outsider in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.ask(user=outsider, color="customer_class_id")

    def test_a_field_for_others_colours_nothing(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Clara Clerk",
                "login": "sft_clerk",
                "group_ids": [(6, 0, [self.env.ref("base.group_user").id])],
            }
        )
        self.assertEqual(len(self.ask(user=clerk)["ids"]), 3)
        for spec in ({"color": "customer_class_id"}, {"size": "yearly_potential"}):
            with self.assertRaises(AccessError):
                self.ask(user=clerk, **spec)
        partners = self.env["res.partner"].with_user(clerk)
        with self.assertRaises(AccessError):
            partners.formatted_read_group([], ["customer_class_id"], ["__count"])
        with self.assertRaises(AccessError):
            partners.search([], order="customer_class_id", limit=1)

    def test_a_lead_stands_where_its_customer_is(self):
        person = self.env["res.partner"].create({"name": "Pia", "parent_id": self.at_pier.id})
        leads = self.env["crm.lead"].create(
            [
                {"name": name, "partner_id": partner.id, "user_id": self.rep.id}
                for name, partner in (
                    ("Cranes", self.at_quay),
                    ("Ropes", person),
                    ("Buoys", self.nowhere),
                    ("Sails", self.env["res.partner"]),
                )
            ]
        )
        payload = self.ask(records=leads, **THROUGH)
        self.assertEqual(self.read_ids(payload), leads[:2].ids)
        self.assertEqual(payload["lat"], [5354321, -3390000])
        self.assertEqual(payload["without"], 2)
        self.assertEqual(self.env["crm.lead"].search(payload["without_domain"]), leads[2:][::-1])

    def test_the_place_of_a_customer_one_may_not_read_stays_secret(self):
        lead = self.env["crm.lead"].create({"name": "Cranes", "user_id": self.rep.id})
        lead.partner_id = self.at_quay
        self.at_quay.company_id = self.other_company
        payload = self.ask(records=lead, **THROUGH)
        self.assertEqual((payload["ids"], payload["without"]), ([], 1))

    def test_what_is_no_coordinate_is_said_in_a_sentence(self):
        with self.assertRaisesRegex(UserError, "no coordinate city"):
            self.ask(latitude="city")
        with self.assertRaisesRegex(UserError, "cannot show nonsense"):
            self.ask(color="nonsense")
        with self.assertRaisesRegex(UserError, "city leads nowhere"):
            self.ask(through=["city"])

    def test_queries_do_not_grow_with_records(self):
        self.ask(color="user_id", size="yearly_potential")
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.ask(color="user_id", size="yearly_potential")


@tagged("-at_install", "post_install")
class TestSalesMapSelection(SalesMapCommon):
    def test_actions_of_a_list_are_there_on_the_map(self):
        views = (
            self.env["res.partner"]
            .with_user(self.rep)
            .get_views([(False, "sales_map"), (False, "search")], {"toolbar": True})
        )
        names = [action["name"] for action in views["views"]["sales_map"]["toolbar"]["action"]]
        for name in ("Add Tags", "Change Main Responsible", "Schedule Activity", "Send email"):
            self.assertIn(name, names)
        self.assertEqual(len(names), len(set(names)))

    def test_several_get_the_same_tags_beside_their_own(self):
        old, new = self.env["res.partner.category"].create([{"name": "Old"}, {"name": "New"}])
        self.at_quay.category_id = old
        chosen = self.at_quay | self.at_pier
        wizard = self.env["crm.customer.tag.add"].with_user(self.rep)
        wizard.create({"partner_ids": chosen.ids, "category_ids": new.ids}).action_apply()
        self.assertEqual(self.at_quay.category_id, old | new)
        self.assertEqual(self.at_pier.category_id, new)
        with self.assertRaises(AccessError):
            self.env["crm.customer.tag.add"].with_user(self.portal).create(
                {"partner_ids": chosen.ids, "category_ids": new.ids}
            )


@tagged("-at_install", "post_install")
class TestSalesMapArch(SalesMapCommon):
    def make_view(self, arch, model="res.partner"):
        return self.env["ir.ui.view"].create({"name": "map", "model": model, "arch": arch})

    def test_a_map_is_a_view(self):
        view = self.make_view(
            '<sales_map latitude="partner_latitude" longitude="partner_longitude">'
            '<field name="city"/></sales_map>'
        )
        self.assertEqual(view.type, "sales_map")
        self.assertIn("sales_map", self.env["ir.ui.view"].get_view_info())

    def test_what_is_wrong_is_said_in_a_sentence(self):
        place = 'latitude="partner_latitude" longitude="partner_longitude"'
        for arch, sentence in (
            ("<sales_map/>", "name the field of the latitude"),
            ('<sales_map latitude="city" longitude="city"/>', "no field city that would do"),
            (f'<sales_map {place} through="city"/>', "city leads nowhere"),
            (f'<sales_map {place} size="city"/>', "size: res.partner has no field city"),
            (f'<sales_map {place} color="gone"/>', "color: res.partner has no field gone"),
            (f'<sales_map {place} mode="globe"/>', "not with globe"),
            (f'<sales_map {place} colour="city"/>', "A map knows no colour"),
            (f"<sales_map {place}><group/></sales_map>", "take <group> out"),
        ):
            with self.subTest(arch=arch), self.assertRaisesRegex(ValidationError, sentence):
                self.make_view(arch)
