from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FunnelCommon

CRON_LOG = ("odoo.addons.base.models.ir_cron", "odoo.addons.base.models.ir_actions")


@tagged("-at_install", "post_install")
class TestJob(FunnelCommon):
    """The nightly job as the sales administrator sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env.ref("sales_funnel_territory.crm_funnel_job_weighted")
        cls.job.write({"outcome": False, "result": False, "last_run": False})
        cls.lead = cls._create_lead(cls.stage_in, expected_revenue=1000)

    def _make_stale(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET prorated_revenue = 1 WHERE id = %s", [self.lead.id]
        )
        self.env.invalidate_all()

    def _run_now(self, user=None):
        with self.enter_registry_test_mode():
            action = self.job.with_user(user or self.administrator).action_run_now()
        self.env.invalidate_all()
        return action["params"]

    def test_a_run_is_recorded_with_its_result(self):
        self.env["crm.lead"]._accept_weighted_repair()
        self._make_stale()
        told = self._run_now()
        self.assertEqual((told["type"], told["message"]), ("success", "1 stale amounts repaired."))
        self.assertEqual((self.job.state, self.job.result), ("done", told["message"]))
        self.assertTrue(self.job.last_run)
        self.assertGreater(self.job.duration, 0)
        self.assertEqual(self.lead.prorated_revenue, 400)
        self.assertEqual(self._run_now()["message"], "No stale amount.")

    def test_until_accepted_it_only_counts(self):
        self.env["ir.config_parameter"].set_param("sales_funnel_territory.repair_weighted", False)
        self._make_stale()
        self.assertIn("1 stale amounts found", self._run_now()["message"])
        self.assertEqual(self.lead.prorated_revenue, 1)

    def test_a_failure_stays_on_record_and_its_work_does_not(self):
        def fail(lead):
            self.lead.with_env(lead.env).name = "Half done"
            lead.env.flush_all()
            raise OSError("The disk is full.\nTraceback and so on")

        Lead = self.env.registry["crm.lead"]
        with patch.object(Lead, "_check_weighted_amounts", fail), mute_logger(*CRON_LOG):
            told = self._run_now()
        self.assertEqual((told["type"], told["message"]), ("danger", "The disk is full."))
        self.assertEqual((self.job.state, self.job.result), ("failed", "The disk is full."))
        self.assertEqual(self.lead.name, "New hall")
        self.assertEqual(self._run_now()["type"], "success")
        self.assertEqual(self.job.state, "done")

    def test_what_fails_at_the_end_of_the_transaction_is_recorded_too(self):
        def refuse():
            raise OSError("Refused at last.")

        def add_refusal(lead):
            lead.env.cr.precommit.add(refuse)
            return 0

        Lead = self.env.registry["crm.lead"]
        with patch.object(Lead, "_check_weighted_amounts", add_refusal), mute_logger(*CRON_LOG):
            self._run_now()
        self.assertEqual((self.job.state, self.job.result), ("failed", "Refused at last."))

    def test_a_run_without_an_end_is_seen(self):
        now = fields.Datetime.now()
        self.job.write({"outcome": "started", "last_run": now})
        self.assertEqual(self.job.state, "running")
        self.job.last_run = fields.Datetime.subtract(now, hours=2)
        self.assertEqual(self.job.state, "unfinished")

    def test_schedule_is_read_from_the_scheduled_action(self):
        job = self.job.with_user(self.administrator)
        self.assertEqual(job.state, "new")
        self.assertEqual(job.next_run, self.job.cron_id.nextcall)
        self.job.cron_id.active = False
        self.assertEqual((job.state, job.next_run), ("off", False))
        self.job.cron_id = False
        with self.assertRaisesRegex(UserError, "no scheduled action"):
            job.action_run_now()

    def test_a_record_cannot_be_changed_by_hand(self):
        job = self.job.with_user(self.administrator)
        with self.assertRaises(AccessError):
            job.name = "Mine"
        with self.assertRaises(AccessError):
            job.read(["cron_id"])
