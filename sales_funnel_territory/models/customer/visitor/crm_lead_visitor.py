from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

INTENTION_LEVELS = [
    ("1", "1 - Just Looking"),
    ("2", "2 - Interested"),
    ("3", "3 - Comparing"),
    ("4", "4 - About to Buy"),
]
# What the next visitor at the same stand most likely shares with the last one.
_SHARED = ("source_id", "campaign_id", "medium_id", "team_id")
_SHARED_HOURS = 12


class CrmLead(models.Model):
    """Who walks into a show-room, a project's sales office or up to a stand at a fair.

    A visitor is a lead with a few answers more, so that all that holds for leads holds for him:
    history, activities, salesperson and team. He is noted as a lead also where a company works
    without leads, and becomes an opportunity with one tap.
    """

    _inherit = "crm.lead"

    is_visitor = fields.Boolean(
        "Visitor", default=False, help="Came to a show-room, a sales office or a stand at a fair."
    )
    intention_level = fields.Selection(
        INTENTION_LEVELS,
        tracking=True,
        help="How close this person is to buying. A lead or visitor with an intention level "
        "counts as an intention.",
    )
    visited_on = fields.Datetime(
        default=lambda self: self.env.context.get("default_is_visitor") and fields.Datetime.now(),
        copy=False,
        help="When the visitor came.",
    )
    visitor_need = fields.Text("Need", help="What the visitor asked for, in his words.")
    interest_product_id = fields.Many2one(
        "product.product",
        string="Interested In",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    follow_up_activity_id = fields.Many2one(
        "mail.activity", copy=False, index="btree_not_null", ondelete="set null"
    )
    follow_up_on = fields.Date(
        compute="_compute_follow_up_on",
        inverse="_inverse_follow_up_on",
        compute_sudo=True,
        help="The day on which the salesperson gets in touch: an activity stands for it.",
    )

    _visited_index = models.Index("(visited_on DESC) WHERE is_visitor")

    @api.depends("follow_up_activity_id.date_deadline", "follow_up_activity_id.active")
    def _compute_follow_up_on(self):
        for lead in self:
            activity = lead.follow_up_activity_id
            lead.follow_up_on = activity.active and activity.date_deadline

    def _inverse_follow_up_on(self):
        """Plan, move or drop the activity that reminds of a visitor."""
        for lead in self:
            activity = lead.follow_up_activity_id.filtered("active")
            if activity and lead.follow_up_on:
                activity.date_deadline = lead.follow_up_on
            elif activity:
                activity.unlink()
            elif lead.follow_up_on:
                lead.follow_up_activity_id = lead._schedule_follow_up(lead.follow_up_on)

    def _schedule_follow_up(self, day):
        return self.activity_schedule(
            "mail.mail_activity_data_call",
            day,
            summary=self.env._("Follow up the visit"),
            user_id=(self.user_id or self.env.user).id,
        )

    @api.constrains("visited_on")
    def _check_visited_on(self):
        now = fields.Datetime.now()
        for lead in self:
            if lead.visited_on and lead.visited_on > now:
                moment = fields.Datetime.context_timestamp(lead, lead.visited_on)
                raise ValidationError(
                    self.env._(
                        "%(visitor)s cannot have come on %(moment)s, which is still to come. "
                        "Enter when the visit took place.",
                        visitor=lead.name,
                        moment=moment.strftime("%Y-%m-%d %H:%M"),
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model
    def default_get(self, fields):
        """A stand's next visitor comes from the same source and campaign as the last one."""
        defaults = super().default_get(fields)
        if self.env.context.get("default_is_visitor"):
            defaults.update(self._get_shared_defaults(fields, defaults))
        return defaults

    @api.model
    def _get_shared_defaults(self, names, defaults):
        since = fields.Datetime.now() - timedelta(hours=_SHARED_HOURS)
        domain = [
            ("is_visitor", "=", True),
            ("create_uid", "=", self.env.uid),
            ("create_date", ">=", since),
        ]
        last = self.search(domain, order="create_date DESC, id DESC", limit=1)
        wanted = [name for name in _SHARED if name in names and not defaults.get(name)]
        return {name: last[name].id for name in wanted if last[name]}

    @api.model_create_multi
    def create(self, vals_list):
        is_visitor = self.env.context.get("default_is_visitor")
        return super().create(
            [
                self._complete_visitor(vals) if vals.get("is_visitor", is_visitor) else vals
                for vals in vals_list
            ]
        )

    @api.model
    def _complete_visitor(self, vals):
        """A visitor has a name, is a lead and came just now, if nothing else is said."""
        keys = ("contact_name", "partner_name", "phone")
        who = next((vals[key] for key in keys if vals.get(key)), "")
        name = self.env._("Visitor %(who)s", who=who) if who else self.env._("Visitor")
        return {
            **vals,
            "name": vals.get("name") or name,
            "type": vals.get("type") or self.env.context.get("default_type") or "lead",
            "visited_on": vals.get("visited_on") or fields.Datetime.now(),
        }

    # ------------------------------------------------------------------ merge

    @api.model
    def _merge_get_fields(self):
        return [
            *super()._merge_get_fields(),
            "is_visitor",
            "intention_level",
            "visited_on",
            "visitor_need",
            "interest_product_id",
        ]
