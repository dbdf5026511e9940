from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import FunnelCommon


class TargetCommon(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_beside = cls.manager.copy({"login": "sft_manager_2", "name": "Max Manager"})
        cls.version = cls._version()

    @classmethod
    def _version(cls, **values):
        Version = cls.env["crm.sales.target.version"].with_user(cls.manager)
        return Version.create({"name": "Story 2026", "year": 2026, **values})

    @classmethod
    def _target(cls, user=None, **values):
        Target = cls.env["crm.sales.target"].with_user(user or cls.manager)
        return Target.create(
            {
                "version_id": cls.version.id,
                "measure": "revenue",
                "period_kind": "year",
                "date_from": "2026-01-01",
                "value": 1000,
                **values,
            }
        )

    def _approve(self, version=None):
        version = version or self.version
        version.with_user(self.manager).action_submit()
        version.with_user(self.manager_beside).action_approve()


@tagged("-at_install", "post_install")
class TestSalesTarget(TargetCommon):
    """What is to be reached: entered, split, approved by somebody else, then fixed."""

    def test_periods_are_the_companys(self):
        target = self._target(period_kind="quarter", date_from="2026-04-01")
        self.assertEqual(target.date_to, date(2026, 6, 30))
        with self.assertRaises(ValidationError):
            self._target(period_kind="quarter", date_from="2026-05-01")
        self.env.company.fiscal_first_month = "2"
        with self.assertRaisesRegex(ValidationError, "fiscal year 2026"):
            self._target(period_kind="quarter", date_from="2026-05-01")
        self.version.target_ids.unlink()
        self.version.year = 2027
        late = self._target(period_kind="quarter", date_from="2026-05-01")
        self.assertEqual(late.date_to, date(2026, 7, 31))

    @mute_logger("odoo.sql_db")
    def test_one_for_each_and_of_one_only(self):
        self._target(user_id=self.rep.id)
        for values in ({"user_id": self.rep.id}, {"user_id": self.rep.id, "team_id": self.team.id}):
            refused = self.assertRaises(IntegrityError)
            with self.subTest(values=values), refused, self.env.cr.savepoint():
                self._target(**values)

    def test_split_evenly_to_the_cent(self):
        months = self._target(value=1000.01, user_id=self.rep.id).split_over_parts(by_season=False)
        self.assertEqual(len(months), 12)
        self.assertAlmostEqual(sum(months.mapped("value")), 1000.01, 2)
        self.assertEqual(months.user_id, self.rep)

    def test_split_by_last_years_season(self):
        for day, amount in (("2025-02-10", 300), ("2025-08-10", 100)):
            lead = self._create_lead(stage=self.stage_in, expected_revenue=amount)
            lead.action_set_won()
            lead.write({"date_closed": day})
        self.env.cr.flush()  # with the credit for what was won
        target = self._target(value=800, user_id=self.rep.id)
        quarters = target.split_over_parts("quarter").sorted("date_from")
        self.assertEqual(quarters.mapped("value"), [600, 0, 200, 0])
        target.with_user(self.manager).value = 400
        self.assertEqual(target.split_over_parts("quarter"), quarters, "the same, with new values")
        self.assertEqual(quarters.mapped("value"), [300, 0, 100, 0])
        with self.assertRaises(UserError):
            target.split_over_parts("year")

    def test_nobody_approves_his_own(self):
        target = self._target()
        self.version.action_submit()
        with self.assertRaises(UserError):
            self.version.action_approve()
        with self.assertRaises(UserError):
            target.value = 5
        self.version.with_user(self.manager_beside).action_approve()
        self.assertEqual(self.version.state, "approved")
        for attempt in (
            lambda: target.write({"value": 5}),
            target.unlink,
            lambda: self._target(user_id=self.rep.id),
            self.version.unlink,
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_states_are_nobodys_to_write(self):
        for user in (self.manager, self.administrator):
            version = self.version.with_user(user)
            for values in ({"state": "approved"}, {"approved_by_id": user.id}):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    version.write(values)
            with self.assertRaises(AccessError):
                version.create({"name": "Mine", "state": "approved"})
            own = version.with_context(default_state="approved").create({"name": "Mine"})
            self.assertEqual(own.state, "draft")

    def test_a_new_version_takes_its_place(self):
        self._target(value=10)
        self._approve()
        action = self.version.action_new_version()
        second = self.env["crm.sales.target.version"].browse(action["res_id"])
        self.assertEqual(second.target_ids.mapped("value"), [10])
        second.with_user(self.manager).target_ids.value = 20
        self._approve(second)
        self.assertEqual(self.version.state, "superseded")

    def test_who_sees_and_sets_what(self):
        mine = self._target(user_id=self.rep.id)
        theirs = self._target(user_id=self.colleague.id)
        beside = self._target(user_id=self.rep_beside.id)
        teams, company = self._target(team_id=self.team.id), self._target()
        everything = mine | theirs | beside | teams | company
        self.assertEqual(self._seen(self.rep, everything), self.env["crm.sales.target"])
        self._target(self.leader, user_id=self.rep.id, measure="visits").unlink()
        for values in (
            {"user_id": self.rep_beside.id, "measure": "visits"},
            {"team_id": self.team.id, "measure": "visits"},
            {"measure": "visits"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._target(self.leader, **values)
        self._approve()
        sees = {
            self.rep: mine,
            self.colleague: theirs,
            self.leader: mine | theirs | teams,
            self.head: mine | theirs | beside | teams,
            self.manager: everything,
            self.foreigner: self.env["crm.sales.target"],
        }
        for user, expected in sees.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user, everything), expected.sudo())
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._seen(user, everything)
        with self.assertRaises(AccessError):
            mine.with_user(self.rep).value = 1

    def _seen(self, user, everything):
        Target = self.env["crm.sales.target"].with_user(user)
        return Target.search([("id", "in", everything.ids)]).sudo()

    def test_measures_of_what_was_won(self):
        lead = self._create_lead(stage=self.stage_in, expected_revenue=200)
        lead.action_set_won()
        lead.write({"date_closed": "2025-03-10 12:00:00"})
        self.env.cr.flush()
        first, last = date(2025, 1, 1), date(2025, 12, 31)
        self.team.margin_rate = 25
        expected = {"revenue": 200, "margin": 50, "orders": 1, "new_customers": 1, "visits": 0}
        measures = self.env["crm.sales.measure"].with_user(self.manager)._get_measures()
        self.assertLessEqual(set(expected), set(measures))
        for key, value in expected.items():
            with self.subTest(measure=key):
                found = measures[key]._measure(self.env.company, first, last, "user_id")
                self.assertEqual(found.get(self.rep.id, 0), value)

    def test_what_counts_is_approved(self):
        self._target(user_id=self.rep.id)
        Target = self.env["crm.sales.target"].with_user(self.manager)
        period = Target.browse(self.version.target_ids.id)._get_period()
        arguments = (self.env.company, period, "revenue", "user_id")
        self.assertEqual(Target._read_targets(*arguments), {})
        self._approve()
        self.assertEqual(Target._read_targets(*arguments), {self.rep.id: 1000})
