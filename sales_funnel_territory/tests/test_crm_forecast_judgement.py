from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from ..planning.forecast.periods import period_of
from .common import FunnelCommon


def forget_forecasts(env):
    """Clear what demo data expects, so that a story begins with nothing said."""
    env.flush_all()
    for table in ("crm_forecast_adjustment", "crm_forecast_snapshot", "crm_sales_target"):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.cr.execute("UPDATE crm_sales_target_version SET state = 'superseded'")
    env.invalidate_all()


class JudgementCommon(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        forget_forecasts(cls.env)
        cls.today = cls.env["crm.lead"]._todays()[cls.env.company.id]
        cls.quarter = period_of(cls.today, "quarter", cls.env.company._get_fiscal_scheme())
        cls.stage_best.forecast_category = "commit"

    def _set(self, user, amount, level="person", **values):
        about = {} if {"about_user_id", "about_team_id"} & values.keys() else {
            "about_user_id": self.rep.id}  # fmt: skip
        return self.env["crm.forecast.adjustment"].with_user(user).create(
            {
                "level": level,
                "category": "commit",
                "period_kind": "quarter",
                "date_from": self.quarter.first,
                "amount": amount,
                "note": "As they told me",
                **about,
                **values,
            }
        )  # fmt: skip


@tagged("-at_install", "post_install")
class TestForecastAdjustment(JudgementCommon):
    """Each level says its own number; none overwrites another's, and none is lost."""

    def test_the_latest_of_a_level_counts_and_the_others_stay(self):
        first, second = self._set(self.rep, 100), self._set(self.rep, 120)
        leaders = self._set(self.leader, 80, "leader")
        managers = self._set(self.manager, 70, "manager")
        self.assertEqual(
            [one.is_current for one in (first, second, leaders, managers)],
            [False, True, True, True],
        )
        numbers = self.env["crm.forecast.adjustment"].with_user(self.manager)._read_numbers(
            self.env.company, self.quarter
        )  # fmt: skip
        rep = (self.rep.id, False, "commit")
        self.assertEqual(
            {key: value for key, value in numbers.items() if key[1:] == rep},
            {("person", *rep): 120, ("leader", *rep): 80, ("manager", *rep): 70},
        )
        self.assertEqual(second.user_id, self.rep)

    def test_a_level_is_set_by_those_it_belongs_to(self):
        team = {"about_team_id": self.team.id}
        for user, level, values in (
            (self.rep, "leader", {}),
            (self.rep, "manager", {}),
            (self.rep, "person", {"about_user_id": self.colleague.id}),
            (self.rep, "person", team),
            (self.leader, "person", {}),
            (self.leader, "manager", {}),
            (self.leader, "leader", {"about_user_id": self.rep_beside.id}),
            (self.leader, "leader", {"about_team_id": self.team_beside.id}),
            (self.leader, "head", {}),
            (self.leader, "head", team),
            (self.head, "leader", {}),
            (self.head, "leader", team),
            (self.head, "head", {"about_team_id": self.team_parent.id}),
            (self.head, "manager", team),
            (self.rep, "head", {}),
            (self.manager, "head", team),
            (self.manager, "person", {}),
            (self.manager, "leader", {}),
            (self.foreigner, "person", {"about_user_id": self.foreigner.id,
                                        "company_id": self.env.company.id}),
        ):  # fmt: skip
            with self.subTest(user=user.login, level=level), self.assertRaises(AccessError):
                self._set(user, 1, level, **values)
        self._set(self.leader, 1, "leader", **team)
        self._set(self.head, 1, "leader", about_team_id=self.team_parent.id)
        self._set(self.head, 1, "head", about_team_id=self.team_beside.id)
        self._set(self.head, 1, "head")
        self._set(self.manager, 1, "manager", about_user_id=False)

    def test_leader_and_leader_above_do_not_take_each_others_place(self):
        team = {"about_team_id": self.team.id}
        leaders = self._set(self.leader, 80, "leader", **team)
        heads = self._set(self.head, 60, "head", **team)
        later = self._set(self.leader, 85, "leader", **team)
        self.assertEqual([one.is_current for one in (leaders, heads, later)], [False, True, True])
        self.assertEqual(heads.user_id, self.head)
        for user in (self.leader, self.head, self.manager):
            with self.subTest(user=user.login):
                told = self.env["crm.forecast.adjustment"].with_user(user)._read_numbers(
                    self.env.company, self.quarter
                )  # fmt: skip
                about = (False, self.team.id, "commit")
                self.assertEqual(told, {("leader", *about): 85, ("head", *about): 60})

    def test_who_leads_the_team_and_the_one_above_speaks_as_its_leader(self):
        self.team.user_id = self.head
        with self.assertRaises(AccessError):
            self._set(self.head, 1, "head")
        self._set(self.head, 1, "leader")
        self._set(self.head, 1, "head", about_team_id=self.team_beside.id)

    def test_of_a_team_without_a_leader_the_one_above_speaks_as_such(self):
        self.team.user_id = False
        with self.assertRaises(AccessError):
            self._set(self.head, 1, "leader")
        self._set(self.head, 1, "head")

    def test_a_leader_is_not_told_what_is_said_of_himself(self):
        self.env["crm.team.member"].create({"crm_team_id": self.team.id, "user_id": self.leader.id})
        about = {"about_user_id": self.leader.id}
        with self.assertRaises(AccessError):
            self._set(self.leader, 9, "leader", **about)
        own = self._set(self.leader, 8, **about)
        of_him = self._set(self.manager, 7, "manager", **about)
        of_him |= self._set(self.head, 5, "head", **about)
        of_his = self._set(self.manager, 6, "manager")
        found = own.with_user(self.leader).search([("id", "in", (own | of_him | of_his).ids)])
        self.assertEqual(found.sudo(), own | of_his)

    def test_nothing_is_overwritten(self):
        one = self._set(self.rep, 100)
        for user in (self.rep, self.manager, self.administrator):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    one.with_user(user).write({"amount": 1})
                with self.assertRaises(UserError):
                    one.with_user(user).unlink()
        with self.assertRaises(UserError):
            self._set(self.rep, 1, note="  ")
        with self.assertRaises(UserError):
            self._set(self.rep, 1, date_from=self.today.replace(month=2, day=2))

    def test_whose_team_it_is_nobody_says_himself(self):
        forged = {"about_user_id": self.rep_beside.id, "team_id": self.team.id}
        with self.assertRaises(AccessError):
            self._set(self.leader, 1, "leader", **forged)
        default = self.env["crm.forecast.adjustment"].with_context(default_team_id=self.team.id)
        with self.assertRaises(AccessError):
            default.with_user(self.leader).create(
                {
                    "level": "leader", "about_user_id": self.rep_beside.id, "amount": 1,
                    "note": "Not mine", "date_from": self.quarter.first,
                }
            )  # fmt: skip

    def test_a_number_about_a_team_never_becomes_the_companys(self):
        subjects = {"about_team_id": self.team_beside, "about_user_id": self.colleague}
        for name, about in subjects.items():
            self._set(self.manager, 7, "manager", **{name: about.id})
            with (
                self.subTest(about=about.name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                about.unlink()

    def test_who_set_it_is_who_did(self):
        one = self._set(self.rep, 1, user_id=self.manager.id, is_current=False, date="2020-01-01")
        self.assertEqual((one.user_id, one.is_current), (self.rep, True))
        self.assertNotEqual(one.date.year, 2020)

    def test_who_sees_which(self):
        own, leaders = self._set(self.rep, 100), self._set(self.leader, 80, "leader")
        leaders |= self._set(self.head, 75, "head")
        whole = self._set(self.manager, 70, "manager", about_user_id=False)
        for user, expected in (
            (self.rep, own),
            (self.colleague, own.browse()),
            (self.rep_beside, own.browse()),
            (self.leader, own | leaders),
            (self.head, own | leaders),
            (self.manager, own | leaders | whole),
            (self.foreigner, own.browse()),
        ):
            with self.subTest(user=user.login):
                found = own.with_user(user).search([("id", "in", (own | leaders | whole).ids)])
                self.assertEqual(found.sudo(), expected.sudo())
                total = own.with_user(user)._read_group([], [], ["amount:sum"])[0][0] or 0
                self.assertGreaterEqual(total, sum(expected.sudo().mapped("amount")))
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                own.with_user(user).search([])
