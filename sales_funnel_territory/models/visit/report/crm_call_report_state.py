from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ....tools.kept_fields import without_defaults
from .crm_call_report import OPEN_STATES

# what only buttons write
KEPT = frozenset(
    {
        "name",
        "state",
        "deadline",
        "submitted_on",
        "submitted_by_id",
        "written_on",
        "acknowledged_by_id",
        "acknowledged_on",
        "manager_comment",
        "addition_ids",
        "timeliness",
        "on_time_rate",
        "objective_outcome",
        "objective_count",
        "objective_reached_count",
        "objective_rate",
        "next_step_rate",
        "reminded_on",
        "escalated_on",
        "words",
        "is_to_send",
    }
)


class CrmCallReport(models.Model):
    """Prepared, in progress, submitted, acknowledged: each step by a button.

    A submitted report is read-only on every path. What comes later is an addition; the manager
    acknowledges it with a comment, nobody his own.
    """

    _inherit = "crm.call.report"

    submitted_on = fields.Datetime(readonly=True, copy=False, index=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    written_on = fields.Datetime(
        readonly=True, copy=False, help="When it was finished, by the clock of the person's device."
    )
    acknowledged_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    acknowledged_on = fields.Datetime(readonly=True, copy=False)
    manager_comment = fields.Text("Comment of the Manager", readonly=True, copy=False)
    is_open = fields.Boolean(compute="_compute_may")
    may_write = fields.Boolean(compute="_compute_may")
    may_acknowledge = fields.Boolean(compute="_compute_may")

    @api.depends("state", "user_id", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_may(self):
        for report in self:
            is_decider = self.env.user._is_visit_decider(report.user_id)
            report.is_open = report.state in OPEN_STATES
            report.may_write = is_decider and report.is_open
            report.may_acknowledge = report.state == "submitted" and report._is_acknowledger()

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        vals_list = [
            {name: value for name, value in vals.items() if name not in KEPT} for vals in vals_list
        ]
        reports = super(CrmCallReport, without_defaults(self, KEPT)).create(vals_list)
        reports._check_person()
        return reports

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if not KEPT.isdisjoint(vals):
            name = next(iter(KEPT & vals.keys()))
            raise AccessError(
                self.env._(
                    "“%(field)s” of a call report is not written by hand: use its buttons.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
        self._check_open()
        result = super().write(vals)
        if "user_id" in vals:
            self._check_person()
        return result

    def _check_person(self):
        """Nobody writes a report in the name of a colleague, but his leader."""
        for report in self:
            if not self.env.user._is_visit_decider(report.user_id):
                raise AccessError(
                    self.env._(
                        "A report of %(person)s is written by %(person)s or a leader.",
                        person=report.user_id.name,
                    )
                )

    def _check_open(self):
        """Refuse to change reports that were submitted.

        :raises UserError: naming the first one
        """
        for report in self.sudo():  # sudo: its state; who may not read it is refused without it
            is_closed = report.state not in OPEN_STATES
            if is_closed and report.with_env(self.env).has_access("read"):
                raise UserError(
                    self.env._(
                        "%(report)s was submitted and stays as it is: use Add instead.",
                        report=report.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if not self.env.su:
            self._check_open()

    # ------------------------------------------------------------------ actions

    def action_start(self):
        """Begin to write: the contact is under way."""
        self._check_open()
        self.check_access("write")
        for report in self:
            if report.state != "prepared":
                report._refuse_step(self.env._("started"))
        self.sudo().state = "in_progress"  # sudo: the access was checked; buttons write it
        return True

    def action_submit(self):
        """Finish: from now on the report stands as it is."""
        self._check_open()
        self.check_access("write")
        for report in self:
            report._check_complete()
        self._offer_changes()
        self._submit()
        return True

    def _submit(self):
        """Write that reports are submitted, and what follows from it."""
        # sudo: the access was checked; buttons write these
        self.sudo().write(self._prepare_submission())
        self._apply_changes()

    def _prepare_submission(self):
        return {
            "state": "submitted",
            "submitted_on": fields.Datetime.now(),
            "submitted_by_id": self.env.uid,
        }

    def _offer_changes(self):
        """Offer what the report says as changes of customer and opportunities."""

    def _apply_changes(self):
        """Write the changes that were accepted."""

    def _check_complete(self):
        """Refuse to submit a report that says nothing."""
        self.ensure_one()
        if not (self.purpose or "").strip():
            raise UserError(
                self.env._(
                    "What was the purpose of %(report)s? Say it in a few words, then submit.",
                    report=self.display_name,
                )
            )
        if self.date > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "%(report)s still lies ahead: submit it when the contact is over, or correct "
                    "its time.",
                    report=self.display_name,
                )
            )

    def _refuse_step(self, step):
        states = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(report)s is “%(state)s” and cannot be %(step)s.",
                report=self.display_name,
                state=states[self.state],
                step=step,
            )
        )

    # ------------------------------------------------------------------ who acknowledges, who adds

    def _is_acknowledger(self):
        """Tell whether the user may acknowledge it: leaders above, managers.

        Never his own, nor what he has submitted for somebody else.
        """
        self.ensure_one()
        user = self.env.user
        if user in (self.user_id, self.submitted_by_id):
            return False
        return user._is_visit_decider(self.user_id)

    def _acknowledge(self, comment=False):
        """Acknowledge submitted reports, with a comment.

        :raises AccessError: for whom is none to acknowledge it
        """
        for report in self:
            if not report._is_acknowledger():
                raise AccessError(
                    self.env._(
                        "%(report)s is acknowledged by a leader of %(person)s, and nobody "
                        "acknowledges his own.",
                        report=report.display_name,
                        person=report.user_id.name,
                    )
                )
            if report.state != "submitted":
                report._refuse_step(self.env._("acknowledged"))
        # sudo: decided just above; buttons write these
        self.sudo().write(
            {
                "state": "acknowledged",
                "acknowledged_by_id": self.env.uid,
                "acknowledged_on": fields.Datetime.now(),
                "manager_comment": comment,
            }
        )

    def action_acknowledge(self):
        """Ask the manager for his comment."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Acknowledge"),
            "res_model": "crm.call.report.acknowledge",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_ids": self.ids},
        }

    def action_add(self):
        """Ask for what is to be added to a submitted report."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to the Report"),
            "res_model": "crm.call.report.add",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def _check_may_add(self):
        """Additions are for submitted reports, by whoever reads them."""
        self.check_access("read")
        for report in self:
            if report.state in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(report)s is not submitted yet: write it into the report itself.",
                        report=report.display_name,
                    )
                )
