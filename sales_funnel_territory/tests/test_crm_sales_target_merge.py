from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .test_crm_forecast_judgement import JudgementCommon
from .test_crm_sales_target import TargetCommon


@tagged("-at_install", "post_install")
class TestSalesTargetMerge(TargetCommon):
    """Zones become one, people leave: no target is lost, none stands twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.docks, cls.piers, cls.locks = cls.env["crm.territory"].create(
            [{"name": "Docks"}, {"name": "Piers"}, {"name": "Locks"}]
        )

    def _values(self, zone):
        targets = self.env["crm.sales.target"].search([("territory_id", "=", zone.id)])
        return {(str(one.date_from), one.measure): one.value for one in targets}

    def test_targets_of_merged_zones_are_added(self):
        self._target(territory_id=self.docks.id, value=100)
        self._target(territory_id=self.piers.id, value=10)
        self._target(territory_id=self.locks.id, value=1)
        self._target(territory_id=self.piers.id, measure="visits", value=7)
        self._target(territory_id=self.locks.id, measure="visits", value=3)
        untouched = self._target(value=50)
        self._approve()
        zones = self.docks | self.piers | self.locks
        zones.with_user(self.manager).merge_into(self.docks)
        expected = {("2026-01-01", "revenue"): 111, ("2026-01-01", "visits"): 10}
        self.assertEqual(self._values(self.docks), expected)
        self.assertEqual(self._values(self.piers) | self._values(self.locks), {})
        self.assertEqual(untouched.value, 50)
        self.assertEqual(self.version.state, "approved")
        with self.assertRaises(UserError):
            untouched.write({"value": 1})

    def test_superseded_versions_stay_as_they_were(self):
        self._target(territory_id=self.piers.id, value=10)
        self._approve()
        second = self.env["crm.sales.target.version"].browse(
            self.version.with_user(self.manager).action_new_version()["res_id"]
        )
        self._approve(second)
        (self.docks | self.piers).with_user(self.manager).merge_into(self.docks)
        self.assertEqual(self.version.target_ids.territory_id, self.piers)
        self.assertEqual(second.target_ids.territory_id, self.docks)

    def test_a_team_taken_in(self):
        self._target(team_id=self.team.id, value=100)
        self._target(team_id=self.team_beside.id, value=10)
        self.env["crm.sales.target"]._hand_over(self.team_beside, self.team)
        self.assertEqual(self.version.target_ids.mapped("value"), [110])

    @mute_logger("odoo.sql_db")
    def test_who_has_targets_is_archived_not_deleted(self):
        self._target(team_id=self.team_beside.id)
        self._target(user_id=self.rep.id, measure="visits")
        self.rep.active = False
        self.team_beside.active = False
        self.assertEqual(len(self.version.target_ids), 2)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.team_beside.unlink()


@tagged("-at_install", "post_install")
class TestSnapshotMerge(JudgementCommon):
    """A submitted forecast stays as it was when its deals or customers are merged."""

    def test_merged_opportunities(self):
        kept, other = (
            self._create_lead(
                stage=self.stage_best, expected_revenue=amount, date_deadline=self.quarter.last
            )
            for amount in (100, 50)
        )
        self.env.flush_all()
        ids = self.env["crm.forecast.snapshot"].with_user(self.leader).submit(self.team.ids)
        snapshot = self.env["crm.forecast.snapshot"].browse(ids)
        before = sum(snapshot.deal_ids.mapped("amount"))
        other_id = other.id
        self.env["crm.lead"].browse([kept.id, other_id]).merge_opportunity(auto_unlink=True)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(sum(snapshot.deal_ids.mapped("amount")), before)
        deals = {deal.lead_id.id for deal in snapshot.deal_ids}
        self.assertLessEqual({kept.id, other_id}, deals)
        self.assertTrue(
            snapshot.deal_ids.filtered(lambda deal: deal.lead_id.id == other_id).lead_name
        )

    def test_merged_customers(self):
        twin = self.env["res.partner"].create({"name": "Hale Tools Ltd", "is_company": True})
        self._create_lead(
            stage=self.stage_best, expected_revenue=100, date_deadline=self.quarter.last,
            partner_id=twin.id,
        )  # fmt: skip
        self.env.flush_all()
        ids = self.env["crm.forecast.snapshot"].with_user(self.leader).submit(self.team.ids)
        before = self.env["crm.forecast.snapshot"].browse(ids).deal_ids.mapped("amount")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        self.env.invalidate_all()
        after = self.env["crm.forecast.snapshot"].browse(ids).deal_ids.mapped("amount")
        self.assertEqual(before, after)


@tagged("-at_install", "post_install")
class TestSalesTargetImport(TargetCommon):
    """Targets from a spreadsheet: new ones come in, those that are there get its amounts."""

    FIELDS = ("version_id", "measure", "period_kind", "date_from", "user_id", "value")

    def _load(self, *rows, user=None):
        Target = self.env["crm.sales.target"].with_user(user or self.manager)
        return Target.with_context(import_file=True).load(
            list(self.FIELDS), [list(row) for row in rows]
        )

    def test_a_sheet_comes_in_twice(self):
        rows = [
            ("Story 2026", "Revenue", "Quarter", "2026-01-01", "Rosa Rep", "100.5"),
            ("Story 2026", "Visits", "Month", "2026-02-01", "Rosa Rep", "20"),
        ]
        result = self._load(*rows)
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(sorted(self.version.target_ids.mapped("value")), [20, 100.5])
        again = self._load((*rows[0][:-1], "200"), rows[1])
        self.assertEqual(sorted(again["ids"]), sorted(result["ids"]))
        self.assertEqual(sorted(self.version.target_ids.mapped("value")), [20, 200])

    def test_what_is_wrong_is_told_and_nothing_comes_in(self):
        good = ("Story 2026", "Revenue", "Quarter", "2026-01-01", "Rosa Rep", "100")
        table = [
            (("Plan 2099", *good[1:]), "Plan 2099"),
            ((False, *good[1:]), "of which version"),
            ((*good[:3], "2026-02-01", *good[4:]), "begins with its period"),
            ((*good[:3], "2027-01-01", *good[4:]), "fiscal year 2026"),
            ((*good[:5], "-1"), "below zero"),
            ((*good[:5], "many"), "many"),
            ((good[0], "Visits", *good[2:5], "1.5"), "not a whole number"),
            ((good[0], "Hope", *good[2:]), "Hope"),
        ]
        for row, sentence in table:
            with self.subTest(sentence=sentence), mute_logger("odoo.sql_db", "odoo.orm.models"):
                result = self._load(good, row)
                self.assertFalse(result["ids"])
                self.assertIn(sentence, " ".join(one["message"] for one in result["messages"]))
                self.assertFalse(self.version.target_ids)

    def test_a_version_that_stands_takes_nothing_in(self):
        self._target(user_id=self.rep.id, period_kind="quarter", date_from=date(2026, 1, 1))
        self._approve()
        result = self._load(("Story 2026", "Revenue", "Quarter", "2026-01-01", "Rosa Rep", "5"))
        self.assertIn("stands as it is", result["messages"][0]["message"])
        self.assertEqual(self.version.target_ids.value, 1000)

    def test_a_template_is_offered(self):
        [template] = self.env["crm.sales.target"].get_import_templates()
        self.assertTrue(template["template"].endswith("crm_sales_target.xlsx"))

    def test_settings_of_the_fiscal_year(self):
        self._target(user_id=self.rep.id)
        settings = self.env["res.config.settings"].create({})
        settings.write({"fiscal_scheme": "445", "margin_rate": 40})
        settings.execute()
        self.assertEqual(self.env.company.fiscal_scheme, "445")
        self.assertGreaterEqual(self.env["res.config.settings"].create({}).target_stray_count, 1)
        self.assertEqual(self.env["crm.team"].create({"name": "New"}).margin_rate, 40)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.company.margin_rate = 140
            self.env.flush_all()
