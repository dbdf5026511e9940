from unittest.mock import patch

import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_crm_territory_assign import AssignCommon

WORK = "odoo.addons.sales_funnel_territory.models.territory.run"
CRON_LOG = ("odoo.addons.base.models.ir_cron", "odoo.addons.base.models.ir_actions")


@tagged("-at_install", "post_install")
class TestTerritoryRun(AssignCommon):
    """Changed rules move nobody until somebody has seen whom, and said yes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Firm {n}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "country_id": cls.germany.id,
                    "zip": f"2{n}000",
                }
                for n in range(6)
            ]
        )
        cls._end()

    def setUp(self):
        super().setUp()
        self.rule_harbour.with_user(self.manager).zip_to = "24"
        self.env.invalidate_all()

    def _preview(self, zone=None, user=None):
        action = (zone or self.zone).with_user(user or self.manager).action_preview()
        return (
            self.env["crm.territory.run"].with_user(user or self.manager).browse(action["res_id"])
        )

    def _get_zones(self):
        self.env.invalidate_all()
        return [one.territory_id for one in self.customers]

    def _run_job(self):
        job = self.env.ref("sales_funnel_territory.crm_funnel_job_territory_runs")
        with self.enter_registry_test_mode():
            action = job.with_user(self.administrator).action_run_now()
        self.env.invalidate_all()
        return action["params"]["message"]

    def test_a_change_moves_nobody_and_waits(self):
        before = self._get_zones()
        self.assertEqual(before[2:5], [self.zone] + [self.zone_beside] * 2)
        self.assertTrue(self.zone.rules_changed)
        self.assertFalse(self.zone_beside.rules_changed)
        self.env["crm.funnel.job"]._job_territories()
        self.assertEqual(self._get_zones(), before)
        self.assertTrue(self.zone.rules_changed)

    def test_preview_says_who_comes_who_goes_and_from_whom(self):
        run = self._preview()
        self.assertEqual((run.total, run.come_count, run.go_count), (2, 2, 0))
        line = run.line_ids
        self.assertEqual((line.from_id, line.to_id, line.count), (self.zone_beside, self.zone, 2))
        self.assertEqual((line.from_user_id, line.to_user_id), (self.colleague, self.rep))
        beside = self._preview(self.zone_beside)
        self.assertEqual((beside.come_count, beside.go_count), (0, 2))
        moves = self.env["crm.territory.move"].search(run.action_open_moves()["domain"])
        self.assertEqual(moves.partner_id, self.customers[3:5])
        self.assertIn("20-24", moves[0].sentence)

    def test_apply_and_undo(self):
        before = self._get_zones()
        run = self._preview()
        run.action_apply()
        self.assertEqual((run.state, run.done_count, run.progress), ("done", 2, 100))
        self.assertEqual(self._get_zones()[3:5], [self.zone] * 2)
        self.assertFalse(self.zone.rules_changed)
        with self.assertRaisesRegex(UserError, "applied"):
            run.action_apply()
        self.customers[4].territory_id = self.region
        self._end()
        run.action_undo()
        self.assertEqual(run.state, "undone")
        self.assertEqual(self._get_zones()[3:5], [before[3], self.region], "who moved on stays")
        self.assertEqual(self.customers[3].membership_ids.rule_id, self.rule_hills)
        self.assertTrue(self.zone.rules_changed)

    def test_leave(self):
        run = self._preview()
        run.action_leave()
        self.assertEqual(run.state, "left")
        self.assertEqual(self._get_zones()[3], self.zone_beside)
        self.assertTrue(self.zone.rules_changed)

    def test_who_changed_the_rules_since_looks_again(self):
        run = self._preview()
        self.rule_harbour.zip_to = "23"
        self.env.invalidate_all()
        self.assertTrue(run.is_outdated)
        with self.assertRaisesRegex(UserError, "Look again"):
            run.action_apply()
        run.action_refresh()
        self.assertEqual((run.total, run.is_outdated), (1, False))
        run.action_apply()
        self.assertEqual(self._get_zones()[3:5], [self.zone, self.zone_beside])

    def test_archived_and_drawn(self):
        self.zone.with_user(self.manager).active = False
        run = self._preview(self.zone_beside)
        self.assertEqual(run.come_count, 3)
        self.zone_beside.with_user(self.manager).boundary = {
            "type": "Polygon",
            "coordinates": [[[9, 53], [11, 53], [11, 55], [9, 55], [9, 53]]],
        }
        self.assertIn("in the drawn area", self.zone_beside.rules_sentence)

    # ------------------------------------------------------------------ in the background

    def test_a_big_run_goes_on_in_the_background(self):
        with patch(f"{WORK}.crm_territory_run.AT_ONCE", 1):
            run = self._preview()
            run.action_apply()
        self.assertEqual(run.state, "waiting")
        self.assertEqual(self._get_zones()[3], self.zone_beside)
        other = self._preview()
        with self.assertRaisesRegex(UserError, "Mara Manager.*under way.*0 of 2"):
            other.action_apply()
        self.assertIn("2 of 2", self._run_job())
        self.assertEqual(run.state, "done")
        self.assertEqual(self._get_zones()[3:5], [self.zone] * 2)
        self.assertIn("No run", self._run_job())

    def test_a_killed_run_goes_on_where_it_stopped(self):
        with patch(f"{WORK}.crm_territory_run.AT_ONCE", 1):
            run = self._preview()
            run.action_apply()
        Cron = self.registry["ir.cron"]
        with (
            patch(f"{WORK}.crm_territory_run_work.BATCH", 1),
            patch.object(Cron, "_commit_progress", lambda *_args, **_kw: 0),
        ):
            self.env["crm.territory.run"]._work_next()
        self.assertEqual((run.state, run.done_count, run.progress), ("running", 1, 50))
        self.assertEqual(self._get_zones()[3:5].count(self.zone), 1)
        self._run_job()
        self.assertEqual((run.state, run.done_count), ("done", 2))
        self.assertEqual(self._get_zones()[3:5], [self.zone] * 2)

    def test_a_failure_is_told_and_can_go_on(self):
        with patch(f"{WORK}.crm_territory_run.AT_ONCE", 1):
            run = self._preview()
            run.action_apply()

        def fail(*_args):
            raise OSError("The disk is full.\nand so on")

        Partner = self.registry["res.partner"]
        with patch.object(Partner, "_after_territory_moves", fail), mute_logger(*CRON_LOG):
            self._run_job()
        self.assertEqual((run.state, run.error), ("failed", "The disk is full."))
        self.assertEqual(self._get_zones()[3], self.zone_beside)
        run.action_apply()
        self.assertEqual(run.state, "done")

    def test_rules_that_nobody_has_previewed_move_nobody_in_the_background(self):
        with patch(f"{WORK}.crm_territory_run.AT_ONCE", 1):
            run = self._preview()
            run.action_apply()
        self.rule_hills.with_user(self.manager).zip_from = "90"
        before = self._get_zones()
        with mute_logger(*CRON_LOG):
            self._run_job()
        self.assertEqual(run.state, "failed")
        self.assertIn("Rules have changed", run.error)
        self.assertEqual(self._get_zones(), before)
        self.assertTrue(self.zone_beside.rules_changed)
        with self.assertRaisesRegex(UserError, "Look again"):
            run.action_apply()
        self.assertTrue(run.is_outdated)
        run.action_refresh()
        run.action_apply()
        self.assertEqual(run.state, "done")

    def test_somebody_writing_a_customer_meanwhile_stops_no_run(self):
        with patch(f"{WORK}.crm_territory_run.AT_ONCE", 1):
            run = self._preview()
            run.action_apply()

        def collide(*_args):
            raise psycopg2.errors.SerializationFailure

        with patch.object(self.registry["res.partner"], "_after_territory_moves", collide):
            self._run_job()
        self.assertIn(run.state, ("waiting", "running"))
        self.assertFalse(run.error)
        cron = self.env.ref("sales_funnel_territory.ir_cron_territory_runs")
        self.assertTrue(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]))
        self._run_job()
        self.assertEqual((run.state, run.done_count), ("done", 2))

    def test_two_runs_at_a_time_are_impossible_in_the_database(self):
        self._preview().sudo().state = "waiting"
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self._preview().sudo().state = "running"
            self.env.flush_all()

    # ------------------------------------------------------------------ rights

    def test_managers_preview_and_apply(self):
        for person in (self.rep, self.leader):
            with self.assertRaises(AccessError):
                self.zone.with_user(person).action_preview()
        run = self._preview()
        self.assertEqual(run.with_user(self.leader).total, 2)
        with self.assertRaises(AccessError):
            run.with_user(self.leader).action_apply()
        for person in (self.rep, self.portal, self.public):
            with self.assertRaises(AccessError):
                run.with_user(person).read(["total"])
        with self.assertRaises(AccessError):
            run.with_user(self.manager).write({"state": "done"})
        with self.assertRaises(AccessError):
            self.zone.with_user(self.manager).rules_changed = False

    def test_another_company_sees_only_its_own_lines(self):
        self.rule_harbour.zip_to = "22"
        self.zone.company_id = self.env.company
        self.customers.company_id = self.env.company
        self._end()
        self.rule_harbour.zip_to = "24"
        run = self._preview()
        foreign = self.foreigner
        foreign.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertTrue(run.line_ids)
        self.env.invalidate_all()
        self.assertFalse(run.with_user(foreign).line_ids)
        self.assertFalse(self.env["crm.territory.move"].with_user(foreign).search([]))
        self.assertFalse(self.env["crm.territory.claim"].with_user(foreign).search([]))
