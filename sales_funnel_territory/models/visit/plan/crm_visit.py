from odoo import api, fields, models

CHANGES = [("moved", "Moved"), ("added", "Added")]


class CrmVisit(models.Model):
    """What a plan above has said of a visit, and whether the plan in force still follows it."""

    _inherit = "crm.visit"

    target_on = fields.Date("Best On", help="The day the rhythm asks for.")
    is_generated = fields.Boolean(
        "Made by a Plan", readonly=True, help="A new run of its plan makes it anew."
    )
    upper_plan_id = fields.Many2one(
        "crm.visit.plan",
        "From Plan",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The plan above, in which the visit stood before.",
    )
    upper_from = fields.Date("Planned From", readonly=True, copy=False)
    upper_to = fields.Date("Planned To", readonly=True, copy=False)
    plan_change = fields.Selection(
        CHANGES,
        "Differs",
        compute="_compute_plan_change",
        help="How it differs from the plan above: on another day than that says, or not in it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A visit made by hand takes the place of one that a plan could not serve."""
        visits = super().create(vals_list)
        # sudo: what a plan lists is kept by ourselves alone
        self.env["crm.visit.shortfall"].sudo()._take(
            visits.sudo().filtered(lambda visit: not visit.is_generated)
        )
        return visits

    @api.depends("start", "window_from", "upper_plan_id", "upper_from", "upper_to", "plan_id")
    def _compute_plan_change(self):
        for visit in self:
            visit.plan_change = visit._get_plan_change()

    def _get_plan_change(self):
        if not self.plan_id.parent_id:
            return False
        if not self.upper_plan_id:
            return "added"
        day = self._get_day()
        inside = self.upper_from and self.upper_from <= day <= (self.upper_to or day)
        return False if inside else "moved"

    # ------------------------------------------------------------------ for planning

    def _get_day(self):
        """Return the day of the visit by the clock of its person, else the first possible one."""
        self.ensure_one()
        if not self.start:
            return self.window_from
        return fields.Datetime.context_timestamp(
            self.with_context(tz=str((self.user_id or self.env.user)._get_clock())), self.start
        ).date()

    def _get_wide_window(self):
        """Return the days within which a plan may move it, by the plan above if there is one."""
        if self.upper_from:
            return self.upper_from, self.upper_to or self.upper_from
        return self.window_from, self.window_to or self.window_from

    def _return_to_upper(self):
        """Give visits back to the plan they came from, to be done some time in its window."""
        for visit in self:
            first, last = visit._get_wide_window()
            visit.write(
                {
                    "plan_id": visit.upper_plan_id.id,
                    "state": "proposed",
                    "start": False,
                    "window_from": first,
                    "window_to": last,
                    "upper_plan_id": False,
                    "upper_from": False,
                    "upper_to": False,
                    "sequence": 0,
                    "reason": False,
                }
            )
