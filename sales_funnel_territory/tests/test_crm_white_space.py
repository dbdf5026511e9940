from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .test_crm_customer_sleeping import OrderedCommon


class WhiteSpaceCommon(OrderedCommon):
    """Hale Tools bought pumps and hoses, Newcomer only hoses, Quiet nothing at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("is_sales_customer", "=", True)]).filtered(
            lambda one: one != cls.customer
        ).is_sales_customer = False
        cls.newcomer, cls.quiet = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_sales_customer": True}
                for name in ("Newcomer", "Quiet")
            ]
        )
        cls.newcomer.user_id = cls.colleague
        cls.pumps, cls.hoses, cls.tanks = cls.env["product.category"].create(
            [{"name": name} for name in ("Pumps", "Hoses", "Tanks")]
        )
        cls.pump, cls.hose, cls.tank = cls.env["product.product"].create(
            [
                {"name": name, "categ_id": category.id, "list_price": price}
                for name, category, price in [
                    ("Pump", cls.pumps, 100),
                    ("Hose", cls.hoses, 10),
                    ("Tank", cls.tanks, 500),
                ]
            ]
        )

    @classmethod
    def _sell(cls, product, quantity, customer=None, days_ago=10, **values):
        return cls._win(
            days_ago,
            customer,
            amount=quantity * product.list_price,
            line_ids=[Command.create({"product_id": product.id, "quantity": quantity})],
            **values,
        )

    def _matrix(self, user=None, offset=0, limit=40, **filters):
        self.env.flush_all()
        model = self.env["crm.white.space"].with_user(user or self.manager)
        return model.get_matrix(filters, offset, limit)

    def _opened(self, action, user=None):
        """Return the rows that an action shows, as the client would ask for them."""
        domain = Domain(action["domain"])
        return self.env[action["res_model"]].with_user(user or self.manager).search(domain)


@tagged("-at_install", "post_install")
class TestWhiteSpace(WhiteSpaceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.pump, 3)
        cls._sell(cls.hose, 5)
        cls._sell(cls.hose, 2, cls.newcomer, user_id=cls.colleague.id)
        cls._create_lead(
            stage=cls.stage_in,
            line_ids=[Command.create({"product_id": cls.tank.id, "quantity": 1})],
        )
        cls.env.flush_all()

    def test_what_was_bought_and_what_not(self):
        matrix = self._matrix()
        names = {column["id"]: column["name"] for column in matrix["columns"]}
        self.assertEqual(list(names.values())[:2], ["Pumps", "Hoses"])
        self.assertIn("Tanks", names.values(), "nobody bought one, and it is for sale")
        self.assertEqual(
            [row["name"] for row in matrix["rows"]], ["Hale Tools", "Newcomer", "Quiet"]
        )
        self.assertEqual([row["amount"] for row in matrix["rows"]], [350, 20, 0])
        self.assertEqual(
            matrix["cells"],
            {
                self.customer.id: {self.pumps.id: 300, self.hoses.id: 50},
                self.newcomer.id: {self.hoses.id: 20},
            },
        )
        self.assertEqual(matrix["open"], {self.customer.id: [self.tanks.id]})
        self.assertEqual((matrix["total"], matrix["largest"], matrix["buyers"]), (370, 300, 2))
        hoses = next(column for column in matrix["columns"] if column["id"] == self.hoses.id)
        self.assertEqual((hoses["amount"], hoses["buyers"]), (70, 2))

    def test_what_no_product_covers_is_in_the_totals(self):
        self._win(5, self.quiet, amount=1000)
        matrix = self._matrix()
        self.assertEqual(matrix["columns"][-1]["name"], "Without Product")
        self.assertEqual(matrix["cells"][self.quiet.id], {0: 1000})
        self.assertEqual(matrix["total"], 1370)

    def test_pages_show_all_and_totals_stay(self):
        seen = []
        for offset in range(4):
            matrix = self._matrix(offset=offset, limit=1)
            seen += [row["name"] for row in matrix["rows"]]
            self.assertEqual((matrix["total"], matrix["count"]), (370, 3))
        self.assertEqual(seen, ["Hale Tools", "Newcomer", "Quiet"])

    def test_facets_and_period(self):
        self._sell(self.tank, 1, self.quiet, days_ago=500)
        self.assertEqual(self._matrix()["total"], 870)
        self.assertEqual(self._matrix(period="year")["total"], 370)
        self.assertEqual(self._matrix(period="two_years")["total"], 870)
        for filters, names in [
            ({"class_id": self.class_a.id}, ["Hale Tools"]),
            ({"user_id": self.colleague.id}, ["Newcomer"]),
            ({"industry_id": self.env["res.partner.industry"].create({"name": "X"}).id}, []),
        ]:
            with self.subTest(**filters):
                rows = self._matrix(**filters)["rows"]
                self.assertEqual([row["name"] for row in rows], names)

    def test_by_team(self):
        self._sell(self.tank, 1, team_id=self.team_beside.id)
        matrix = self._matrix(by="team")
        columns = {column["id"]: column["amount"] for column in matrix["columns"]}
        self.assertEqual(columns, {self.team_beside.id: 500, self.team.id: 370})
        self.assertEqual(matrix["cells"][self.customer.id][self.team_beside.id], 500)

    def test_a_click_shows_exactly_what_makes_the_figure(self):
        model = self.env["crm.white.space"].with_user(self.manager)
        for customer, column, amount in [
            (self.customer.id, self.hoses.id, 50),
            (self.customer.id, None, 350),
            (None, self.hoses.id, 70),
            (None, None, 370),
        ]:
            for period in ("year", "all"):
                with self.subTest(customer=customer, column=column, period=period):
                    action = model.action_open_purchases({"period": period}, customer, column)
                    self.assertEqual(sum(self._opened(action).mapped("amount")), amount)
        pivot = model.action_open_pivot({})
        self.assertEqual(sum(self._opened(pivot).mapped("amount")), 370)
        self.assertEqual(pivot["context"]["pivot_column_groupby"], ["categ_id"])

    def test_a_white_space_offers_an_opportunity(self):
        model = self.env["crm.white.space"].with_user(self.rep)
        action = model.action_new_opportunity({}, self.customer.id, self.tanks.id)
        lead = self.env["crm.lead"].with_user(self.rep).with_context(**action["context"]).create({})
        self.assertEqual(lead.name, "Tanks for Hale Tools")
        self.assertEqual((lead.partner_id, lead.user_id), (self.customer, self.rep))
        action = model.action_new_opportunity({"by": "team"}, self.customer.id, self.team.id)
        self.assertEqual(action["context"]["default_team_id"], self.team.id)

    def test_each_sees_what_he_may_read(self):
        """A rep what is his own, a leader his team's; totals tell no more than that."""
        for user, total in [
            (self.rep, 350),
            (self.colleague, 20),
            (self.rep_beside, 0),
            (self.leader, 370),
            (self.head, 370),
            (self.manager, 370),
            (self.administrator, 370),
        ]:
            with self.subTest(user=user.login):
                matrix = self._matrix(user)
                self.assertEqual(matrix["total"], total)
                self.assertEqual(matrix["count"], 3, "the customers are everybody's")

    def test_the_other_company_portal_and_public_see_nothing(self):
        self.env["crm.lead"].search(
            [("partner_id", "=", self.customer.id)]
        ).company_id = self.env.company
        (self.customer | self.newcomer | self.quiet).company_id = self.env.company
        matrix = self._matrix(self.foreigner)
        self.assertFalse(matrix["rows"] or matrix["cells"] or matrix["open"] or matrix["total"])
        for user in (self.portal, self.public):
            model = self.env["crm.white.space"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                model.get_matrix({})

    def test_amounts_are_in_the_currency_of_the_readers_company(self):
        crowns = self.env["res.currency"].create(
            {
                "name": "CRW",
                "symbol": "cr",
                "rate_ids": [
                    Command.create({"name": "2020-01-01", "rate": 4, "company_id": company.id})
                    for company in self.env.company | self.other_company
                ],
            }
        )
        self.other_company.currency_id = crowns
        self.manager.company_ids |= self.other_company
        leads = self.env["crm.lead"].search([("partner_id", "=", self.customer.id)])
        leads.company_id = self.env.company
        self._sell(self.hose, 4, company_id=self.other_company.id, team_id=False, user_id=False)
        self.env.flush_all()
        both = (self.env.company | self.other_company).ids
        model = self.env["crm.white.space"].with_user(self.manager)
        # 50 here, and there 4 hoses at 40 crowns, of which 4 are one of ours
        for companies, amount in [(both, 50 + 160 / 4), (both[::-1], 50 * 4 + 160)]:
            with self.subTest(companies=companies):
                matrix = model.with_context(allowed_company_ids=companies).get_matrix({})
                self.assertAlmostEqual(matrix["cells"][self.customer.id][self.hoses.id], amount)
                self.assertAlmostEqual(
                    matrix["total"],
                    sum(matrix["cells"][self.customer.id].values())
                    + sum(matrix["cells"].get(self.newcomer.id, {}).values()),
                )

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._matrix()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        customers = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "is_company": True, "is_sales_customer": True} for n in range(9)]
        )
        for customer in customers:
            self._sell(self.pump, 1, customer)
        count()  # what the new customers leave to be read once
        self.assertLessEqual(count(), few)


@tagged("-at_install", "post_install")
class TestPareto(WhiteSpaceCommon):
    """Hale Tools makes up 80 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._win(10, amount=80)
        cls._win(10, cls.newcomer, amount=15, user_id=cls.colleague.id)
        cls._win(400, cls.quiet, amount=5)
        cls._win(10, cls.quiet, amount=5)
        cls._refresh()

    def _pareto(self, user=None, limit=50, **filters):
        return (
            self.env["crm.customer.figures"]
            .with_user(user or self.manager)
            .get_pareto(filters, limit)
        )

    def _own(self, user=None, **filters):
        """Only of customers in this story."""
        for customer in self.env["crm.customer.figures"].search([]).status_id.partner_id:
            if customer not in self.customer | self.newcomer | self.quiet:
                customer.customer_status_id.unlink()
        return self._pareto(user, **filters)

    def test_the_vital_few(self):
        data = self._own()
        self.assertEqual(
            [(row["name"], row["amount"], round(row["share"])) for row in data["rows"]],
            [("Hale Tools", 80, 80), ("Newcomer", 15, 95), ("Quiet", 5, 100)],
        )
        self.assertEqual((data["vital_few"], data["count"], data["total"]), (1, 3, 100))

    def test_few_are_shown_and_all_are_counted(self):
        self._own()
        data = self._pareto(limit=1)
        self.assertEqual(len(data["rows"]), 1)
        self.assertEqual((data["count"], data["total"]), (3, 100))

    def test_by_class_and_period_and_facet(self):
        data = self._own(by="class_id")
        self.assertEqual([row["name"] for row in data["rows"]], ["A Focus", "None"])
        for row in data["rows"]:
            rows = self.env["crm.customer.figures"].search(row["domain"])
            self.assertEqual(sum(rows.mapped("won_12_months")), row["amount"])
        self.assertEqual(self._pareto(user_id=self.colleague.id)["total"], 15)
        self.assertEqual(self._pareto(by="nonsense", measure="nonsense")["total"], 100)

    def test_who_may_see_it(self):
        self._own()
        for user in self.rep | self.leader | self.manager:
            with self.subTest(user=user.login):
                self.assertEqual(self._pareto(user)["total"], 100)
        self.assertFalse(self._pareto(self.foreigner)["count"])
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._pareto(user)
