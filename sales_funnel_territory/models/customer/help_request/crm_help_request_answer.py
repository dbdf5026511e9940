from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "sales_team.group_sale_salesman_all_leads"


class CrmHelpRequest(models.Model):
    """Answering: by the helper, or by whom it was escalated to."""

    _inherit = "crm.help.request"

    @api.depends_context("uid")
    @api.depends("helper_id", "escalated_to_id", "requester_id", "state")
    def _compute_may_answer(self):
        user = self.env.user
        is_manager = user.has_group(MANAGER)
        for request in self:
            people = request.helper_id | request.escalated_to_id
            may = user in people or (is_manager and user != request.requester_id)
            request.may_answer = request.state == "asked" and may

    def action_answer(self):
        """Close the request with the answer that was written, and tell who asked."""
        for request in self:
            if not request.may_answer:
                raise AccessError(
                    self.env._(
                        "“%(name)s” is for %(helper)s to answer.",
                        name=request.name,
                        helper=request.helper_id.name,
                    )
                )
            if not (request.answer or "").strip():
                raise UserError(
                    self.env._("“%(name)s”: write the answer first.", name=request.name)
                )
            request._close_answered()
        return True

    def _close_answered(self):
        # sudo: how long it took is measured, not written
        self.sudo()._measure(self.env.cr.now().replace(microsecond=0), self.env.user)
        self.sudo().activity_ids.action_feedback(feedback=self.answer)
        self.sudo()._tell(
            self.requester_id,
            self.env._("%(who)s: %(answer)s", who=self.env.user.name, answer=self.answer),
        )

    def _measure(self, moment, user):
        """Note who has answered when, and how long it took."""
        # escalated is late, whenever it is answered then
        is_late = self.due_on < moment or self.escalated_on
        self.write(
            {
                "state": "answered",
                "answered_on": moment,
                "answered_by_id": user.id,
                "hours_to_answer": self._get_hours(moment),
                "timeliness": "late" if is_late else "on_time",
                "on_time_rate": 0 if is_late else 100,
            }
        )

    def _close_in_the_past(self, moment):
        """Close requests of the demo company as if they had been answered then."""
        for request in self:
            request._measure(fields.Datetime.to_datetime(moment), request.helper_id)
            request.activity_ids.unlink()

    def _tell(self, user, sentence):
        """Send a colleague one notice about this request."""
        if user.id == self.env.uid:
            return
        self.message_notify(
            partner_ids=user.partner_id.ids,
            subject=self._get_summary(),
            body=sentence,
            author_id=self.env.user.partner_id.id,
        )

    def action_withdraw(self):
        """Take a request back: whoever asked, or a manager."""
        for request in self:
            is_mine = request.requester_id.id == self.env.uid
            if not is_mine and not self.env.user.has_group(MANAGER):
                raise AccessError(
                    self.env._(
                        "“%(name)s” is for %(requester)s to withdraw.",
                        name=request.name,
                        requester=request.requester_id.name,
                    )
                )
            if request.state != "asked":
                raise UserError(self.env._("“%(name)s” is closed already.", name=request.name))
        # sudo: the helper's activity has lost its object
        self.sudo().activity_ids.unlink()
        self.sudo().state = "withdrawn"
        return True
