from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ....tools.asked import read_text
from ....tools.kept_fields import without_defaults

# what only the buttons of a plan write
_KEPT = ("state", "approved_by_id", "approved_on", "published_on")
_STARTED = ("under_way", "done", "missed")
EASTMOST = timedelta(hours=14)  # no clock is further ahead


class CrmVisitPlan(models.Model):
    """From draft to closed: a plan is submitted, decided on by somebody else, published."""

    _inherit = "crm.visit.plan"

    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    published_on = fields.Datetime(readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("user_id", "state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for plan in self:
            plan.can_decide = plan.state == "submitted" and plan._is_decider()

    @api.depends("state", "visit_ids.state", "visit_ids.start")
    def _compute_can_undo(self):
        for plan in self:
            plan.can_undo = plan.state == "running" and not plan._find_started()

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        if any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise AccessError(self._get_kept_words())
        kept = self._get_kept_names()
        vals_list = [
            {name: value for name, value in vals.items() if name not in kept} for vals in vals_list
        ]
        return super(CrmVisitPlan, without_defaults(self, kept)).create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if not vals.keys().isdisjoint(self._get_kept_names()):
            raise AccessError(self._get_kept_words())
        if "user_id" in vals:
            # nobody decides on his own plan by giving it away for a moment
            for plan in self.filtered(lambda one: one.user_id.id != vals["user_id"]):
                plan._check_state("draft", access="write")
        result = super().write(vals)
        if "user_id" in vals:
            self.check_access("write")  # of the person it has gone to, too
        return result

    @api.model
    def _get_kept_names(self):
        """Return the names of fields that only buttons and the search write."""
        shown = (
            name
            for name, field in self._fields.items()
            if field.readonly and field.store and not (field.compute or field.related)
        )
        return {*_KEPT, *shown} - {*models.MAGIC_COLUMNS, "message_main_attachment_id"}

    @api.model
    def _get_kept_words(self):
        return self.env._(
            "State and figures of a visit plan keep themselves: use its buttons instead."
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for plan in self:
            if plan.state not in ("draft", "closed"):
                raise UserError(
                    self.env._(
                        "%(plan)s is in force: take it back to draft first, or archive it.",
                        plan=plan.display_name,
                    )
                )

    def unlink(self):
        """The visits it has taken from a plan above go back there, its own ones go with it."""
        # sudo: visits of a plan that one may delete
        ahead = self.sudo().visit_ids.filtered(lambda one: one.state in ("proposed", "planned"))
        ahead.filtered("upper_plan_id")._return_to_upper()
        made = ahead.filtered(lambda one: one.is_generated and one.plan_id in self)
        made.unlink()
        return super().unlink()

    # ------------------------------------------------------------------ actions

    def action_submit(self):
        """Ask the leader; a team may do without."""
        for plan in self:
            plan._check_state("draft", access="write")
            plan._check_not_searching()
            plan._check_planned()
            plan._end_telling()
            plan.sudo().state = "submitted"  # sudo: the state is written by buttons alone
            if plan._is_approved_at_once():
                plan._approve()
            else:
                plan._ask_leader()
        return True

    def action_approve(self):
        for plan in self:
            plan._check_may_decide()
            plan._approve()
        return True

    def action_return(self, remark=""):
        """Give it back to its person, to be changed; the remark says what."""
        remark = read_text(self.env, remark)
        for plan in self:
            plan._check_may_decide()
            plan._end_asking(remark or self.env._("returned"))
            plan.sudo().state = "draft"  # sudo: as in action_submit
            words = self.env._("Your visit plan was returned: see the remarks on it.")
            plan._tell_person(words, remark)
        return True

    def action_draft(self):
        """Take it back to draft, to be planned anew."""
        for plan in self:
            plan._check_state("submitted", "approved", access="write")
            plan._end_asking(self.env._("taken back"))
            # sudo: as in action_submit
            plan.sudo().write({"state": "draft", "approved_by_id": False, "approved_on": False})
        return True

    def action_publish(self):
        """Put it in force: its visits go into the calendar; no customer is invited or mailed."""
        for plan in self:
            plan._check_state("approved", access="write")
            # sudo: as in action_submit
            plan.sudo().write({"state": "running", "published_on": fields.Datetime.now()})
            plan._end_telling()
            plan._publish_visits()
        return True

    def action_unpublish(self):
        """Undo: the visits leave the calendar; possible until the first one has started."""
        for plan in self:
            plan._check_state("running", access="write")
            started = plan._find_started()
            if started:
                raise UserError(
                    self.env._(
                        "%(plan)s cannot be undone: the visit to %(customer)s has started. Plan "
                        "anew what is left of it.",
                        plan=plan.display_name,
                        customer=started[0].display_name,
                    )
                )
            plan._unpublish_visits()
            plan.sudo().write({"state": "approved", "published_on": False})  # sudo: as above
        return True

    def action_close(self):
        for plan in self:
            plan._check_state("running", access="write")
            plan.sudo().state = "closed"  # sudo: as in action_submit
        return True

    # ------------------------------------------------------------------ who decides

    def _is_decider(self):
        """Tell whether the user may approve it: leaders above and managers, never its person."""
        self.ensure_one()
        user = self.env.user
        return user != self.user_id and user._is_visit_decider(self.user_id)

    def _is_approved_at_once(self):
        # sudo: the setting of a team is no secret
        team = self.sudo().user_id.sale_team_id
        return bool(team) and not team.approves_visit_plans

    def _check_may_decide(self):
        self.ensure_one()
        self._check_state("submitted", access="read")
        if not self._is_decider():
            raise AccessError(
                self.env._(
                    "%(plan)s: its person's team leader, somebody above, or a sales manager "
                    "decides, nobody his own.",
                    plan=self.display_name,
                )
            )

    def _check_state(self, *states, access):
        self.ensure_one()
        self.check_access(access)
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(plan)s is %(state)s: that is not possible now.",
                    plan=self.display_name,
                    state=labels[self.state].lower(),
                )
            )

    def _check_not_searching(self):
        if self.run_state == "running":
            raise UserError(
                self.env._(
                    "%(plan)s is being planned: wait until that is done, or cancel it.",
                    plan=self.display_name,
                )
            )

    def _check_planned(self):
        """Refuse a draft nobody has planned yet; one that is empty after all, on leave, may go."""
        if self.last_run_id or self.visit_ids or self._find_in_days():
            return
        raise UserError(
            self.env._(
                "%(plan)s holds no visit yet: press “Plan”, or give visits their time in the "
                "planner, then submit it.",
                plan=self.display_name,
            )
        )

    def _approve(self):
        self._end_asking(self.env._("approved"))
        # sudo: as in action_submit
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
            }
        )
        if self.env.user != self.user_id:
            self._tell_person(self.env._("Your visit plan is approved: publish it."))

    # ------------------------------------------------------------------ publishing

    def _find_started(self):
        """Return visits of this plan that have started: after that there is no way back."""
        now = self.env.cr.now()
        return self.visit_ids.filtered(
            lambda visit: (
                visit.state in _STARTED
                or bool(visit.checked_in_on)
                or (visit.start and visit.start <= now and visit.state != "cancelled")
            )
        )

    def _get_published(self):
        return self.visit_ids.filtered(
            lambda visit: visit.start and visit.state in ("planned", "confirmed")
        )

    def _publish_visits(self):
        self._get_published()._publish_events()

    def _unpublish_visits(self):
        # sudo: whose events they are; meetings that somebody has called stay
        own = self._get_published().sudo().filtered(lambda one: one._has_made(one.event_id))
        own._unpublish_events()

    @api.model
    def _close_past(self):
        """Close plans whose time is over by their persons' clocks; return how many."""
        latest = (fields.Datetime.now() + EASTMOST).date()
        past = self.search([("state", "=", "running"), ("date_to", "<", latest)])
        past = past.filtered(lambda plan: plan.date_to < plan.user_id._get_today())
        past.sudo().state = "closed"  # sudo: as in action_submit
        return len(past)
