from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

FRIDAY = 4
# who has planned in these weeks is reminded
PLANNED_WITHIN = timedelta(weeks=8)


class CrmFunnelJob(models.Model):
    """The jobs of visit plans: searches that are over, reminders, plans whose time is over."""

    _inherit = "crm.funnel.job"

    def _job_visit_runs(self):
        Run = self.env["crm.visit.run"]
        runs = Run.search([("state", "=", "running")])
        for run in runs:
            run._follow_safely()
            self.env["ir.cron"]._commit_progress(1)
        left = runs.filtered(lambda run: run.state == "running")
        if left:
            # look again soon: a search takes a minute or so
            self.env["crm.visit.plan"]._trigger_following(minutes=1)
        return self.env._(
            "Searches ended: %(ended)s; still running: %(left)s.",
            ended=len(runs) - len(left),
            left=len(left),
        )

    def _job_visit_plans(self):
        Plan = self.env["crm.visit.plan"]
        closed = Plan._close_past()
        self.env["crm.visit.run"]._clear_leftovers()
        reminded = self._remind_of_next_week()
        return self.env._(
            "Plans closed: %(closed)s; people reminded: %(reminded)s.",
            closed=closed,
            reminded=reminded,
        )

    def _remind_of_next_week(self):
        """Remind everybody who plans, and has no plan for next week, with a draft of it.

        It is Friday by each one's own clock: a run a day meets that of everybody.
        """
        people = self._find_planners().filtered(lambda one: one._get_today().weekday() == FRIDAY)
        by_day = people.grouped(lambda one: one._get_today())
        return sum(self._remind_on(friday, own) for friday, own in by_day.items())

    def _find_planners(self):
        """Return who has planned in the last weeks, and is still there."""
        since = fields.Date.context_today(self) - PLANNED_WITHIN
        rows = self.env["crm.visit.plan"]._read_group(
            Domain("date_to", ">=", since) & Domain("user_id.active", "=", True), ["user_id"]
        )
        return self.env["res.users"].union(*(user for (user,) in rows))

    def _remind_on(self, friday, people):
        """Remind those who have no plan for the week after a Friday; return how many."""
        Plan = self.env["crm.visit.plan"]
        monday = friday + timedelta(days=3)
        week = Domain("kind", "=", "week") & Domain("date_from", "=", monday)
        there = Plan.search(week & Domain("user_id", "in", people.ids))
        ready = there.filtered(
            lambda plan: plan.state != "draft" or plan.last_run_id or plan.activity_ids
        )
        people -= ready.user_id
        drafts = there.filtered(lambda plan: plan.user_id in people)
        drafts |= Plan._create_next_week(people - drafts.user_id, monday)
        for plan in drafts:
            theirs = plan.with_context(lang=plan.user_id.lang)
            theirs._tell_person(theirs.env._("Plan your visits of next week"))
        return len(people)
