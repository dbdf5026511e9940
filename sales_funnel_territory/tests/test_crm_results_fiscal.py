from freezegun import freeze_time
from lxml import etree
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..planning.forecast.periods import period_of
from ..report.crm_result_report_fiscal import _group_by
from .small_company import SmallCompany


@tagged("-at_install", "post_install")
class TestResultsFiscal(SmallCompany):
    """Results by the months, quarters and years of a company whose year is not the calendar's."""

    IN_QUARTER = [("date", ">=", "2026-04-01"), ("date", "<=", "2026-06-30")]

    def _report(self, groups, measures, domain=()):
        self.env.flush_all()
        Report = self.env["crm.result.report"].with_user(self.manager)
        return Report._read_group([*self.IN_QUARTER, *domain], groups, measures)

    def _get_view(self, view_type):
        Report = self.env["crm.result.report"].with_user(self.manager)
        return etree.fromstring(Report.get_view(view_type=view_type)["arch"])

    def test_by_the_periods_of_the_company(self):
        """A year from May on, by the calendar; then one of weeks."""
        company = self.env.company
        company.write({"fiscal_first_month": "5"})
        groups = self._report(["fiscal_quarter"], ["amount:sum"])
        self.assertEqual(groups, [("2026 Q4", 1000), ("2027 Q1", 4350)])
        self.assertEqual(
            self._report(["fiscal_year"], ["amount:sum"]), [("2026", 1000), ("2027", 4350)]
        )
        company.write({"fiscal_first_month": "1", "fiscal_scheme": "445"})
        scheme = company._get_fiscal_scheme()
        found = self._report(["fiscal_month"], ["amount:sum"], [("kind", "=", "won")])
        by_hand = {}
        self.env.flush_all()
        for row in self.env["crm.result.report"].search([*self.IN_QUARTER, ("kind", "=", "won")]):
            period = period_of(row.date, "month", scheme)
            name = f"{period.year} M{period.number:02}"
            by_hand[name] = by_hand.get(name, 0) + row.amount
        self.assertEqual(found, sorted(by_hand.items()))

    def test_views_group_by_the_periods_of_the_company(self):
        def told(view_type):
            return etree.tostring(self._get_view(view_type), encoding="unicode")

        self.assertIn('interval="month"', told("graph"))
        self.env.company.write({"fiscal_scheme": "445"})
        for view_type in ("graph", "pivot", "search"):
            with self.subTest(view_type=view_type):
                self.assertIn("fiscal_month", told(view_type))
                self.assertNotIn("date:month", told(view_type))
        self.env.company.write({"fiscal_scheme": "calendar"})
        self.assertIn('interval="month"', told("graph"))

    def test_only_the_day_of_a_result_is_grouped_by_periods(self):
        for before, after in (
            ("{'group_by': 'date:month'}", "{'group_by': 'fiscal_month'}"),
            ('{"group_by": ["date:month", "kind"]}', '{"group_by": ["fiscal_month", "kind"]}'),
            ("{'group_by': 'due_date:month'}", "{'group_by': 'due_date:month'}"),
            ("{'group_by': 'date:monthly'}", "{'group_by': 'date:monthly'}"),
        ):
            with self.subTest(before=before):
                self.assertEqual(_group_by(before, "date:month", "fiscal_month"), after)

    def test_reports_open_with_the_year_of_the_company(self):
        """In June 2026 a year from May on is that of 2027; deal 1 of April is of the last."""
        before = self._get_view("search")
        [date] = before.xpath("//filter[@name='date']")
        self.assertEqual(date.get("date"), "date", "of the calendar, where that is the company's")
        self.env.company.write({"fiscal_first_month": "5"})
        with freeze_time("2026-06-15 12:00:00"):
            found = {
                node.get("name"): node for node in self._get_view("search").xpath("//filter[@name]")
            }
        self.assertEqual(found["date"].get("string"), "Fiscal Year 2027")
        self.assertEqual(found["calendar_date"].get("date"), "date", "any other months stay")
        amounts = {
            name: self._report([], ["amount:sum"], safe_eval(found[name].get("domain")))
            for name in ("date", "last_year")
        }
        self.assertEqual(amounts, {"date": [(4350,)], "last_year": [(1000,)]})
        with freeze_time("2027-05-01 12:00:00"):
            [date] = self._get_view("search").xpath("//filter[@name='date']")
        self.assertEqual(date.get("string"), "Fiscal Year 2028", "the next day is another year")
