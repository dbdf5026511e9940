from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .small_company import SmallCompany


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
