import datetime

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .test_crm_forecast_waterfall import WaterfallCommon


@tagged("-at_install", "post_install")
class TestForecastPast(WaterfallCommon):
    """What was submitted and what was so stays, whatever becomes of leads, customers and teams."""

    def setUp(self):
        super().setUp()
        self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        self.today = self.env["crm.lead"]._todays()[self.env.company.id]
        self.stage_best.forecast_category = "commit"
        self.other_customer = self.customer.copy({"name": "Hale & Sons"})
        values = {"stage": self.stage_best, "date_deadline": self.today}
        self.deal = self._create_lead(**values, expected_revenue=100)
        self.double = self._create_lead(
            **values, expected_revenue=30, partner_id=self.other_customer.id
        )
        self._end_transaction()
        self.since = self.clock.date()
        Snapshot = self.env["crm.forecast.snapshot"].with_user(self.leader)
        self.snapshot = Snapshot.browse(Snapshot.submit(self.team.ids))
        self._end_transaction()
        self.kept = self._keep()

    def _keep(self):
        """Return what the submitted week tells a leader."""
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.snapshot.line_ids.filtered("count")
        return (
            sorted(self.snapshot.deal_ids.mapped(lambda one: (one.lead_name, one.amount))),
            sorted(lines.mapped(lambda one: (one.about, one.category, one.amount))),
        )

    def _fall(self, **options):
        self._end_transaction()
        last = self.clock.date() + datetime.timedelta(days=1)
        asked = {"first": str(self.since), "last": str(last), **options}
        return self._bars(asked, self.manager)

    def _assert_kept(self):
        self.assertEqual(self._keep(), self.kept)
        rows = self.env["crm.forecast.snapshot.deal"].with_user(self.leader)
        found = rows.search_read([("snapshot_id", "=", self.snapshot.id)], ["lead_id", "user_id"])
        self.assertEqual(len(found), 2, "also of those that are gone")

    def test_a_lead_that_is_deleted(self):
        self.double.unlink()
        self._end_transaction()
        self._assert_kept()
        self.assertEqual(self._fall(), (130, {"removed": -30}, 100))
        Lines = self.Waterfall.with_user(self.manager).with_context(
            waterfall={"first": str(self.since), "last": str(self.clock.date())}
        )
        self.assertEqual(Lines.search([("bar", "=", "removed")]).mapped("value"), [-30])
        told = (
            self.env["crm.forecast.board"]
            .with_user(self.manager)
            ._read_largest({"first": str(self.since), "last": str(self.clock.date())})
        )
        self.assertEqual([(deal["value"], deal["lead_id"]) for deal in told], [(-30, False)])

    def test_leads_that_are_merged(self):
        head = (self.deal | self.double).merge_opportunity()
        gone = 130 - head.expected_revenue
        self._end_transaction()
        self._assert_kept()
        self.assertEqual(self._fall(), (130, {"merged": -gone}, head.expected_revenue))

    def test_customers_that_are_merged(self):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [self.customer.id, self.other_customer.id], self.customer
        )
        self._end_transaction()
        self.assertEqual(self.double.partner_id, self.customer)
        self._assert_kept()
        self.assertEqual(self._fall(), (130, {}, 130))
        self.assertEqual(
            self._fall(domain=[("partner_id", "=", self.customer.id)]),
            (100, {"filter_in": 30}, 130),
        )

    def test_a_team_that_is_archived_keeps_its_forecast(self):
        number = self.env["crm.forecast.adjustment"].with_user(self.leader).create(
            {
                "level": "leader", "about_team_id": self.team.id, "amount": 90, "note": "Less",
                "date_from": self.snapshot.date_from,
            }
        )  # fmt: skip
        self.team.active = False
        self._end_transaction()
        self._assert_kept()
        self.assertTrue(number.is_current)
        board = self.env["crm.forecast.board"].with_user(self.manager).get_board({})
        row = next(row for row in board["rows"] if row["name"] == "Harbour")
        self.assertEqual((row["below"], row["numbers"]), (130, {"leader": 90}))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.team.unlink()
