from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import ForeignKeyViolation

from .common import FunnelCommon


@tagged("post_install", "-at_install")
class TestCrmLeadLine(FunnelCommon):
    """A team notes what its opportunities are about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write({"use_product_lines": True, "revenue_from_lines": True})
        cls.drill, cls.saw = cls.env["product.product"].create(
            [
                {"name": "Drill", "list_price": 120.0, "description_sale": "Drills anything"},
                {"name": "Saw", "list_price": 99.95},
            ]
        )
        cls.lead = cls._create_lead(cls.stage_in, expected_revenue=500)

    def _add(self, product, quantity=1, lead=None, user=None, **values):
        lead = (lead or self.lead).with_user(user or self.rep)
        line = {"lead_id": lead.id, "product_id": product.id, "quantity": quantity, **values}
        return lead.env["crm.lead.line"].create(line)

    def test_product_proposes_description_and_price(self):
        line = self._add(self.drill, quantity=3)
        self.assertEqual(line.name, "Drill\nDrills anything")
        self.assertEqual(line.price_unit, 120)
        self.assertEqual(line.amount, 360)

    def test_price_is_in_the_currency_of_the_lead(self):
        yen = self.env["res.currency"].create({"name": "YNX", "symbol": "Y", "rounding": 1})
        self.env["res.currency.rate"].create(
            {"currency_id": yen.id, "rate": 150, "name": "2020-01-01", "company_id": False}
        )
        company = self.env["res.company"].create({"name": "Far Away", "currency_id": yen.id})
        lead = self.env["crm.lead"].create(
            {"name": "Far", "company_id": company.id, "user_id": False, "team_id": False}
        )
        line = self._add(self.saw, quantity=0.5, lead=lead, user=self.env.user)
        rate = self.env.company.currency_id._get_conversion_rate(
            self.saw.currency_id, yen, company, line.create_date.date()
        )
        self.assertAlmostEqual(line.price_unit, 99.95 * rate, 2)
        self.assertEqual(line.amount, yen.round(line.price_unit / 2))

    def test_revenue_follows_every_change_of_lines(self):
        drill = self._add(self.drill, quantity=2)
        self.assertEqual(self.lead.expected_revenue, 240)
        self.assertEqual(self.lead.prorated_revenue, 96)
        saw = self._add(self.saw)
        self.assertEqual(self.lead.expected_revenue, 339.95)
        drill.quantity = 1
        self.assertEqual(self.lead.expected_revenue, 219.95)
        self.lead.with_user(self.rep).expected_revenue = 7
        self.assertEqual(self.lead.expected_revenue, 219.95, "lines win over a hand-set figure")
        other = self._create_lead(self.stage_in)
        saw.lead_id = other
        self.assertEqual(self.lead.expected_revenue, 120)
        self.assertEqual(other.expected_revenue, 99.95)
        saw.unlink()
        self.assertEqual(other.expected_revenue, 99.95, "without lines the figure stays")
        other.with_user(self.rep).expected_revenue = 7
        self.assertEqual(other.expected_revenue, 7)

    def test_created_with_lines(self):
        lead = self._create_lead(
            self.stage_in,
            expected_revenue=1,
            line_ids=[(0, 0, {"product_id": self.drill.id}), (0, 0, {"product_id": self.saw.id})],
        )
        self.assertEqual(lead.expected_revenue, 219.95)
        self.assertEqual(lead.copy().expected_revenue, 219.95)

    def test_switching_the_team(self):
        """Where a team does not ask for it, lines are notes and the figure is the rep's."""
        self.team.revenue_from_lines = False
        self._add(self.drill, quantity=2)
        self.assertEqual(self.lead.expected_revenue, 500)
        self.team.revenue_from_lines = True
        self.assertEqual(self.lead.expected_revenue, 240)

    def test_lead_moves_to_a_team_with_lines(self):
        lead = self._create_lead(team_id=self.team_beside.id, user_id=False, expected_revenue=10)
        self._add(self.drill, lead=lead, user=self.manager)
        self.assertEqual(lead.expected_revenue, 10)
        lead.team_id = self.team
        self.assertEqual(lead.expected_revenue, 120)

    def test_form(self):
        with Form(self.lead.with_user(self.rep)) as form:
            with form.line_ids.new() as line:
                line.product_id = self.drill
                self.assertEqual(line.amount, 120)
                line.quantity = 2
            self.assertEqual(form.expected_revenue, 240)
        self.assertEqual(self.lead.expected_revenue, 240)

    def test_import_through_the_lead(self):
        header = ["name", "type", "team_id/.id", "stage_id/.id", "expected_revenue",
                  "line_ids/product_id", "line_ids/quantity", "line_ids/price_unit"]  # fmt: skip
        team, stage = str(self.team.id), str(self.stage_in.id)
        rows = [
            ["Hall A", "opportunity", team, stage, "3", "Drill", "2", "100"],
            ["", "", "", "", "", "Saw", "1", "50"],
            ["Hall B", "opportunity", team, stage, "3", "Saw", "4", ""],
        ]
        result = self.env["crm.lead"].with_user(self.manager).load(header, rows)
        self.assertFalse(result["messages"])
        first, second = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(first.expected_revenue, 250)
        self.assertEqual(second.line_ids.quantity, 4)
        self.assertEqual(second.expected_revenue, sum(second.line_ids.mapped("amount")))

    def test_merge_combines_equal_lines(self):
        self._add(self.drill, quantity=2)
        self._add(self.saw)
        other = self._create_lead(self.stage_best, expected_revenue=900, name="Same hall")
        self._add(self.drill, quantity=3, lead=other)
        self._add(self.saw, lead=other, price_unit=80)
        head = (self.lead | other).with_user(self.rep).merge_opportunity()
        lines = {(line.product_id, line.price_unit): line.quantity for line in head.line_ids}
        self.assertEqual(lines, {(self.drill, 120): 5, (self.saw, 99.95): 1, (self.saw, 80): 1})
        self.assertEqual(head.expected_revenue, 779.95)
        self.assertEqual(len(self.env["crm.lead.line"].search([("lead_id", "=", head.id)])), 3)

    def test_sold_product_cannot_be_deleted(self):
        self._add(self.drill)
        with (
            self.assertRaises(ForeignKeyViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.drill.unlink()
        self.assertTrue(self.drill.exists())

    def test_deleted_lead_takes_its_lines_along(self):
        line = self._add(self.drill)
        self.lead.unlink()
        self.assertFalse(line.exists())


@tagged("post_install", "-at_install")
class TestCrmLeadLineRights(FunnelCommon):
    """Who sees a lead sees its lines, and the report's rows about it; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = {
            "own": cls._create_lead(cls.stage_in),
            "colleague": cls._create_lead(cls.stage_in, user_id=cls.colleague.id),
            "nobody": cls._create_lead(cls.stage_in, user_id=False),
            "beside": cls._create_lead(user_id=cls.rep_beside.id, team_id=cls.team_beside.id),
            "abroad": cls._create_lead(
                user_id=cls.foreigner.id, team_id=False, company_id=cls.other_company.id,
                partner_id=False,
            ),
        }  # fmt: skip
        cls.lines = cls.env["crm.lead.line"].create(
            [
                {"lead_id": lead.id, "name": name, "price_unit": 10}
                for name, lead in cls.leads.items()
            ]
        )
        cls.env.flush_all()

    def _seen(self, user):
        scope = [("lead_id", "in", [lead.id for lead in self.leads.values()])]
        lines = self.env["crm.lead.line"].with_user(user).search(scope)
        reported = self.env["crm.lead.line.report"].with_user(user).search(scope)
        leads = self.env["crm.lead"].with_user(user).search([("id", "in", scope[0][2])])
        self.assertEqual(lines.lead_id, reported.lead_id)
        self.assertEqual(lines.lead_id, leads)
        return set(lines.mapped("name"))

    def test_who_sees_what(self):
        self.assertEqual(self._seen(self.rep), {"own", "nobody"})
        self.assertEqual(self._seen(self.leader), {"own", "colleague", "nobody"})
        self.assertEqual(self._seen(self.head), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.manager), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.foreigner), {"abroad", "nobody"})

    def test_outsiders(self):
        for user in (self.portal, self.public):
            for model in ("crm.lead.line", "crm.lead.line.report"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_rep_changes_own_lines_only(self):
        own, others = self.lines[0].with_user(self.rep), self.lines[1].with_user(self.rep)
        own.quantity = 2
        own.unlink()
        with self.assertRaises(AccessError):
            others.quantity = 2
        with self.assertRaises(AccessError):
            others.unlink()
        with self.assertRaises(AccessError):
            others.create({"lead_id": self.leads["colleague"].id, "name": "Mine"})

    def test_rep_moves_no_line_to_a_lead_of_others(self):
        """It would change the expected revenue of an opportunity that he does not even see."""
        with self.assertRaises(AccessError):
            self.lines[0].with_user(self.rep).lead_id = self.leads["colleague"].id
