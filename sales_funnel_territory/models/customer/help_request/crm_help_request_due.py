from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.answer_time import answer_due, hours_worked

_HORIZON = timedelta(days=60)


class CrmHelpRequest(models.Model):
    """Until when an answer is due, and how long it took, in the helper's working time."""

    _inherit = "crm.help.request"

    @api.depends("helper_id")
    def _compute_due_on(self):
        for request in self:
            asked = request.asked_on or fields.Datetime.now()
            helper = request.helper_id
            if not helper:
                request.due_on = asked + timedelta(hours=24)
                continue
            spells = helper._get_work_spells(asked, asked + _HORIZON)
            due = answer_due(asked.replace(tzinfo=UTC), spells, helper._get_zone())
            request.due_on = due.astimezone(UTC).replace(tzinfo=None, microsecond=0)

    def _get_hours(self, end):
        """Return the helper's working hours from the question to a moment (naive UTC)."""
        spells = self.helper_id._get_work_spells(self.asked_on, end)
        return hours_worked(self.asked_on.replace(tzinfo=UTC), end.replace(tzinfo=UTC), spells)

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_overdue = request.state == "asked" and request.due_on < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "asked") & Domain("due_on", "<", fields.Datetime.now())
        return Domain.OR(overdue if wanted else ~overdue for wanted in set(value))
