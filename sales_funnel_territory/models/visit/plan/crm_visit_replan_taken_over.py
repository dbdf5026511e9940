from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.visits.due.agenda import free_seconds
from ....tools.day_words import day_words

_NO_VISITS = ("customer", "funnel")  # what a plan may leave out and is no visit yet


class CrmVisitReplan(models.Model):
    """Visits of a colleague who is away: where they stand by now, and what is to be done yet.

    Given visits are the backup's at once. Where his plan is in force they go into his calendar
    with *Accept*; otherwise the plan has to be, and whoever has decided is told so.
    """

    _inherit = "crm.visit.replan"

    next_step = fields.Char(compute="_compute_next_step")
    stay_note = fields.Char(compute="_compute_stay_note")

    @api.depends("kind", "state", "plan_id.state", "line_ids.refusal", "line_ids.is_accepted")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for one in self:
            is_decided = one.kind == "taken_over" and one.state != "proposed"
            one.next_step = is_decided and one._get_next_step()

    @api.depends("colleague_id", "plan_id")
    @api.depends_context("lang")
    def _compute_stay_note(self):
        for one in self:
            one.stay_note = bool(one.colleague_id) and one._get_stay_note()

    def _get_stay_note(self):
        """Say which meetings of the week the colleague still has in his own calendar."""
        change = self.sudo()  # sudo: names of customers and of a colleague, for who decides
        visits = self.env["crm.visit"].search(
            Domain("user_id", "=", change.colleague_id.id)
            & Domain("state", "in", ("planned", "confirmed"))
            & Domain("start", ">", self.env.cr.now())
            & Domain("window_from", ">=", change.plan_id.date_from)
            & Domain("window_from", "<=", change.plan_id.date_to)
        )
        return bool(visits) and self.env._(
            "Still in the calendar of %(person)s, to be moved or cancelled there: %(visits)s.",
            person=change.colleague_id.name,
            visits=", ".join(
                f"{one.display_name} ({day_words(self.env, one._get_day())})" for one in visits
            ),
        )

    def _get_next_step(self):
        """Return in a sentence where the visits stand, and what brings them into the calendar."""
        change = self.sudo()  # sudo: the plan's name and state, for who may read the proposal
        if self.state == "left":
            return self.env._(
                "The visits wait without a time in the plan %(plan)s: give them one in the "
                "planner.",
                plan=change.plan_id.display_name,
            )
        count = len(change._get_placed())
        if not count:
            return False
        if change.plan_id.state in ("running", "closed"):
            return self.env._(
                "Visits that are in the calendar of %(person)s now: %(count)s.",
                person=change.user_id.name,
                count=count,
            )
        steps = {
            "draft": self.env._("submit it, have it approved and publish it"),
            "submitted": self.env._("it waits for approval, then publish it"),
            "approved": self.env._("it is approved, publish it"),
        }
        return self.env._(
            "%(count)s visits stand in the plan %(plan)s and in no calendar yet: %(step)s.",
            count=count,
            plan=change.plan_id.display_name,
            step=steps[change.plan_id.state],
        )

    def _get_placed(self):
        """Return the visits that have found their time by this proposal."""
        lines = self.line_ids.filtered(lambda one: one.after and one.is_accepted)
        return lines.filtered(lambda one: not one.refusal).visit_id

    def action_open_plan(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.visit.plan",
            "res_id": self.plan_id.id,
            "views": [(False, "form")],
        }

    def _tell_taken_over(self):
        """Tell the backup what somebody else has decided on for him."""
        if self.kind != "taken_over":
            return
        self._end_asking_to_look()
        if self.env.user == self.user_id:
            return
        told = self.with_context(lang=self.user_id.sudo().lang)  # sudo: a colleague's language
        words = told.env._("You stand in: %(event)s", event=told.display_name)
        self.plan_id._tell_person(words, told.next_step or told.headline)

    # ------------------------------------------------------------------ the backup looks at it

    def _ask_to_look(self):
        """Ask a backup of another team to look at what would change: its leader does not."""
        asked = self.with_context(lang=self.user_id.lang)
        asked.plan_id._tell_person(asked._get_asking_words())

    def _end_asking_to_look(self):
        """What the backup was asked is done; what else his plan asks of him stays."""
        asked = {
            self.with_context(lang=code)._get_asking_words()
            for code, _name in self.env["res.lang"].get_installed()
        }
        self.plan_id._end_telling(asked)

    def _get_asking_words(self):
        return self.env._(
            "You stand in for %(person)s: see what would change under Changes",
            person=self.sudo().colleague_id.name,  # sudo: a colleague's name
        )

    # ------------------------------------------------------------------ proposing

    def _keep_taken_over(self, visits, assembled, found):
        """Keep which visits find no time, and how many hours there are if nobody knew yet."""
        self._write_unplaced(visits, assembled, found)
        if not self.plan_id.available_hours:
            seconds = sum(map(free_seconds, assembled.problem.days))
            self.plan_id.available_hours = seconds / 3600

    def _write_unplaced(self, visits, assembled, found):
        """Tell whoever takes visits over which of them find no time, and why."""
        left = [(assembled.sources[one.key], one.cause) for one in found.solution.unserved]
        left += [(one.source, one.cause) for one in assembled.refused if one.source]
        causes = {source.id: cause for source, cause in left if source.kind not in _NO_VISITS}
        words = dict(self.line_ids._fields["cause"]._description_selection(self.env))
        self.env["crm.visit.replan.line"].create(
            [
                {
                    "replan_id": self.id,
                    "visit_id": visit.id,
                    "change": "dropped",
                    "cause": cause,
                    "reason": f"{words[cause]}.",
                }
                for visit in visits - self.line_ids.visit_id
                if not visit.start
                for cause in [causes.get(visit.id, "full")]
            ]
        )
