from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_visit import OPEN_STATES


class CrmVisit(models.Model):
    """Arriving at the customer and leaving again."""

    _inherit = "crm.visit"

    may_check_in = fields.Boolean(
        compute="_compute_may_check_in",
        help="It is open, and its day has come.",
    )

    @api.depends("state", "start", "window_from", "user_id")
    @api.depends_context("uid")
    def _compute_may_check_in(self):
        for visit in self:
            is_open = visit.state in OPEN_STATES
            visit.may_check_in = (
                is_open and visit.user_id and visit.may_decide and visit._is_its_day()
            )

    def _is_its_day(self):
        """Tell whether somebody who is there now pays this visit, not one of another day."""
        today = self._get_its_today()
        if self.start:
            return self._get_day() == today
        return not self.window_from or self.window_from <= today

    def _get_its_today(self):
        """Return today by the clock of whoever pays the visit."""
        zone = self.with_context(tz=str((self.user_id or self.env.user)._get_zone()))
        return fields.Datetime.context_timestamp(zone, self.env.cr.now()).date()

    def action_check_in(self):
        """Arrive at the customer."""
        self.ensure_one()
        now = self.env.cr.now().replace(microsecond=0)
        self._check_free_to_check_in()
        values = {"checked_in_on": now, "checked_out_on": False}
        if not self.start or self._get_day() != self._get_its_today():
            values["start"] = now.replace(second=0)
        return self._turn("under_way", **values)

    def _check_free_to_check_in(self):
        elsewhere = self.search(
            [
                ("user_id", "=", self.user_id.id),
                ("state", "=", "under_way"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if elsewhere:
            raise UserError(
                self.env._(
                    "%(person)s is still at %(visit)s: check out there first.",
                    person=self.user_id.name,
                    visit=elsewhere.display_name,
                )
            )

    def action_check_out(self):
        """Leave the customer: the visit is done."""
        self.ensure_one()
        if self.state != "under_way":
            raise UserError(
                self.env._(
                    "Nobody has checked in at “%(visit)s”: check in first.",
                    visit=self.display_name,
                )
            )
        return self._turn("done", checked_out_on=self.env.cr.now().replace(microsecond=0))
