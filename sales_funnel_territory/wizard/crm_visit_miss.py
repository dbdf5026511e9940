from odoo import fields, models
from odoo.exceptions import UserError

REASONS = [
    ("not_there", "Nobody was there"),
    ("called_off", "The customer called it off"),
    ("no_time", "No time left that day"),
    ("ill", "Ill, or the car broke down"),
    ("other", "Something else"),
]


class CrmVisitMiss(models.TransientModel):
    """Say why visits were missed, and plan them again at once if so wished."""

    _name = "crm.visit.miss"
    _description = "Visit Missed"

    visit_ids = fields.Many2many(
        "crm.visit", string="Visits", default=lambda self: self._default_visit_ids()
    )
    reason = fields.Selection(REASONS, required=True)
    note = fields.Char()
    new_start = fields.Datetime("Plan Again On", help="Empty: it is not planned again now.")

    def _default_visit_ids(self):
        if self.env.context.get("active_model") != "crm.visit":
            return []
        return [fields.Command.set(self.env.context.get("active_ids") or [])]

    def action_apply(self):
        self.ensure_one()
        label = dict(self._fields["reason"]._description_selection(self.env))[self.reason]
        if self.reason == "other" and not (self.note or "").strip():
            raise UserError(self.env._("Say in a few words why the visit was missed."))
        words = [label] if self.reason != "other" else []
        told = ": ".join([*words, *filter(None, [(self.note or "").strip()])])
        self.visit_ids._turn("missed", missed_reason=told)
        if self.new_start:
            for visit in self.visit_ids:
                visit._plan_again(self.new_start)
        return {"type": "ir.actions.act_window_close"}
