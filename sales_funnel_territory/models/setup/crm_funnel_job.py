import logging
import time
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

UNFINISHED_AFTER = timedelta(hours=1)


class CrmFunnelJob(models.Model):
    """A job of this app and how its last run went.

    A scheduled action calls ``_run(key)``; the work is the method ``_job_<key>``, which returns
    one sentence about what it did. Start and end are written in transactions of their own, so
    that a failure stays on record although the job's own transaction is rolled back.
    """

    _name = "crm.funnel.job"
    _description = "Sales Funnel Job"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(required=True, readonly=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    subject = fields.Selection(
        [
            ("funnel", "Funnel"),
            ("customer", "Customers"),
            ("territory", "Territories"),
            ("visit", "Visits"),
            ("forecast", "Forecast"),
        ],
        help="The job stops while its subject is switched off in the settings.",
    )
    cron_id = fields.Many2one(
        "ir.cron", string="Scheduled Action", ondelete="set null", groups="base.group_system"
    )
    outcome = fields.Selection(
        [("started", "Started"), ("done", "Done"), ("failed", "Failed")], readonly=True
    )
    last_run = fields.Datetime(readonly=True)
    duration = fields.Float(
        "Duration (s)", digits=(16, 2), readonly=True, aggregator=None, help="In seconds."
    )
    result = fields.Char(
        readonly=True, help="What the last run did, or the sentence it failed with."
    )
    next_run = fields.Datetime(compute="_compute_schedule", compute_sudo=True)
    is_scheduled = fields.Boolean(compute="_compute_schedule", compute_sudo=True)
    state = fields.Selection(
        [
            ("off", "Switched Off"),
            ("new", "Not Run Yet"),
            ("running", "Running"),
            ("unfinished", "Did Not Finish"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        compute="_compute_state",
    )

    _key_unique = models.Constraint("UNIQUE(key)", "There is one record for each job.")

    # ------------------------------------------------------------------ computes

    @api.depends("cron_id.nextcall", "cron_id.active")
    def _compute_schedule(self):
        for job in self:
            job.is_scheduled = job.cron_id.active
            job.next_run = job.cron_id.nextcall if job.is_scheduled else False

    @api.depends("outcome", "last_run", "is_scheduled")
    def _compute_state(self):
        for job in self:
            job.state = job._get_state()

    def _get_state(self):
        if self.outcome == "started":
            is_late = self.last_run < fields.Datetime.now() - UNFINISHED_AFTER
            return "unfinished" if is_late else "running"
        if not self.is_scheduled:
            return "off"
        return self.outcome or "new"

    # ------------------------------------------------------------------ actions

    def action_run_now(self):
        """Run the job as the scheduler would, and tell how it went."""
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read this record may run it; scheduled actions are the system's
        cron = self.sudo().cron_id
        if not cron:
            raise UserError(
                self.env._(
                    "%(job)s has no scheduled action any more. Update the app to get it back.",
                    job=self.name,
                )
            )
        cron.method_direct_trigger()
        return self._notify_result()

    def _notify_result(self):
        outcome, result = self._read_outcome()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.name,
                "message": result or self.env._("The job has run."),
                "type": "danger" if outcome == "failed" else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _read_outcome(self):
        """Read what the run has just written; this transaction still sees the time before."""
        with self.env.registry.cursor() as cr:
            job = self.with_env(self.env(cr=cr))
            return job.outcome, job.result

    # ------------------------------------------------------------------ running

    @api.model
    def _run(self, key):
        """Do the job ``key`` (from its scheduled action) and keep on record how it went."""
        record = self._record_from(key, fields.Datetime.now(), time.monotonic())
        record(outcome="started", result=False)
        try:
            result = getattr(self, f"_job_{key}")()
            self.env["ir.cron"]._commit_progress()  # what fails only now is a failure, too
        except Exception as error:
            self.env.cr.rollback()
            record(outcome="failed", result=self._get_sentence(error))
            raise
        record(outcome="done", result=result)

    def _record_from(self, key, last_run, start):
        """Return a function that writes a run's outcome in a transaction of its own."""
        registry = self.env.registry

        def record(**values):
            duration = time.monotonic() - start
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                job = env["crm.funnel.job"].search([("key", "=", key)])
                job.write({"last_run": last_run, "duration": duration, **values})

        return record

    @api.model
    def _get_sentence(self, error):
        """Return what an error says, without the machine's details around it."""
        sentence = str(error).strip().split("\n", 1)[0]
        return sentence or type(error).__name__

    def _job_weighted(self):
        """Repair weighted amounts that somebody's SQL left stale, or count them."""
        Lead = self.env["crm.lead"]
        count = Lead._check_weighted_amounts()
        if not count:
            return self.env._("No stale amount.")
        if Lead._is_weighted_repair_accepted():
            return self.env._("%(count)s stale amounts repaired.", count=count)
        return self.env._(
            "%(count)s stale amounts found; the set-up checklist offers to repair them.",
            count=count,
        )

    # ------------------------------------------------------------------ subjects

    @api.model
    def _switch_subject(self, subject, active):
        """Stop the jobs of a subject that is switched off; start them when it comes back."""
        # sudo: called from the settings; jobs and their scheduled actions are the system's
        jobs = self.sudo().search([("subject", "=", subject)])
        jobs.cron_id.write({"active": active})
