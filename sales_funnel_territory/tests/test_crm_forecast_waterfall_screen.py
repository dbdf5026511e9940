from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_forecast_board import BoardCommon


@tagged("-at_install", "post_install")
class TestForecastWaterfallScreen(BoardCommon):
    """The chart, the table beside it, the pivot and the deals behind a bar say the same."""

    def setUp(self):
        super().setUp()
        self._new_day()
        self.committed.expected_revenue = 160
        self.carls.date_deadline = self.quarter.last + self.day
        self.beas.action_set_won()
        self._create_lead(
            stage=self.stage_best, expected_revenue=500, date_deadline=self.quarter.last
        )
        self.env.cr.flush()

    def _screen(self, user=None, **filters):
        falls = self.env["crm.forecast.waterfall"].with_user(user or self.manager)
        return falls.get_screen({"since": str(self.today), **filters})

    def _lines(self, screen, bar=False, group_key=None, user=None):
        falls = self.env["crm.forecast.waterfall"].with_user(user or self.manager)
        self.env.invalidate_all()  # as in a request of its own
        action = falls.action_open_bar(screen["options"], bar, group_key)
        return falls.with_context(**action["context"]), action["domain"]

    def test_every_bar_opens_what_it_adds_up(self):
        for filters in ({}, {"every_step": True}, {"measure": "count"}, {"measure": "weighted"}):
            screen = self._screen(period="year", **filters)
            self.assertTrue(screen["bars"])
            total = screen["start"] + sum(bar["value"] for bar in screen["bars"])
            self.assertAlmostEqual(total, screen["end"])
            for bar in screen["bars"]:
                with self.subTest(filters=filters, bar=bar["key"]):
                    falls, domain = self._lines(screen, bar["key"])
                    lines = falls.search(domain)
                    self.assertAlmostEqual(sum(lines.mapped("value")), bar["value"])
                    self.assertEqual(len(lines.lead_id), bar["count"])

    def test_the_pivot_says_the_same(self):
        screen = self._screen(period="all")
        falls, domain = self._lines(screen)
        found = dict(falls._read_group(domain, ["bar"], ["value:sum"]))
        bars = {bar["key"]: bar["value"] for bar in screen["bars"]}
        self.assertEqual(found, {"start": screen["start"], **bars})
        self.assertAlmostEqual(sum(found.values()), screen["end"], msg="the pivot's own total")

    def test_groups_add_up_and_open_their_own(self):
        screen = self._screen(group_by="user_id", period="all")
        self.assertAlmostEqual(sum(group["end"] for group in screen["groups"]), screen["end"])
        for group in screen["groups"]:
            for bar in group["bars"]:
                falls, domain = self._lines(screen, bar["key"], group["key"] or "")
                values = falls.search(domain).mapped("value")
                self.assertAlmostEqual(sum(values), bar["value"])

    def test_what_happened_is_told(self):
        screen = self._screen()
        falls, domain = self._lines(screen, "increased")
        line = falls.search(domain)
        self.assertRegex(line.what, r"100 \u2192 .*160$", "no cents where there are none")
        self.assertIn("160.50", line._say("amount", 160.5))
        self.assertEqual(line.action_open_lead()["res_id"], self.committed.id)

    def test_rebuilt_states_are_counted(self):
        self.assertEqual(self._screen()["rebuilt"], 0)
        self.env.cr.execute(
            "UPDATE crm_lead_history SET origin = 'rebuilt'"
            " WHERE lead_id = %s AND valid_to IS NOT NULL",
            [self.committed.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._screen()["rebuilt"], 1)

    def test_each_sees_his_own(self):
        beas = [("user_id", "=", self.colleague.id)]
        self.assertEqual(self._screen(self.rep)["end"], 690)
        self.assertEqual(self._screen(self.rep, domain=beas, period="all")["end"], 0)
        below = [("team_id", "child_of", self.team_parent.ids)]
        self.assertEqual(self._screen(self.rep, domain=below)["end"], 690)
        self.assertEqual(self._screen(self.colleague, period="all")["end"], 50)
        self.assertEqual(self._screen(self.foreigner, period="all")["end"], 0)
        screen = self._screen(period="all")  # a manager's options in a rep's hands
        falls, domain = self._lines(screen, user=self.rep)
        people = set(falls.search(domain).mapped("user_after")) - {False}
        self.assertEqual(people, {"Rosa Rep"})
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._screen(user)

    def test_what_makes_no_sense_is_refused(self):
        for filters in ({"measure": "weight"}, {"until": "tomorrow"}):
            with self.subTest(filters=filters), self.assertRaises(UserError):
                self._screen(**filters)

    def test_conditions_and_groupings_that_cannot_be_read_are_refused(self):
        for domain in ("all", [("nothing", "=", 1)], ["&"], [("name", "equals", 1)], [1], {"a": 1},
                       [("user_id.nothing", "=", 1)]):  # fmt: skip
            with self.subTest(domain=domain), self.assertRaises(UserError):
                self._screen(domain=domain)
        for group_by in ("nothing", "tag_ids", "order_ids", "user_id:month", ["user_id"],
                         "create_date:fortnight", "activity_ids"):  # fmt: skip
            with self.subTest(group_by=group_by), self.assertRaises(UserError):
                self._screen(group_by=group_by)

    def test_what_only_others_may_read_is_no_filter_and_no_group(self):
        field = self.env["crm.lead"]._fields["contact_name"]
        with patch.object(field, "groups", "base.group_system"):
            for filters in (
                {"domain": [("contact_name", "=", "Rosa")]},
                {"group_by": "contact_name"},
            ):
                with self.subTest(filters=filters), self.assertRaises(AccessError):
                    self._screen(**filters)
        field = self.env["res.partner"]._fields["comment"]
        with patch.object(field, "groups", "base.group_system"), self.assertRaises(AccessError):
            self._screen(domain=[("partner_id.comment", "ilike", "a")])

    def test_any_grouping_adds_up(self):
        self.committed.city, self.committed.priority = "Bremen", "3"
        for group_by in ("city", "priority", "create_date:month", "create_date", "date_deadline",
                         "date_deadline:quarter", "forecast_date:week", "country_id", "partner_id",
                         "active", "customer_id"):  # fmt: skip
            with self.subTest(group_by=group_by):
                screen = self._screen(group_by=group_by, period="all")
                self.assertAlmostEqual(sum(one["end"] for one in screen["groups"]), screen["end"])
                self.assertAlmostEqual(
                    sum(one["start"] for one in screen["groups"]), screen["start"]
                )
                self.assertTrue(all(one["name"] for one in screen["groups"]))

    def test_groups_by_days_stand_in_the_order_of_time(self):
        """However large they are, what has no day at the end."""
        self.carls.date_deadline = False
        self.env.cr.flush()
        for group_by in ("month", "date_deadline:quarter", "create_date:month"):
            keys = [one["key"] for one in self._screen(group_by=group_by, period="all")["groups"]]
            with self.subTest(group_by=group_by):
                known = [key for key in keys if key]
                self.assertEqual(keys[: len(known)], sorted(known))
        months = [one["key"] for one in self._screen(group_by="month", period="all")["groups"]]
        self.assertEqual((months.count(None), months[-1]), (1, None))
        self.assertGreater(len(months), 2)

    def test_groups_by_days_are_called_as_the_reader_says_them(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        falls = self.env["crm.forecast.waterfall"]
        chinese = falls.with_context(lang="zh_CN")
        self.assertEqual(chinese._name_day("2026-12-01", "month"), "2026\u5e7412\u6708")
        self.assertEqual(falls._name_day("2026-12-01", "month"), "December 2026")
        self.assertEqual(falls._name_day("2026-10-01", "quarter"), "Q4 2026")

    def test_a_group_of_today_is_said_to_be_so_and_opens_its_own(self):
        self.committed.city = "Bremen"
        screen = self._screen(group_by="city")
        self.assertEqual(screen["today_fields"], ["City"])
        group = next(one for one in screen["groups"] if one["name"] == "Bremen")
        self.assertEqual((group["start"], group["end"]), (100, 160))
        falls, domain = self._lines(screen, "increased", group["key"])
        self.assertEqual(falls.search(domain).lead_id, self.committed)

    def test_what_is_a_colleagues_today_has_no_group(self):
        self.committed.city = "Bremen"
        self.committed.user_id = self.colleague
        self.env.cr.flush()
        groups = self._screen(self.rep, group_by="city", period="all")["groups"]
        self.assertNotIn("Bremen", [one["name"] for one in groups])
