import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning.visits.period.plan import plan_period
from .run_values import make_limits

SECONDS = {"week": 5, "month": 15, "quarter": 60}
MOST_SECONDS = 3600  # a search takes a processor of everybody's server


class CrmVisitPlan(models.Model):
    """Planning: a search in the background, and what it has come to."""

    _inherit = "crm.visit.plan"

    seed = fields.Integer(
        default=1, help="The same seed and number of iterations give the same plan."
    )
    seconds_limit = fields.Integer(
        "Search At Most (Seconds)",
        compute="_compute_seconds_limit",
        store=True,
        readonly=False,
        precompute=True,
        help="The longer it searches, the better the plan; a first one is there at once.",
    )
    iterations_limit = fields.Integer(
        "Iterations at Most", help="A second limit; none where it is 0."
    )
    run_ids = fields.One2many("crm.visit.run", "plan_id", "Runs")
    last_run_id = fields.Many2one("crm.visit.run", readonly=True, copy=False, ondelete="set null")
    run_state = fields.Selection(related="last_run_id.state", string="Search")
    run_progress = fields.Float(related="last_run_id.progress", string="Progress")
    run_engine = fields.Char(related="last_run_id.engine", string="Engine")
    run_seed = fields.Integer(related="last_run_id.seed", string="Seed of the Search")
    run_iterations = fields.Integer(related="last_run_id.iterations", string="Iterations")
    run_seconds = fields.Float(related="last_run_id.seconds", string="Seconds Taken")
    run_stopped = fields.Selection(related="last_run_id.stopped", string="Stopped By")
    run_error = fields.Char(related="last_run_id.error", string="What Went Wrong")
    due_count = fields.Integer("Visits Due", readonly=True, copy=False)
    planned_count = fields.Integer("Visits Planned", readonly=True, copy=False)
    unserved_count = fields.Integer("Visits Not Served", readonly=True, copy=False)
    planned_hours = fields.Float(readonly=True, copy=False, help="Visits and the way to them.")
    available_hours = fields.Float(readonly=True, copy=False)
    travel_km = fields.Float("Travel (km)", readonly=True, copy=False, digits=(16, 0))

    @api.depends("kind")
    def _compute_seconds_limit(self):
        for plan in self:
            plan.seconds_limit = SECONDS[plan.kind or "week"]

    # ------------------------------------------------------------------ actions

    def action_plan(self):
        """Start the search; whoever looks, or the scheduled action, applies what it finds."""
        for plan in self:
            plan._check_may_plan()
            assembled, remark_facts = plan._prepare_problem()
            plan._keep_feasibility(assembled, remark_facts)
            seconds = min(max(0, plan.seconds_limit), MOST_SECONDS) or 5
            limits = make_limits(seconds, max(0, plan.iterations_limit))
            # sudo: rows of runs and what a plan keeps of them are written by ourselves alone
            run = self.env["crm.visit.run"].sudo()._start(plan.sudo(), assembled, limits, plan.seed)
            plan.sudo().last_run_id = run
        self._trigger_following(minutes=1)
        return True

    def _plan_here(self, iterations=400):
        """Plan without a process of its own: a short search, as for the demo company."""
        for plan in self:
            assembled, remark_facts = plan._prepare_problem()
            plan._keep_feasibility(assembled, remark_facts)
            limits = make_limits(0, iterations)
            found = plan_period(assembled.problem, limits, plan.seed)
            # sudo: as in action_plan
            run = self.env["crm.visit.run"].sudo()._keep(plan.sudo(), assembled, limits, found)
            plan.sudo().last_run_id = run
            plan._apply_solution(assembled.problem, run.sources, found)

    def action_cancel_run(self):
        """End the search now; the best plan so far is applied."""
        self.check_access("write")
        self.sudo().last_run_id._cancel()  # sudo: as in action_plan
        return True

    def action_open_visits(self):
        """Open the visits of the plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_visit_action"
        )
        view_mode = "calendar,list,form" if self.kind == "week" else "list,form"
        views = [(False, mode) for mode in view_mode.split(",")]
        return action | {
            "domain": [("plan_id", "=", self.id)],
            "context": {"initial_date": self.date_from},
            "view_mode": view_mode,
            "views": views,
        }

    def action_open_shortfalls(self):
        """Open the visits that the plan does not serve."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_visit_shortfall_action"
        )
        return action | {"domain": [("plan_id", "=", self.id), ("is_served", "=", False)]}

    def _check_may_plan(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(plan)s is no draft any more: take it back to draft, or plan anew from a "
                    "day on.",
                    plan=self.display_name,
                )
            )

    @api.model
    def _trigger_following(self, minutes=0):
        """Have the scheduled action look after searches, now or some minutes later."""
        cron = self.env.ref("sales_funnel_territory.ir_cron_visit_runs", raise_if_not_found=False)
        if cron:
            # sudo: scheduled actions are the system's
            cron.sudo()._trigger(fields.Datetime.add(fields.Datetime.now(), minutes=minutes))

    # ------------------------------------------------------------------ following

    def _wait_for_run(self, seconds=8.0):
        """Return how a short search went: somebody waits for it."""
        until = time.monotonic() + seconds
        found = self.poll_run()
        while found["state"] == "running" and time.monotonic() < until:
            time.sleep(0.1)
            found = self.poll_run()
        return found

    def poll_run(self):
        """Return how far the search is, and apply what it has found if it is over."""
        self.ensure_one()
        self.check_access("read")
        run = self.sudo().last_run_id  # sudo: as in action_plan
        run._follow()
        return {
            "state": run.state or "none",
            "waiting": run.is_waiting,
            "progress": run.progress,
            "iterations": run.iterations,
            "seconds": run.seconds,
            "served": run.served,
            "unserved": run.unserved,
            "error": run.error or "",
        }
