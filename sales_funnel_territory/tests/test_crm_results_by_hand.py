"""Section C of the forecast, against a small company counted by hand.

The second quarter of 2026. Harbour keeps 30 % of its revenue, Hills 20 %; days are the company's.

Customers (main responsible; customer since; first meeting):

    Anker   Rosa   10 Jan   1 Feb
    Bode    Rosa    1 Mar   1 May
    Cramer  Rosa   15 Apr   -         won by deal 4, so he was met
    Dahl    Carl    1 Feb  10 Jul     not met before the quarter ends
    Ernst   Carl    1 Feb   -         won by deal 6, in 2025: he was met
    Falk    Bea    20 May   1 Jun
    Grau    Bea     5 Jul   -         no customer yet
    Hahn    -       1 Jan   -

Deals (customer; whose, team; created, closed; amount; source; intention level):

    1  Anker   Rosa Harbour  31 Mar  won  10 Apr 2026  1,000  Fair  4
    2  Anker   Rosa Harbour  15 May  won  20 May 2026    500  Web
    3  Bode    Rosa Harbour   1 Jun  won  30 Jun 2026  2,000  Fair  3
    4  Cramer  Rosa Harbour  15 Apr  won   1 Jun 2026    300  Web
    5  Dahl    Carl Harbour   5 Apr  lost  5 May 2026    700  Fair  2
    6  Ernst   Carl Harbour   1 Nov  won  11 Nov 2025    400  Web
    7  Falk    Bea  Hills    26 May  won  15 Jun 2026  1,500  Web
    8  Grau    Bea  Hills     2 Jul  won   7 Jul 2026    900  Fair
    9  -       Carl Harbour  10 Jun  won  20 Jun 2026     50  Web

By hand, of the quarter:

                       all       Rosa     Carl    Harbour (Leo leads it)
    base               7         3        2       5
    met                5         3        1       4
    won                4         3        0       3
    orders             6         4        1       5
    won amount         5,350     3,800    50      3,850
    gross profit       1,455     1,140    15      1,155

    all: 7 x 5/7 x 4/5 x 5,350/4 x 1,455/5,350 = 1,455

    created in it            2, 3, 4, 5, 7, 9          of these won all but 5: 5/6
    intentions converted     3, 5                      (1 was converted before it)
    new customers            Anker, Bode, Cramer, Falk (Ernst ordered before)
    days to close            10, 5, 29, 47, 20, 10     121/6 on average
    won / lost               6 / 1
    by source                Fair 1,000 + 2,000; Web 500 + 300 + 1,500 + 50
    ranking                  Rosa 3,800, Bea 1,500, Carl 50

On 30 June, of customers who usually order every 60 days, one sleeps: Ernst, since 9 February
(11 November + 1.5 x 60 days).

Products (category Machines but for the last): 1 has 2 presses, 3 has 5 presses, 7 has 1 press, 8
has 3 presses, 4 has 10 spare parts. By hand, sold in the quarter: 8 presses, of these 2 in April
and 6 in June, and 10 spare parts in June.
"""

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ..planning.forecast.periods import period_of
from .common import MANAGER, CountsQueries, FunnelCommon

QUARTER = {"first": "2026-04-01", "last": "2026-06-30"}
CUSTOMERS = [
    ("Anker", "rep", "2026-01-10", "2026-02-01"),
    ("Bode", "rep", "2026-03-01", "2026-05-01"),
    ("Cramer", "rep", "2026-04-15", None),
    ("Dahl", "colleague", "2026-02-01", "2026-07-10"),
    ("Ernst", "colleague", "2026-02-01", None),
    ("Falk", "rep_beside", "2026-05-20", "2026-06-01"),
    ("Grau", "rep_beside", "2026-07-05", None),
    ("Hahn", None, "2026-01-01", None),
]
DEALS = [
    ("Anker", "rep", "team", "2026-03-31", "won", "2026-04-10", 1000, "Fair", "4"),
    ("Anker", "rep", "team", "2026-05-15", "won", "2026-05-20", 500, "Web", None),
    ("Bode", "rep", "team", "2026-06-01", "won", "2026-06-30", 2000, "Fair", "3"),
    ("Cramer", "rep", "team", "2026-04-15", "won", "2026-06-01", 300, "Web", None),
    ("Dahl", "colleague", "team", "2026-04-05", "lost", "2026-05-05", 700, "Fair", "2"),
    ("Ernst", "colleague", "team", "2025-11-01", "won", "2025-11-11", 400, "Web", None),
    ("Falk", "rep_beside", "team_beside", "2026-05-26", "won", "2026-06-15", 1500, "Web", None),
    ("Grau", "rep_beside", "team_beside", "2026-07-02", "won", "2026-07-07", 900, "Fair", None),
    (None, "colleague", "team", "2026-06-10", "won", "2026-06-20", 50, "Web", None),
]


class SmallCompany(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        cls.env["crm.customer.status"].search([]).active = False
        cls.team.margin_rate, cls.team_beside.margin_rate = 30, 20
        cls.customers = {name: cls._create_customer(name, user) for name, user, *_ in CUSTOMERS}
        cls.sources = {
            name: cls.env["utm.source"].create({"name": f"{name} (by hand)"})
            for name in ("Fair", "Web")
        }
        cls.deals = [cls._create_deal(*row) for row in DEALS]
        cls._add_products()
        cls.env.cr.flush()
        for name, _user, since, met in CUSTOMERS:
            cls._date_customer(cls.customers[name], since, met)
        cls.env.invalidate_all()

    @classmethod
    def _create_customer(cls, name, user):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_sales_customer": True,
                "company_id": cls.env.company.id,
                "user_id": user and getattr(cls, user).id,
            }
        )

    @classmethod
    def _create_deal(cls, customer, user, team, created, status, closed, amount, source, level):
        lead = cls.env["crm.lead"].create(
            {
                "name": f"{customer or 'Nobody'}: {amount}",
                "type": "opportunity",
                "partner_id": customer and cls.customers[customer].id,
                "user_id": getattr(cls, user).id,
                "team_id": getattr(cls, team).id,
                "expected_revenue": amount,
                "source_id": cls.sources[source].id,
                "intention_level": level,
                "company_id": cls.env.company.id,
            }
        )
        lead.action_set_won() if status == "won" else lead.action_set_lost()
        lead.date_closed = f"{closed} 12:00:00"
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s", f"{created} 12:00:00", lead.id
            )
        )
        return lead

    @classmethod
    def _add_products(cls):
        cls.machines, cls.parts = cls.env["product.category"].create(
            [{"name": "Machines (by hand)"}, {"name": "Parts (by hand)"}]
        )
        cls.press, cls.spare = cls.env["product.product"].create(
            [
                {"name": "Press", "categ_id": cls.machines.id, "list_price": 100},
                {"name": "Spare part", "categ_id": cls.parts.id, "list_price": 10},
            ]
        )
        sold = [(1, cls.press, 2), (3, cls.press, 5), (7, cls.press, 1), (8, cls.press, 3),
                (4, cls.spare, 10)]  # fmt: skip
        for number, product, quantity in sold:
            cls.env["crm.lead.line"].create(
                {
                    "lead_id": cls.deals[number - 1].id,
                    "product_id": product.id,
                    "quantity": quantity,
                    "price_unit": DEALS[number - 1][6] / quantity,
                }
            )

    @classmethod
    def _date_customer(cls, customer, since, met):
        cls.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status SET customer_since = %s, first_meeting_on = %s,
                active = TRUE WHERE partner_id = %s""",
                since,
                met,
                customer.id,
            )
        )

    @classmethod
    def _add_target(cls, measure, value, **scope):
        Version = cls.env["crm.sales.target.version"]
        version = Version.search(
            [("year", "=", 2026), ("company_id", "=", cls.env.company.id)], limit=1
        )
        version = version or Version.create({"name": "By hand", "year": 2026})
        version.state = "draft"
        cls.env["crm.sales.target"].create(
            {
                "version_id": version.id,
                "measure": measure,
                "period_kind": "quarter",
                "date_from": "2026-04-01",
                "value": value,
                **scope,
            }
        )
        version.state = "approved"  # as superuser, for the story


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
        stranger = new_test_user(
            self.env,
            "sft_stranger",
            groups=MANAGER,
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
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


@tagged("-at_install", "post_install")
class TestResultsByHand(SmallCompany):
    """What came out, by week, month and quarter."""

    IN_QUARTER = [("date", ">=", "2026-04-01"), ("date", "<=", "2026-06-30")]

    def _report(self, user, groups, measures, domain=()):
        self.env.flush_all()
        Report = self.env["crm.result.report"].with_user(user)
        return Report._read_group([*self.IN_QUARTER, *domain], groups, measures)

    def test_the_quarter(self):
        [(created, conversion, intentions, converted, new, won, lost, rate)] = self._report(
            self.manager,
            [],
            ["created_count:sum", "conversion_rate:avg", "intention_count:sum",
             "converted_count:sum", "new_customer_count:sum", "won_count:sum", "lost_count:sum",
             "win_rate:avg"],
        )  # fmt: skip
        self.assertEqual((created, intentions, converted, new, won, lost), (6, 2, 2, 4, 6, 1))
        self.assertAlmostEqual(conversion, 500 / 6, 6)
        self.assertAlmostEqual(rate, 600 / 7, 6)
        [(amount, profit, days)] = self._report(
            self.manager, [], ["amount:sum", "gross_profit:sum", "days_to_close:avg"]
        )
        self.assertEqual((amount, profit), (5350, 1455))
        self.assertAlmostEqual(days, 121 / 6, 6)

    def test_what_was_won_counts_also_once_it_is_put_away(self):
        self.deals[2].active = False
        self.deals[2].date_closed = "2026-06-30 12:00:00"  # Odoo says now
        self.assertEqual(self.deals[2].won_status, "won")
        measures = ["created_count:sum", "converted_count:sum", "won_count:sum"]
        self.assertEqual(self._report(self.manager, [], measures), [(6, 2, 6)])
        [(conversion,)] = self._report(self.manager, [], ["conversion_rate:avg"])
        self.assertAlmostEqual(conversion, 500 / 6, 6)

    def test_by_the_periods_of_the_company(self):
        """A year from May on, by the calendar; then one of weeks."""
        company = self.env.company
        company.write({"fiscal_first_month": "5"})
        groups = self._report(self.manager, ["fiscal_quarter"], ["amount:sum"])
        self.assertEqual(groups, [("2026 Q4", 1000), ("2027 Q1", 4350)])
        self.assertEqual(
            self._report(self.manager, ["fiscal_year"], ["amount:sum"]),
            [("2026", 1000), ("2027", 4350)],
        )
        company.write({"fiscal_first_month": "1", "fiscal_scheme": "445"})
        scheme = company._get_fiscal_scheme()
        found = self._report(self.manager, ["fiscal_month"], ["amount:sum"], [("kind", "=", "won")])
        by_hand = {}
        self.env.flush_all()
        for row in self.env["crm.result.report"].search([*self.IN_QUARTER, ("kind", "=", "won")]):
            period = period_of(row.date, "month", scheme)
            name = f"{period.year} M{period.number:02}"
            by_hand[name] = by_hand.get(name, 0) + row.amount
        self.assertEqual(found, sorted(by_hand.items()))

    def test_views_group_by_the_periods_of_the_company(self):
        Report = self.env["crm.result.report"].with_user(self.manager)

        def told(view_type):
            return Report.get_view(view_type=view_type)["arch"]

        self.assertIn('interval="month"', told("graph"))
        self.env.company.write({"fiscal_scheme": "445"})
        for view_type in ("graph", "pivot", "search"):
            with self.subTest(view_type=view_type):
                self.assertIn("fiscal_month", told(view_type))
                self.assertNotIn("date:month", told(view_type))
        self.env.company.write({"fiscal_scheme": "calendar"})
        self.assertIn('interval="month"', told("graph"))

    def test_by_month_and_week(self):
        months = self._report(self.manager, ["date:month"], ["amount:sum", "won_count:sum"])
        self.assertEqual(
            [(str(month), amount, count) for month, amount, count in months if count],
            [("2026-04-01", 1000, 1), ("2026-05-01", 500, 1), ("2026-06-01", 3850, 4)],
        )
        weeks = self._report(self.manager, ["date:week"], ["amount:sum"], [("kind", "=", "won")])
        self.assertEqual([amount for _week, amount in weeks], [1000, 500, 300, 1550, 2000])
        [(_quarter, amount)] = self._report(self.manager, ["date:quarter"], ["amount:sum"])
        self.assertEqual(amount, 5350)

    def test_ranking_of_people(self):
        found = self._report(
            self.manager, ["user_id"], ["amount:sum", "new_customer_count:sum"],
            [("kind", "=", "won")],
        )  # fmt: skip
        self.assertEqual(
            sorted(found, key=lambda row: -row[1]),
            [(self.rep, 3800, 3), (self.rep_beside, 1500, 1), (self.colleague, 50, 0)],
        )

    def test_conversion_by_source_and_strategy(self):
        by_source = self._report(
            self.manager, ["source_id"], ["amount:sum", "created_count:sum", "conversion_rate:avg"]
        )
        self.assertEqual(
            {source.id: tuple(rest) for source, *rest in by_source},
            {self.sources["Fair"].id: (3000, 2, 50), self.sources["Web"].id: (2350, 4, 100)},
        )
        low, high, now = self.env["crm.customer.class"].create(
            [{"name": f"Class {letter}", "code": letter} for letter in "XYZ"]
        )
        self._change_class("Bode", None, high, "2026-05-01")
        self._change_class("Bode", high, now, "2026-06-15")
        self._change_class("Anker", low, now, "2026-06-20")
        status = self.customers["Falk"].customer_status_id
        self.env.cr.execute(
            SQL("UPDATE crm_customer_status SET class_id = %s WHERE id = %s", low.id, status.id)
        )
        self.env.invalidate_all()
        found = self._report(self.manager, ["strategy_id"], ["amount:sum"])
        self.assertEqual(
            {strategy.id: amount for strategy, amount in found},
            # the class of the day: Anker's two orders and Falk's, Bode's one, others none
            {low.id: 3000, high.id: 2000, False: 350},
        )

    def _change_class(self, customer, before, after, day):
        self.env["crm.customer.class.change"].create(
            {
                "status_id": self.customers[customer].customer_status_id.id,
                "before_id": before and before.id,
                "after_id": after.id,
                "changed_on": f"{day} 12:00:00",
            }
        )

    def test_lost_customers(self):
        often = self.env["crm.customer.class"].create(
            {"name": "Often", "code": "O", "order_gap_days": 60}
        )
        statuses = self.env["res.partner"].union(*self.customers.values()).customer_status_id
        self.env.cr.execute(
            SQL("UPDATE crm_customer_status SET class_id = %s WHERE id = ANY(%s)",
                often.id, statuses.ids)
        )  # fmt: skip
        self.env.invalidate_all()
        self.env["crm.customer.figures"]._refresh()
        with freeze_time("2026-06-30 12:00:00"):
            Report = self.env["crm.result.report"].with_user(self.manager)
            lost = Report.search(
                [("kind", "=", "customer_lost"),
                 ("customer_id", "in", [one.id for one in self.customers.values()])]
            )  # fmt: skip
            self.assertEqual(lost.customer_id, self.customers["Ernst"])
            self.assertEqual((str(lost.date), lost.user_id), ("2026-02-09", self.colleague))
            self.assertEqual(lost.action_open()["res_model"], "res.partner")

    def test_best_and_weakest_product(self):
        self.env.flush_all()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_lead_line_report_action_won"
        )
        rows = self.env["crm.lead.line.report"].with_user(self.manager)._read_group(
            [*safe_eval(action["domain"]), ("forecast_date", ">=", "2026-04-01"),
             ("forecast_date", "<=", "2026-06-30")],
            ["product_id"], ["quantity:sum", "amount:sum"], order="amount:sum DESC",
        )  # fmt: skip
        self.assertEqual(rows, [(self.press, 8, 4500), (self.spare, 10, 300)])

    def test_each_sees_his_own(self):
        sees = {
            "rep": 3800, "colleague": 50, "rep_beside": 1500, "leader": 3850, "head": 5350,
            "manager": 5350, "foreigner": 0,
        }  # fmt: skip
        for name, expected in sees.items():
            with self.subTest(user=name):
                [(amount,)] = self._report(getattr(self, name), [], ["amount:sum"])
                self.assertEqual(amount or 0, expected)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._report(user, [], ["amount:sum"])

    def test_menus_open(self):
        for suffix in ("", "_trend", "_people", "_customers", "_intentions", "_days",
                       "_conversion"):  # fmt: skip
            action = self.env["ir.actions.act_window"]._for_xml_id(
                f"sales_funnel_territory.crm_result_report_action{suffix}"
            )
            Report = self.env["crm.result.report"].with_user(self.rep)
            views = Report.get_views([*action["views"], (False, "search")])
            self.assertIn("graph", views["views"], suffix)
            Report.search(safe_eval(action["domain"] or "[]"))


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
        stranger = new_test_user(
            self.env,
            "sft_stranger",
            groups=MANAGER,
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        self.assertFalse(self._row(stranger, "2026-06-01"))
