import logging
import shutil
from contextlib import suppress
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import config

from ....planning.visits.run import runner
from ....planning.visits.run.codec import read_problem
from .run_values import pack_sources

_logger = logging.getLogger(__name__)

STATES = [
    ("running", "Running"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("failed", "Failed"),
]
STOPS = [
    ("iterations", "Iterations"),
    ("time", "Time"),
    ("cancelled", "Cancelled"),
    ("done", "Nothing Left to Improve"),
]
# A process that dies more often than that would die again.
MOST_ATTEMPTS = 3
_FOLDER = "sales_funnel_visits"


class CrmVisitRun(models.Model):
    """A search for a plan, in a process of its own: here its progress is kept, and how it ended.

    Nothing waits for it: whoever looks, and a scheduled action, read how far it is and apply what
    it has found. A process that was killed is taken up again from the best plan it left.
    """

    _name = "crm.visit.run"
    _description = "Run of a Visit Plan"
    _order = "id desc"
    _rec_name = "plan_id"

    plan_id = fields.Many2one("crm.visit.plan", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Person", required=True, index=True)
    state = fields.Selection(STATES, required=True, default="running", index=True)
    seed = fields.Integer(default=1)
    seconds_limit = fields.Float("Seconds at Most", digits=(16, 1))
    iterations_limit = fields.Integer("Iterations at Most")
    progress = fields.Float(help="In percent.")
    iterations = fields.Integer()
    seconds = fields.Float("Seconds Taken", digits=(16, 1))
    served = fields.Integer("Visits with a Time")
    unserved = fields.Integer("Visits without One")
    engine = fields.Char()
    stopped = fields.Selection(STOPS, "Stopped By")
    attempts = fields.Integer(default=1)
    error = fields.Char()
    sources = fields.Json(help="Where the visits come from, and what could not be planned.")
    company_id = fields.Many2one(related="plan_id.company_id")

    # one search for a person at a time
    _one_for_a_person = models.UniqueIndex("(user_id) WHERE state = 'running'")

    # ------------------------------------------------------------------ starting

    @api.model
    def _start(self, plan, assembled, limits, seed):
        """Start a search for a plan.

        :param assembled: the problem and where its visits come from
        """
        self._check_alone(plan)
        run = self.create(self._prepare_run(plan, assembled, limits, seed))
        run.flush_recordset()
        folder = run._get_folder()
        # nobody would follow it: this transaction may be tried again, as another run
        self.env.cr.postrollback.add(lambda: _end_search(folder))
        try:
            run._launch(assembled.problem, limits)
        except (OSError, runner.RunnerError) as error:
            _logger.warning("a search for a visit plan cannot be started: %s", error)
            raise UserError(
                self.env._(
                    "%(plan)s: the search cannot be started (%(error)s). Tell whoever looks after "
                    "the server.",
                    plan=plan.display_name,
                    error=error,
                )
            ) from error
        return run

    def _launch(self, problem, limits):
        runner.start(self._get_folder(), problem, limits, self.seed)

    @api.model
    def _prepare_run(self, plan, assembled, limits, seed):
        return {
            "plan_id": plan.id,
            "user_id": plan.user_id.id,
            "seed": seed,
            "seconds_limit": limits.seconds or 0,
            "iterations_limit": limits.iterations or 0,
            "sources": pack_sources(assembled),
        }

    @api.model
    def _keep(self, plan, assembled, limits, found):
        """Keep a search that is over already."""
        return self.create(
            {
                **self._prepare_run(plan, assembled, limits, found.seed),
                **self._prepare_best(found),
                "state": "done",
                "progress": 100.0,
                "iterations": found.iterations,
                "seconds": round(found.seconds, 1),
                "stopped": found.stopped,
            }
        )

    @api.model
    def _prepare_best(self, best):
        return {
            "engine": best.engine,
            "served": len(best.planned),
            "unserved": len(best.unserved),
        }

    @api.model
    def _check_alone(self, plan):
        other = self.search([("user_id", "=", plan.user_id.id), ("state", "=", "running")], limit=1)
        if other:
            raise UserError(
                self.env._(
                    "%(person)s is being planned for already (%(plan)s). Wait until that is done, "
                    "or cancel it.",
                    person=plan.user_id.name,
                    plan=other.plan_id.display_name,
                )
            )

    def _get_folder(self):
        self.ensure_one()
        return self._get_root() / str(self.id)

    @api.model
    def _get_root(self):
        """Return the folder of this database's searches."""
        return Path(config["data_dir"]).resolve() / _FOLDER / self.env.cr.dbname

    # ------------------------------------------------------------------ following

    def _follow(self):
        """Read how far these searches are, and apply those that are over."""
        for run in self.filtered(lambda one: one.state == "running").try_lock_for_update():
            run._follow_one()

    def _follow_safely(self):
        """Follow a search; what goes wrong with one keeps no other one waiting."""
        try:
            with self.env.cr.savepoint():
                self._follow()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return  # somebody has just written one of these visits: next time
        except Exception as error:
            _logger.exception("what a search for a visit plan has found cannot be applied")
            runner.kill(self._get_folder())
            sentence = str(error).strip().split("\n", 1)[0] or type(error).__name__
            self.write({"state": "failed", "error": sentence})
            self._clear_folder()

    def _follow_one(self):
        found = runner.poll(self._get_folder(), with_best=False)
        if found.state == "stopped" and self.attempts < MOST_ATTEMPTS:
            return self._take_up()
        self._keep_figures(found)
        if found.is_over:
            self._end(found)
        return None

    def _take_up(self):
        """The process is gone before its time: go on from the best it left."""
        self.attempts += 1
        self._resume()

    def _resume(self):
        try:
            runner.resume(self._get_folder())
        except (OSError, runner.RunnerError) as error:
            self.write({"state": "failed", "error": str(error)})

    def _keep_figures(self, found):
        values = {
            "progress": self._get_percent(found),
            "iterations": found.iterations,
            "seconds": round(found.seconds, 1),
            "served": found.planned,
            "unserved": found.unserved,
        }
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)

    def _get_percent(self, found):
        if found.is_over:
            return 100.0
        parts = [
            done / most
            for done, most in (
                (found.seconds, self.seconds_limit),
                (found.iterations, self.iterations_limit),
            )
            if most
        ]
        return round(min(99.0, 100 * max(parts, default=0.0)), 1)

    def _end(self, found):
        """Apply the best plan that was found, and keep how the search ended."""
        folder = self._get_folder()
        best = runner.poll(folder).best
        if best is None:
            self.write({"state": "failed", "error": self._get_failure(found)})
        else:
            problem = read_problem(folder / "problem")
            self.plan_id._apply_solution(problem, self.sources, best)
            self.write(
                {
                    **self._prepare_best(best),
                    "state": "cancelled" if found.state == "cancelled" else "done",
                    "stopped": "cancelled" if found.state == "cancelled" else best.stopped,
                    "error": self._get_failure(found) if found.state != "done" else False,
                }
            )
        self._clear_folder()

    def _clear_folder(self):
        try:
            runner.clear(self._get_folder())
        except (OSError, runner.RunnerError) as error:
            _logger.info("files of a search stay: %s", error)

    def _get_failure(self, found):
        if found.state == "cancelled":
            return False
        if found.message == "memory":
            return self.env._("The search has used up its memory. Plan a shorter time.")
        if found.state == "none":
            return self.env._("The files of the search are gone. Plan again.")
        return self.env._(
            "The search was ended before its time (%(words)s). Plan again.",
            words=found.message or self.env._("no reason was given"),
        )

    def _cancel(self):
        """End these searches; their best plans are applied as they end."""
        for run in self.filtered(lambda one: one.state == "running"):
            runner.cancel(run._get_folder())

    @api.ondelete(at_uninstall=True)
    def _end_processes(self):
        for run in self:
            runner.kill(run._get_folder())
            run._clear_folder()

    @api.model
    def _leave_nothing(self):
        """End all searches and remove their folders: the module goes."""
        self.search([("state", "=", "running")])._end_processes()
        folder = self._get_root()
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()  # of other databases there may be some


def _end_search(folder):
    """End a search whose row is not there, and remove its files."""
    try:
        runner.kill(folder)
        runner.clear(folder)
    except (OSError, runner.RunnerError) as error:
        _logger.info("files of a search stay: %s", error)
