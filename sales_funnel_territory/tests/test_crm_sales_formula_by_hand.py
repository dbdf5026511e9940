from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CountsQueries
from .small_company import DEALS, QUARTER, SmallCompany


@tagged("-at_install", "post_install")
class TestSalesFormulaByHand(CountsQueries, SmallCompany):
    """Where gross profit comes from, for each of them."""

    def _formula(self, user, **options):
        Formula = self.env["crm.sales.formula"].with_user(user)
        return Formula.get_formula({**QUARTER, **options})

    def _measured(self, user, **options):
        return tuple(self._formula(user, **options)["measured"].values())

    def test_what_is_counted(self):
        harbour = (5, 4, 3, 5, 3850, 1155)
        everything = (7, 5, 4, 6, 5350, 1455)
        expected = {
            "manager": everything,
            "head": (6, 5, 4, 6, 5350, 1455),  # Hahn is nobody's, so not her teams'
            "leader": harbour,
            "rep": (3, 3, 3, 4, 3800, 1140),
            "colleague": (2, 1, 0, 1, 50, 15),
            "rep_beside": (1, 1, 1, 1, 1500, 300),
            "foreigner": (0,) * 6,
        }
        for name, measured in expected.items():
            with self.subTest(user=name):
                self.assertEqual(self._measured(getattr(self, name)), measured)
        self.assertEqual(self._measured(self.manager, team_id=self.team.id), harbour)
        self.assertEqual(
            self._measured(self.manager, user_id=self.colleague.id), expected["colleague"]
        )

    def test_the_product_is_the_measured_gross_profit(self):
        for name in ("manager", "head", "leader", "rep", "rep_beside"):
            with self.subTest(user=name):
                found = self._formula(getattr(self, name))
                product = 1
                for value in found["factors"].values():
                    product *= value
                self.assertAlmostEqual(product, found["measured"]["gross_profit"], 6)
        factors = self._formula(self.manager)["factors"]
        self.assertEqual(
            factors,
            {
                "base": 7,
                "first_meeting_rate": 5 / 7,
                "closing_efficiency": 4 / 5,
                "order_value": 5350 / 4,
                "margin_rate": 1455 / 5350,
            },
        )
        carls = self._formula(self.colleague)
        self.assertEqual(carls["factors"]["closing_efficiency"], 0)
        self.assertIsNone(carls["factors"]["order_value"], "no customer was won")
        self.assertEqual(carls["without_customer"], 1)

    def test_it_is_the_margin_that_targets_measure(self):
        company = self.env.company
        margin = self.env["crm.sales.measure.margin"].with_user(self.manager)
        by_team = margin._measure(company, "2026-04-01", "2026-06-30", "team_id")
        self.assertEqual(by_team, {self.team.id: 1155, self.team_beside.id: 300})

    def test_nobody_asks_for_a_colleague(self):
        self.assertEqual(self._measured(self.rep, user_id=self.colleague.id), (0,) * 6)
        self.assertEqual(self._measured(self.rep, team_id=self.team_beside.id), (0,) * 6)
        self.assertEqual(self._measured(self.leader, user_id=self.rep_beside.id), (0,) * 6)
        seen = self.env["crm.sales.formula"].with_user(self.rep).with_context(formula=QUARTER)
        rows = seen.search([])
        self.assertEqual(
            set(rows.partner_id.mapped("name")), {"Anker", "Bode", "Cramer"}, "nor by lists"
        )
        self.assertEqual(sum(rows.mapped("gross_profit")), 1140)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._formula(user)

    def test_another_company_has_nothing(self):
        stranger = self._new_stranger()
        self.assertEqual(self._measured(stranger), (0,) * 6)

    def test_a_day_that_is_none(self):
        for options in ({"first": "soon"}, {"last": "2026-03-01"}):
            with self.subTest(options=options), self.assertRaises(UserError):
                self._formula(self.manager, **options)

    # ------------------------------------------------------------------ the board

    def _screen(self, user, day="2026-05-31", **filters):
        with self._on(day):
            return self.env["crm.sales.formula"].with_user(user).get_screen(filters)

    def _on(self, day):
        return freeze_time(f"{day} 12:00:00")

    def test_against_before(self):
        screen = self._screen(self.manager)
        self.assertEqual((screen["gross_profit"], screen["gross_profit_before"]), (1455, 0))
        cards = {card["key"]: card for card in screen["cards"]}
        self.assertEqual(cards["base"]["before"], 5, "Anker, Bode, Dahl, Ernst, Hahn")
        self.assertEqual(cards["first_meeting_rate"]["before"], 2 / 5, "Anker and Ernst")
        self.assertEqual(cards["closing_efficiency"]["before"], 0)
        self.assertIsNone(cards["order_value"]["before"])
        self.assertTrue(all(card["definition"] and card["levers"] for card in cards.values()))

    def test_effects_add_up(self):
        later = self._screen(self.manager, day="2026-08-01")
        self.assertEqual((later["gross_profit"], later["gross_profit_before"]), (180, 1455))
        effects = [card["effect"] for card in later["cards"]]
        self.assertAlmostEqual(sum(effects), 180 - 1455, 6)

    def test_against_the_target(self):
        self.assertIsNone(self._screen(self.manager)["target"])
        self._add_target("revenue", 6000, user_id=self.rep.id)
        self.assertEqual(self._screen(self.rep)["target"], 1800, "revenue x margin rate")
        self._add_target("margin", 2280, user_id=self.rep.id)
        self._add_target("margin", 2000, team_id=self.team.id)
        self._add_target("margin", 900, team_id=self.team_beside.id)
        screen = self._screen(self.rep)
        self.assertEqual(screen["target"], 2280, "twice what she reached")
        cards = {card["key"]: card for card in screen["cards"]}
        self.assertEqual(cards["base"]["needed"], 6)
        self.assertIsNone(cards["closing_efficiency"]["needed"], "all of them are won")
        self.assertEqual(cards["margin_rate"]["needed"], 0.6)
        self.assertEqual(self._screen(self.leader)["target"], 2000)
        self.assertEqual(self._screen(self.head)["target"], 2900)
        self.assertEqual(self._screen(self.manager)["target"], 2900)
        self._add_target("margin", 3000)
        self.assertEqual(self._screen(self.manager)["target"], 3000)
        self.assertEqual(self._screen(self.manager, team_id=self.team.id)["target"], 2000)
        self.assertIsNone(self._screen(self.colleague)["target"])

    def test_whom_one_may_choose(self):
        self.assertEqual(self._screen(self.rep)["users"], [])
        names = [name for _id, name in self._screen(self.leader)["users"]]
        self.assertEqual(names, ["Carl Colleague", "Rosa Rep"])

    def test_every_factor_opens_what_was_counted(self):
        Formula = self.env["crm.sales.formula"].with_user(self.manager)
        expected = {"base": 7, "first_meeting_rate": 5, "closing_efficiency": 4,
                    "order_value": 6, "margin_rate": 6, "gross_profit": 6,
                    "without_customer": 1}  # fmt: skip
        with self._on("2026-05-31"):
            for key, count in expected.items():
                with self.subTest(factor=key):
                    action = Formula.action_open_factor({}, key)
                    Model = self.env[action["res_model"]].with_user(self.manager)
                    found = Model.with_context(**action["context"]).search(action["domain"])
                    self.assertEqual(len(found), count)
            customers = Formula.action_open_factor({"user_id": self.rep.id}, "base")
            found = Formula.with_context(**customers["context"]).search(customers["domain"])
            self.assertEqual(len(found), 3)
            opened = found[0].action_open_customer()
            self.assertEqual(opened["res_model"], "res.partner")
            with self.assertRaises(UserError):
                Formula.action_open_factor({}, "luck")

    def test_a_fixed_number_of_queries(self):
        def ask():
            self.env.invalidate_all()
            self._screen(self.manager)

        ask()  # fills Odoo's caches
        few = self._count(ask)
        for number in range(5):
            self.customers[f"New {number}"] = self._create_customer(f"New {number}", "rep")
            self._create_deal(f"New {number}", *DEALS[0][1:])
        self.env.cr.flush()
        self.assertEqual(self._count(ask), few)
