from odoo import api, fields, models

from ....tools.day_words import date_words

KINDS = [
    ("day_off", "Day Off"),
    ("cancelled", "Visit Cancelled"),
    ("urgent", "Urgent Visit"),
    ("taken_over", "Taken Over"),
]
STATES = [("proposed", "Proposed"), ("applied", "Applied"), ("left", "Left As It Is")]
_BY_HAND = ("enters_leave", "line_ids")


class CrmVisitReplan(models.Model):
    """Something has happened to a plan in force: what would change, with the reason of each change.

    It is taken as a whole or line by line, or the plan is left as it is.
    """

    _name = "crm.visit.replan"
    _description = "Change of a Visit Plan"
    _order = "id desc"

    plan_id = fields.Many2one(
        "crm.visit.plan", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="plan_id.user_id")
    company_id = fields.Many2one(related="plan_id.company_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    day = fields.Date(readonly=True)
    visit_id = fields.Many2one("crm.visit", readonly=True, ondelete="set null", index=True)
    colleague_id = fields.Many2one("res.users", "Taken Over From", readonly=True)
    state = fields.Selection(STATES, required=True, default="proposed", readonly=True)
    line_ids = fields.One2many("crm.visit.replan.line", "replan_id", "Changes")
    travel_before = fields.Integer("Travel Before (Minutes)", readonly=True)
    travel_after = fields.Integer("Travel After (Minutes)", readonly=True)
    stays_count = fields.Integer("Stay As They Are", readonly=True)
    headline = fields.Char(compute="_compute_headline")
    enters_leave = fields.Boolean(
        "Enter the Day as Time Off",
        default=True,
        help="So that no other plan takes the day, and colleagues see it.",
    )

    @api.depends("kind", "day", "visit_id", "plan_id", "colleague_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one._get_event()

    def _get_event(self):
        """Return in words what has happened, to whose plan.

        >>> proposal._get_event()
        "Anna Berg: Tuesday, 1 December falls out"
        """
        # sudo: the names of a colleague and of whom he visits, as the plan shows them
        change = self.sudo()
        visit = change.visit_id.display_name or self.env._("A visit")
        if self.kind == "day_off" and self.day:
            day = date_words(self.env, self.day, "EEEE, d MMMM")
            what = self.env._("%(day)s falls out", day=day)
        elif self.kind == "cancelled":
            what = self.env._("%(visit)s does not take place", visit=visit)
        elif self.kind == "urgent":
            what = self.env._("%(visit)s cannot wait", visit=visit)
        elif change.colleague_id:
            what = self.env._(
                "Visits of %(colleague)s are taken over", colleague=change.colleague_id.name
            )
        else:
            what = self.env._("Visits of a colleague are taken over")
        person = change.plan_id.user_id.name
        return self.env._("%(person)s: %(event)s", person=person, event=what)

    @api.depends("line_ids.change", "stays_count")
    @api.depends_context("lang")
    def _compute_headline(self):
        for one in self:
            one.headline = one._get_headline()

    def _get_headline(self):
        changes = self.line_ids.mapped("change")
        if not changes:
            return self.env._("Nothing else has to change: all other visits stay as they are.")
        return self.env._(
            "%(moved)s moved, %(dropped)s dropped, %(added)s added; %(stay)s stay as they are.",
            moved=changes.count("moved") + changes.count("retimed"),
            dropped=changes.count("dropped"),
            added=changes.count("added"),
            stay=self.stays_count,
        )

    def write(self, vals):
        """People say whether the day is entered; all else is what was proposed."""
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name in _BY_HAND}
        return super().write(vals)
