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
        self.assertIn("100.00", line.what)
        self.assertIn("160.00", line.what)
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
        self.assertEqual(self._screen(self.rep)["end"], 690)
        self.assertEqual(self._screen(self.rep, user_id=self.colleague.id, period="all")["end"], 0)
        self.assertEqual(self._screen(self.rep, team_id=self.team_parent.id)["end"], 690)
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
        for filters in ({"measure": "weight"}, {"group_by": "name"}, {"until": "tomorrow"}):
            with self.subTest(filters=filters), self.assertRaises(UserError):
                self._screen(**filters)
