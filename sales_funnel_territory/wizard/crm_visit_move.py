from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmVisitMove(models.TransientModel):
    """Give a visit another time; what it would get in the way of is said before."""

    _name = "crm.visit.move"
    _description = "Move a Visit"

    visit_id = fields.Many2one("crm.visit", required=True, ondelete="cascade")
    start = fields.Datetime("New Time", required=True)
    duration = fields.Float("Duration (Hours)", required=True)
    clashes = fields.Text(compute="_compute_clashes")
    is_past = fields.Boolean(compute="_compute_clashes")
    invited_names = fields.Char(compute="_compute_invited_names")
    is_told_elsewhere = fields.Boolean(compute="_compute_invited_names")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        visit = self.env["crm.visit"].browse(values.get("visit_id"))
        if visit:
            values.setdefault("start", visit.start)
            values.setdefault("duration", visit.duration)
        return values

    @api.depends("start", "duration", "visit_id")
    def _compute_clashes(self):
        for move in self:
            lines = []
            if move.start and move.visit_id:
                stop = move.start + timedelta(minutes=round(move.duration * 60))
                lines = move.visit_id._get_clashes(move.start, stop)
            move.clashes = "\n".join(lines)
            move.is_past = bool(move.start) and move.start < self.env.cr.now()

    @api.depends("visit_id")
    def _compute_invited_names(self):
        for move in self:
            # sudo: names of the visit's own customer, on an event one may not read
            visit = move.visit_id.sudo()
            move.invited_names = ", ".join(visit._get_invited().mapped("name"))
            move.is_told_elsewhere = visit.event_id._is_kept_elsewhere()

    def action_apply(self):
        """Move the visit; a missed or cancelled one is planned again."""
        self.ensure_one()
        visit = self.visit_id
        if visit.state in ("under_way", "done"):
            raise UserError(
                self.env._(
                    "The visit “%(visit)s” has begun: it cannot be moved any more.",
                    visit=visit.display_name,
                )
            )
        again = visit.state not in ("planned", "confirmed")
        visit.write({"start": self.start, "duration": self.duration})
        if again or visit.state == "confirmed":
            visit.action_plan()  # whether the new time suits the customer is open
        if visit.is_event_lost or again:
            visit._publish_events()
        return {"type": "ir.actions.act_window_close"}
