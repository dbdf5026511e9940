from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_forecast_judgement import JudgementCommon
from .test_crm_sales_target import TargetCommon


@tagged("-at_install", "post_install")
class TestSalesTargetRights(TargetCommon):
    """Who sees whose targets: in lists, in sums and in exports; and who decides."""

    def setUp(self):
        super().setUp()
        self.mine = self._target(user_id=self.rep.id, value=1)
        self.carls = self._target(user_id=self.colleague.id, value=10)
        self.beas = self._target(user_id=self.rep_beside.id, value=100)
        self.harbours = self._target(team_id=self.team.id, value=1000)
        self.companys = self._target(value=10000)
        self.everything = (
            self.mine | self.carls | self.beas | self.harbours | self.companys
        ).sudo()
        self.sees = {
            self.rep: self.mine,
            self.colleague: self.carls,
            self.leader: self.mine | self.carls | self.harbours,
            self.head: self.mine | self.carls | self.harbours | self.beas,
            self.manager: self.everything,
            self.foreigner: self.everything.browse(),
        }

        export = self.env.ref("base.group_allow_export")
        for user in self.sees:
            user.group_ids |= export

    def _of(self, user):
        Target = self.env["crm.sales.target"].with_user(user)
        return Target, [("id", "in", self.everything.ids)]

    def test_in_lists_sums_and_exports(self):
        self._approve()
        for user, expected in self.sees.items():
            with self.subTest(user=user.login):
                Target, domain = self._of(user)
                found = Target.search(domain)
                self.assertEqual(found.sudo(), expected.sudo())
                total = sum(expected.sudo().mapped("value"))
                [(value,)] = Target._read_group(domain, [], ["value:sum"])
                self.assertEqual(value or 0, total)
                groups = Target.formatted_read_group(domain, ["measure"], ["value:sum"])
                self.assertEqual(sum(group["value:sum"] for group in groups), total)
                rows = found.export_data(["value"])["datas"]
                self.assertEqual(sum(row[0] for row in rows), total)
                hidden = self.everything - expected.sudo()
                for target in hidden:
                    with self.assertRaises(AccessError):
                        Target.browse(target.id).export_data(["value"])

    def test_nothing_for_portal_and_public(self):
        self._approve()
        for user in (self.portal, self.public):
            targets, domain = self._of(user)
            version = self.version.with_user(user)
            for method, arguments in (
                (targets.search, (domain,)),
                (targets._read_group, (domain, [], ["__count"])),
                (version.read, (["name"],)),
                (version.action_approve, ()),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    method(*arguments)

    def test_drafts_are_of_those_who_set_them(self):
        for user, count in ((self.rep, 0), (self.leader, 3), (self.manager, 5)):
            with self.subTest(user=user.login):
                Target, domain = self._of(user)
                self.assertEqual(Target.search_count(domain), count)

    def test_who_sets_and_removes_what(self):
        for user, target in (
            (self.rep, self.mine),
            (self.rep, self.carls),
            (self.leader, self.beas),
            (self.leader, self.harbours),
            (self.leader, self.companys),
            (self.foreigner, self.mine),
        ):
            for attempt in (lambda own: own.write({"value": 5}), lambda own: own.unlink()):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt(target.with_user(user))
        self.carls.with_user(self.leader).write({"value": 5})
        with self.assertRaises(AccessError):  # of one's people to somebody else's
            self.carls.with_user(self.leader).write(
                {"user_id": self.rep_beside.id, "measure": "visits"}
            )
        self.beas.with_user(self.head).unlink()

    def test_a_leader_does_not_set_his_own(self):
        self.team.member_ids |= self.leader
        for user in (self.leader, self.head):
            with self.subTest(user=user.login):
                if user == self.head:
                    self._target(user, user_id=self.leader.id).unlink()
                    continue
                with self.assertRaises(AccessError):
                    self._target(user, user_id=user.id)

    def test_who_decides_on_versions(self):
        for user in (self.rep, self.leader, self.foreigner):
            version = self.version.with_user(user)
            for attempt in (
                version.action_submit,
                version.action_approve,
                version.action_return,
                version.action_new_version,
                version.unlink,
                lambda version=version: version.write({"name": "Mine"}),
                lambda version=version: version.create({"name": "Mine", "year": 2030}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()
        self.assertEqual((self.version.state, self.version.name), ("draft", "Story 2026"))
        with self.assertRaises(AccessError):
            self.version.with_user(self.foreigner).read(["name"])

    def test_back_to_draft_and_submitted_again(self):
        version = self.version.with_user(self.manager)
        version.action_submit()
        with self.assertRaisesRegex(UserError, "yourself"):
            version.action_approve()
        version.with_user(self.manager_beside).action_return()
        self.mine.with_user(self.manager).value = 2
        version.with_user(self.manager_beside).action_submit()
        version.action_approve()
        self.assertEqual(self.version.approved_by_id, self.manager)
        with self.assertRaisesRegex(UserError, "Approved and stands"):
            version.action_submit()


@tagged("-at_install", "post_install")
class TestAdjustmentRights(JudgementCommon):
    """Who sees whose judgement, in sums and exports too."""

    def test_in_lists_sums_and_exports(self):
        Adjustment = self.env["crm.forecast.adjustment"]
        same = {"date_from": self.quarter.first, "note": "So I think"}
        about_rep = {**same, "about_user_id": self.rep.id}
        own = Adjustment.with_user(self.rep).create({**about_rep, "amount": 1})
        leaders = Adjustment.with_user(self.leader).create(
            {**about_rep, "level": "leader", "amount": 10}
        )
        managers = Adjustment.with_user(self.manager).create(
            {**same, "level": "manager", "amount": 100}
        )
        beside = Adjustment.with_user(self.rep_beside).create(
            {**same, "about_user_id": self.rep_beside.id, "amount": 1000}
        )
        everything = (own | leaders | managers | beside).sudo()
        sees = {
            self.rep: own,
            self.colleague: Adjustment,
            self.rep_beside: beside,
            self.leader: own | leaders,
            self.head: own | leaders | beside,
            self.manager: everything,
            self.foreigner: Adjustment,
        }
        domain = [("id", "in", everything.ids)]
        for user in sees:
            user.group_ids |= self.env.ref("base.group_allow_export")
        for user, expected in sees.items():
            with self.subTest(user=user.login):
                found = Adjustment.with_user(user).search(domain)
                self.assertEqual(found.sudo(), expected.sudo())
                total = sum(expected.sudo().mapped("amount"))
                [(count, value)] = Adjustment.with_user(user)._read_group(
                    domain, [], ["__count", "amount:sum"]
                )
                self.assertEqual((count, value or 0), (len(expected), total))
                rows = found.export_data(["amount"])["datas"]
                self.assertEqual(sum(row[0] for row in rows), total)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Adjustment.with_user(user)._read_group(domain, [], ["__count"])
