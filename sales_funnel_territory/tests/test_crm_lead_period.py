import random
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FunnelCommon

NOON = datetime(2026, 11, 30, 12, 0)
LATE = datetime(2026, 11, 30, 23, 0)
"""At this moment it is December in Shanghai and still November in Honolulu."""


class PeriodCommon(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.other_company.partner_id.tz = "Pacific/Honolulu"
        cls.env["crm.lead"].with_context(active_test=False).search([]).active = False

    @classmethod
    def _create_random_leads(cls, count=80):
        """Deals of both companies, open, won, lost and archived, around the end of November."""
        chance = random.Random(19)
        companies = [cls.env.company.id, cls.other_company.id]
        stages = [cls.stage_above, cls.stage_in, cls.stage_best]
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {index}",
                    "type": "opportunity",
                    "user_id": False,
                    "team_id": cls.team.id if companies[index % 2] == companies[0] else False,
                    "company_id": companies[index % 2],
                    "stage_id": stages[index % 3].id,
                    "expected_revenue": chance.randrange(1000),
                    "date_deadline": cls._some_day(chance),
                }
                for index in range(count)
            ]
        )
        leads[:20].write({"stage_id": cls.stage_won.id, "probability": 100})
        for lead in leads[:20]:
            lead.date_closed = LATE - timedelta(hours=chance.randrange(-30, 2000))
        leads[20:28].action_set_lost()
        leads[28:32].active = False
        cls.env.flush_all()
        return leads

    @staticmethod
    def _some_day(chance):
        days = chance.choice([None, chance.randint(-70, 250), -1, 0, 1, 31])
        return days is not None and date(2026, 11, 30) + timedelta(days=days)


@tagged("-at_install", "post_install")
class TestPeriodStatus(PeriodCommon):
    @freeze_time(NOON)
    def test_the_five_statuses(self):
        table = [
            (date(2026, 11, 29), "overdue"),
            (date(2026, 11, 30), "current"),
            (date(2026, 12, 1), "future"),
            (False, "no_date"),
        ]
        for closing, status in table:
            lead = self._create_lead(stage=self.stage_in, date_deadline=closing)
            with self.subTest(closing=closing):
                self.assertEqual(lead.period_status, status)
                found = self.env["crm.lead"].search([("period_status", "=", status)])
                self.assertEqual(found & lead, lead)
        lead.stage_id = self.stage_won
        self.assertEqual(lead.period_status, "won")

    @freeze_time(NOON)
    def test_lost_and_archived_deals_are_apart(self):
        lost = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 1, 1))
        lost.action_set_lost()
        archived = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 1, 1))
        archived.active = False
        both = lost | archived
        self.assertEqual(both.mapped("period_status"), [False, False])
        self.assertEqual(both.mapped("forecast_column"), [False, False])

    def test_today_is_the_companys_today(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 11, 30))
        with freeze_time(LATE):
            self.assertEqual(lead.period_status, "overdue", "it is December 1 in Shanghai")
        self.env.company.partner_id.tz = "Pacific/Honolulu"
        lead.invalidate_recordset()
        with freeze_time(LATE):
            self.assertEqual(lead.period_status, "current")

    @freeze_time(LATE)
    def test_python_search_and_groups_say_the_same(self):
        leads = self._create_random_leads().with_context(active_test=False)
        among = [("id", "in", leads.ids)]
        for name in ("period_status", "forecast_column", "forecast_grade"):
            expected = {value: set(found.ids) for value, found in leads.grouped(name).items()}
            groups = leads._read_group(among, [name], ["id:recordset"])
            self.assertEqual({value: set(found.ids) for value, found in groups}, expected, name)
            self.assertGreater(len(expected), 2)
            for value, ids in expected.items():
                with self.subTest(name=name, value=value):
                    found = leads.search([*among, (name, "=", value)])
                    self.assertEqual(set(found.ids), ids)
                    others = leads.search([*among, (name, "!=", value)])
                    self.assertEqual(set(others.ids), set(leads.ids) - ids)

    @freeze_time(LATE)
    def test_groups_come_in_the_order_of_the_business(self):
        leads = self._create_random_leads()
        groups = leads._read_group([("id", "in", leads.ids)], ["period_status"])
        statuses = [status for (status,) in groups if status]
        self.assertEqual(statuses, ["won", "overdue", "current", "future", "no_date"])
        sets = leads.formatted_read_grouping_sets(
            [("id", "in", leads.ids)], [[], ["period_status"]], ["__count"]
        )
        self.assertEqual([group["period_status"] for group in sets[1]][:5], statuses)


@tagged("-at_install", "post_install")
class TestForecastBoard(PeriodCommon):
    def setUp(self):
        super().setUp()
        freezer = freeze_time(NOON)
        freezer.start()
        self.addCleanup(freezer.stop)

    def _columns(self):
        board = self.env["crm.lead"].with_context(read_group_expand=True)
        groups = board.formatted_read_group(
            [("type", "=", "opportunity")], ["forecast_column"], ["__count"]
        )
        return [group["forecast_column"] for group in groups]

    def test_overdue_comes_first_then_six_months_later_and_no_date(self):
        months = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
        self.assertEqual(self._columns(), ["overdue", *months, "later", "no_date"])
        won = self._create_lead(stage=self.stage_won)
        won.date_closed = datetime(2026, 9, 1)
        self.env.flush_all()
        self.assertEqual(self._columns()[-1], "past", "won earlier stands out of the way")

    def test_columns_have_names_in_the_readers_language(self):
        labels = dict(self.env["crm.lead"]._selection_forecast_column())
        self.assertEqual(labels["2026-12"], "December 2026")

    def test_dropping_an_open_deal_on_a_month_changes_its_closing(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 10, 31))
        self.assertEqual(lead.forecast_column, "overdue")
        lead.with_user(self.rep).write({"forecast_column": "2027-02"})
        self.assertEqual(lead.date_deadline, date(2027, 2, 28))
        self.assertEqual(lead.forecast_column, "2027-02")
        lead.write({"forecast_column": "2026-11"})
        self.assertEqual(lead.date_deadline, date(2026, 11, 30), "never before today")
        lead.write({"forecast_column": "no_date"})
        self.assertFalse(lead.date_deadline)

    def test_dropping_where_it_stands_changes_nothing(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 10, 15))
        lead.write({"forecast_column": "overdue"})
        self.assertEqual(lead.date_deadline, date(2026, 10, 15))

    def test_overdue_and_later_are_no_months(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 15))
        for column in ("overdue", "later", "past", False):
            self._assert_refused(lead, column, "no month")
        self._assert_refused(lead, "2026-10", "over")

    def test_won_and_lost_deals_stay_where_they_are(self):
        won = self._create_lead(stage=self.stage_won, date_deadline=date(2026, 12, 15))
        self._assert_refused(won, "2027-01", "not open")
        lost = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 15))
        lost.action_set_lost()
        self._assert_refused(lost, "2027-01", "not open")

    def _assert_refused(self, lead, column, sentence):
        before = lead.date_deadline
        with self.subTest(column=column), self.assertRaisesRegex(UserError, sentence):
            lead.write({"forecast_column": column})
        lead.invalidate_recordset()
        self.assertEqual(lead.date_deadline, before)

    def test_a_deal_made_in_a_column_closes_in_its_month(self):
        values = {"name": "New line", "type": "opportunity", "forecast_column": "2027-01"}
        lead = self.env["crm.lead"].create(values)
        self.assertEqual(lead.date_deadline, date(2027, 1, 31))

    def test_a_rep_moves_no_deal_of_others(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 15))
        with self.assertRaises(AccessError):
            lead.with_user(self.rep_beside).write({"forecast_column": "2027-01"})

    def test_moving_many_deals_reads_the_company_once(self):
        leads = self.env["crm.lead"].browse()
        for _index in range(6):
            leads |= self._create_lead(stage=self.stage_in, date_deadline=date(2026, 12, 15))
        with self.assertQueryCount(self._count_moving(leads[:1])):
            leads[1:].write({"forecast_column": "2027-01"})
            self.env.cr.flush()

    def _count_moving(self, lead):
        before = self.env.cr.sql_log_count
        lead.write({"forecast_column": "2027-01"})
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before
