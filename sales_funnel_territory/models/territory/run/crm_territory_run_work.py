from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .crm_territory_run import UNDER_WAY

BATCH = 5_000


class CrmTerritoryRun(models.Model):
    """The moving: batch after batch, each committed; who has moved is ticked, so that a run that
    was killed goes on where it stopped.
    """

    _inherit = "crm.territory.run"

    def _work_at_once(self):
        """Move all of a small run in this transaction, and place everybody else as well."""
        moves = self.env["crm.territory"]._reassign()
        self.env["crm.territory.move"]._tick(self, list(moves))
        self.write({"state": "done", "done_count": len(moves)})
        self._count_figures()

    def _count_figures(self):
        """Have the figures of territories counted: at once where one never was, else as soon as
        this is through.
        """
        if self.env["crm.territory"].search_count([("load_id", "=", False)], limit=1):
            self.env["crm.territory"].action_refresh_figures()
            return
        self.env.ref("sales_funnel_territory.ir_cron_territory_figures")._trigger()

    @api.model
    def _work_next(self):
        """Work on the run that waits, as long as the scheduler allows.

        :return: the run, empty if none waits
        """
        run = self.search([("state", "in", UNDER_WAY)], limit=1)
        if not run:
            return run
        try:
            run._work_in_batches()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # somebody has just written one of these customers: on with it in another transaction
            self.env.cr.rollback()
            self.env.ref("sales_funnel_territory.ir_cron_territory_runs")._trigger()
            self.env["ir.cron"]._commit_progress()
        except Exception as error:
            self.env.cr.rollback()
            run.write({"state": "failed", "error": str(error).strip().split("\n", 1)[0]})
            self.env["ir.cron"]._commit_progress()
            raise
        return run

    def _work_in_batches(self):
        self.state = "running"
        Move, commit = self.env["crm.territory.move"], self.env["ir.cron"]._commit_progress
        while ids := Move._take(self, BATCH):
            self._check_same_rules()
            self.env["crm.territory"]._reassign(ids)
            Move._tick(self, ids)
            self.done_count += len(ids)
            if not commit(len(ids), remaining=self.total - self.done_count):
                return
        self._check_same_rules()
        self.env["crm.territory"]._reassign()  # who changed meanwhile, and the rules' names
        self.write({"state": "done", "applied_on": fields.Datetime.now()})
        commit(remaining=0)
